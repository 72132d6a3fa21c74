"""How does somebody ask for news of a topic, and stop it, or stop everything?"""

from __future__ import annotations

from hotline.conversation import points
from hotline.conversation.turn import Step, Turn, numbered, say
from hotline.model import Meaning, Session
from hotline.plan import CancelCallback, OptOut, Phrase, Plan, Say, Subscribe, Unsubscribe


def offered(turn: Turn) -> Step:
    """INFOS and a topic. Where nothing is ever sent about it, there is an address to tell."""
    heard, with_news = turn.heard.understood, turn.world.topics.with_news
    if not heard.topics:
        topics = [(Meaning("news", topic), Say(f"topic.{topic}")) for topic in with_news]
        return turn.having(tries=0).session, Plan((Say("topics.ask"),), numbered(topics))
    if heard.topics[0] not in with_news:
        return points.asked_for(turn, heard)
    return about(turn, heard.topics[0])


def about(turn: Turn, topic: str) -> Step:
    """Asked before anything is kept: who writes INFOS TRAVAIL may just want an address."""
    if turn.heard.opted_out:
        return turn.session, Plan((Say("start.first"),))
    answers = [
        (Meaning("subscribe", topic), Say("news.yes")),
        (Meaning("topic", topic), Say("news.address")),
    ]
    told = say("news.ask", topic=Phrase(f"topic.{topic}"))
    return turn.having(tries=0, form=None).session, Plan((told,), numbered(answers))


def subscribed(turn: Turn, topic: str) -> Step:
    """They said yes; and are told how it is stopped."""
    told = say("news.done", topic=Phrase(f"topic.{topic}"), word=Phrase(f"word.{topic}"))
    return turn.having(offered=()).session, Plan((told,), effects=(Subscribe(topic),))


def stopping(turn: Turn) -> str | None:
    """The topic that this STOP may be about: one whose news the person gets."""
    heard = turn.heard.understood
    if heard.command not in ("stop?", "stop.topic", "stop.topic?"):
        return None
    return next((topic for topic in heard.topics if topic in turn.heard.subscriptions), None)


def stopped(turn: Turn, topic: str) -> Step:
    """STOP and the topic, nothing else, is plain; of anything longer, what is to end?"""
    if turn.heard.understood.command == "stop.topic":
        return left(turn, topic)
    answers = [
        (Meaning("unsubscribe", topic), say("news.only", topic=Phrase(f"topic.{topic}"))),
        (Meaning("stop"), Say("news.all")),
    ]
    return turn.session, Plan((Say("news.unsure"),), numbered(answers))


def left(turn: Turn, topic: str) -> Step:
    """No more of this topic."""
    told = say("news.left", topic=Phrase(f"topic.{topic}"))
    return turn.having(offered=(), form=None).session, Plan((told,), effects=(Unsubscribe(topic),))


def all_stopped(turn: Turn) -> Step:
    """No message and no call any more, confirmed once; a second STOP gets no answer.

    A request to be called back is withdrawn too: somebody may be standing beside the phone.
    """
    says = () if turn.heard.opted_out else (Say("stop.done"),)
    withdrawn = (CancelCallback(request.reference) for request in turn.heard.callbacks)
    return Session(language=turn.session.language), Plan(says, effects=(OptOut(), *withdrawn))
