"""Fetch what callers have said to the teams; once we have it, it is erased at the provider."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from hotline import channels
from hotline.app import Hotline
from hotline.errors import DeliveryError, SpeechError
from hotline.model import Inbound
from hotline.speech.wave import silent
from hotline.store.voicemails import Upstream
from jobs import line

logger = logging.getLogger(__name__)

AT_ONCE = 5  # of two minutes each: the round after this one takes the next
FIRST_RETRY, LAST_RETRY = timedelta(seconds=5), timedelta(hours=1)
LOST_AFTER = timedelta(days=1)  # a provider tells of a recording before it can be had
NOT_THERE = "404"
LOOKS_BACK = timedelta(days=3)
SETTLED = timedelta(minutes=10)  # the call may still be going on, and its webhook come


def fetch() -> int:
    """How many are ours now, and no longer the provider's."""
    return fetch_by(line())


def fetch_by(hotline: Hotline) -> int:
    """The same, by this line. A provider that does not answer is left alone until next time."""
    done = 0
    for each in hotline.store.voicemails.upstream(hotline.now(), AT_ONCE):
        try:
            _take_over(hotline, each)
        except DeliveryError as error:
            logger.warning("a recording stays with the provider for now (%s)", error.code)
            hotline.store.voicemails.put_off(each.id, hotline.now() + _wait(each))
            if error.code != NOT_THERE:
                break
        else:
            done += 1
    return done


def find() -> int:
    """How many recordings the provider held of which we had not been told."""
    return find_by(line())


def find_by(hotline: Hotline) -> int:
    """The same, by this line: each is the end of its call, as its webhook would have said.

    One that nobody asked for, or whose call is forgotten, is then erased there.
    """
    now, channel = hotline.now(), channels.load(hotline.config.channel)
    try:
        held = channel.recorded(hotline.config, now - LOOKS_BACK)
    except DeliveryError as error:
        logger.warning("the provider could not be asked what it recorded (%s)", error.code)
        return 0
    missing = [each for each in held if now - each.at > SETTLED and _is_news(hotline, each)]
    for inbound in missing:
        hotline.take_in(inbound, told=True)
    return len(missing)


def _is_news(hotline: Hotline, inbound: Inbound) -> bool:
    known = hotline.store.voicemails.knows(inbound.recording.id) if inbound.recording else True
    return not known and not hotline.store.turns.has(inbound)


def _take_over(hotline: Hotline, each: Upstream) -> None:
    """Ours is committed before theirs is erased."""
    if each.wanted:
        _keep(hotline, each)
    channels.load(each.channel).erase_recording(each.recording, hotline.config)
    with hotline.store.transaction():
        hotline.store.voicemails.erased(each.id)


def _keep(hotline: Hotline, each: Upstream) -> None:
    """The sound is in our record, or given up for lost. Raises DeliveryError: try again later."""
    try:
        sound = channels.load(each.channel).recording(each.recording, hotline.config)
        nothing = silent(sound)
    except (DeliveryError, SpeechError) as error:
        if not _hopeless(error, each, hotline.now()):
            raise error if isinstance(error, DeliveryError) else _unplayable() from None
        logger.error("a voice message is lost (%s)", type(error).__name__)
        hotline.store.voicemails.lose(each.id)
    else:
        hotline.store.voicemails.keep(each.id, sound, silent=nothing)


def _hopeless(error: DeliveryError | SpeechError, each: Upstream, now: datetime) -> bool:
    """Is it no use to ask for it again? An account in disorder is no reason to give up."""
    if isinstance(error, DeliveryError) and error.permanent:
        return True
    there = isinstance(error, SpeechError) or error.code == NOT_THERE
    return there and now - each.created_at > LOST_AFTER


def _unplayable() -> DeliveryError:
    return DeliveryError("a recording that is no sound", code="no sound")


def _wait(each: Upstream) -> timedelta:
    return min(FIRST_RETRY * (1 << min(each.attempts, 12)), LAST_RETRY)
