"""How fast may a channel send, and how much has been spent?"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.store.clock import moment, stamp
from hotline.store.engine import Engine

# How far ahead of its pace a channel may be pushed, by priority: who asked waits for no campaign.
AHEAD = (timedelta(seconds=30), timedelta(seconds=10), timedelta(seconds=1), timedelta(seconds=0.3))
FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=10)


class Pace:
    """One row a channel, shared by every process that sends."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def let_go(
        self, channel: str, segments: int, priority: int, rate: float, now: datetime
    ) -> bool:
        """May these segments leave by this channel now, at `rate` segments a second?

        True counts them. False: the channel rests, or is as far ahead as this priority may push it.
        """
        row = self._engine.one("select * from pace where channel = :channel", channel=channel)
        free_at = max(now, moment(row["free_at"])) if row else now
        if (row and moment(row["slowed_until"]) > now) or free_at - now > AHEAD[priority]:
            return False
        self._keep(channel, free_at=free_at + timedelta(seconds=segments / rate), now=now)
        return True

    def slow(self, channel: str, now: datetime) -> datetime:
        """The provider says "too fast": the whole channel rests, longer each time in a row."""
        row = self._engine.one("select throttled from pace where channel = :c", c=channel)
        times = row["throttled"] if row else 0
        until = now + min(FIRST_REST * (1 << min(times, 10)), LONGEST_REST)
        self._keep(channel, free_at=now, now=now)
        self._engine.run(
            "update pace set slowed_until = :until, throttled = :times where channel = :channel",
            channel=channel,
            until=stamp(until),
            times=times + 1,
        )
        return until

    def well(self, channel: str) -> None:
        """It sends again: the next rest is a short one."""
        self._engine.run(
            "update pace set throttled = 0 where channel = :channel and throttled > 0",
            channel=channel,
        )

    def _keep(self, channel: str, *, free_at: datetime, now: datetime) -> None:
        self._engine.run(
            "insert into pace (channel, free_at, slowed_until) values (:channel, :free, :now)"
            " on conflict (channel) do update set free_at = :free",
            channel=channel,
            free=stamp(free_at),
            now=stamp(now),
        )
