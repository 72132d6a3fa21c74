"""What is told to those who asked for news of a topic?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from hotline.app import Hotline
from hotline.conversation import agenda
from hotline.conversation.numbers import national
from hotline.departure import decent_before
from hotline.directory.events import Occurrence, between
from hotline.errors import HotlineError
from hotline.plan import Phone, Phrase, Plan, Say, When
from hotline.render import segments, sms
from hotline.store.outgoing import NewOutbound
from hotline.store.subscribers import Subscriber
from hotline.understand import understand

MORNING = timedelta(hours=10)  # when a day without a time of its own is spoken of
DAY = timedelta(days=1)
AHEAD = timedelta(days=9)  # of what begins later, no reminder can be due: see `decent_before`


def announce(
    hotline: Hotline, name: str, topic: str, words: Mapping[str, str], now: datetime
) -> int:
    """These words go to all who asked for news of this topic, as a campaign; how many people.

    `words` by language; who has another one gets the line's first. Raises HotlineError for what the
    law, or the budget of a message, would never let out.
    """
    for language, written in words.items():
        _refuse(hotline, topic, language, written)
    campaign = hotline.store.campaigns.begin(name, now)
    if campaign is None:
        raise HotlineError(f"There is a campaign called {name!r} already: give it another name.")
    first = hotline.city.languages[0]

    def bodies() -> Iterator[NewOutbound]:
        for each in hotline.store.subscribers.to(topic):
            text = words.get(each.language, words[first])
            body = _with_stop(hotline, text, topic, each.language)
            yield _message(hotline, each, topic, body, now, campaign)

    return hotline.store.outbox.add_many(bodies(), now)


def remind_of_events(hotline: Hotline, now: datetime) -> int:
    """Whoever follows a topic is told of its dates on the day before; how many messages.

    Called again and again: each date is told about once, by a campaign of its own name.
    """
    local = now.astimezone(hotline.city.timezone)
    dates = between(hotline.directory.events, local - DAY, local + AHEAD)
    return sum(_remind(hotline, date, now) for date in dates if _is_due(hotline, date, now))


def _is_due(hotline: Hotline, date: Occurrence, now: datetime) -> bool:
    if date.event.topic not in hotline.topics.with_news:
        return False
    begins = date.starts + MORNING if date.event.all_day else date.starts
    told = decent_before(begins - DAY, hotline.city, "any")
    return told is not None and told <= now < _useful_until(date)


def _useful_until(date: Occurrence) -> datetime:
    """A date is news until it begins; a whole day until the evening of it."""
    return date.starts + DAY if date.event.all_day else date.starts


def _remind(hotline: Hotline, date: Occurrence, now: datetime) -> int:
    """All of it or nothing: who is not told now never is."""
    with hotline.store.transaction():
        name = f"{date.event.id} {date.starts:%Y-%m-%d %H:%M}"
        campaign = hotline.store.campaigns.begin(name, now)
        if campaign is None:
            return 0
        topic, until = date.event.topic, _useful_until(date)
        messages = (
            _message(
                hotline, each, topic, _reminder(hotline, date, each.language), now, campaign, until
            )
            for each in hotline.store.subscribers.to(topic)
        )
        return hotline.store.outbox.add_many(messages, now)


def _reminder(hotline: Hotline, date: Occurrence, language: str) -> str:
    """A name that somebody else must not read is left out: AGENDA tells it to who asks."""
    told = agenda.described(date, language)
    if _sensitive(hotline, *(title for _, title in date.event.titles)):
        told = Say("agenda.soon", {"when": When(date.starts, clock=not date.event.all_day)})
    (body,) = sms.render(Plan((told, _stop(hotline, date.event.topic))), language, hotline.texts)
    return body


def _with_stop(hotline: Hotline, words: str, topic: str, language: str) -> str:
    (stop,) = sms.render(Plan((_stop(hotline, topic),)), language, hotline.texts)
    return segments.cheapest(f"{' '.join(words.split())}\n{stop}")


def _stop(hotline: Hotline, topic: str) -> Say:
    """How it is stopped: by an answer, or at our number where a name sends and takes none."""
    word, sender = Phrase(f"word.{topic}"), hotline.city.automated_line
    if not sender or sender.strip("+").isdigit():
        return Say("news.stop", {"word": word})
    return Say("news.stop.to", {"word": word, "phone": Phone(national(hotline.city.sms_line))})


def _refuse(hotline: Hotline, topic: str, language: str, words: str) -> None:
    if topic not in hotline.topics.with_news:
        known = ", ".join(hotline.topics.with_news)
        raise HotlineError(f"{topic!r} has no news: use one of {known}.")
    if language not in hotline.city.languages:
        raise HotlineError(f"{language!r} is no language of this line.")
    if not words.strip():
        raise HotlineError(f"The text in {language!r} is empty.")
    if named := _sensitive(hotline, words):
        raise HotlineError(
            f"The text in {language!r} names {', '.join(named)}: somebody else may read it."
            " Say it without, and let people write AGENDA to know more."
        )
    cost = segments.count(_with_stop(hotline, words, topic, language)).segments
    if cost > sms.BUDGET:
        raise HotlineError(
            f"The text in {language!r} is {cost} SMS long with its STOP: {sms.BUDGET} at most."
        )


def _sensitive(hotline: Hotline, *written: str) -> list[str]:
    lexicon = hotline.switchboard.lexicon
    found = {topic for words in written for topic in understand(words, lexicon).topics}
    return sorted(topic for topic in found if hotline.topics.sensitive(topic))


def _message(
    hotline: Hotline,
    to: Subscriber,
    topic: str,
    body: str,
    now: datetime,
    campaign: str,
    until: datetime | None = None,
) -> NewOutbound:
    return NewOutbound(
        kind="news",
        channel=hotline.config.channel,
        person=to.person,
        recipient=to.number,
        body=body,
        language=to.language,
        due_at=now,
        expires_at=until,
        topic=topic,
        campaign=campaign,
        segments=segments.count(body).segments,
    )
