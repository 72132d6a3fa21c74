"""What does each command word answer?"""

from __future__ import annotations

from collections.abc import Callable

from hotline.conversation import (
    agenda,
    answers,
    appointments,
    beep,
    callback,
    listening,
    news,
    points,
    requested,
)
from hotline.conversation.meanings import more
from hotline.conversation.turn import Step, Turn, lead, say
from hotline.model import Meaning, Session
from hotline.plan import Choice, Forget, Name, OptIn, Plan, Say

# Words that mean an offered digit: the verb, or verb:value, that they stand for.
WORDS_OF_CHOICE = {
    "morning": {"when:morning"},
    "afternoon": {"when:afternoon"},
    "evening": {"when:evening"},
    "yes": {
        *("voicemail:yes", "agree", "asklater", "helped", "recall", "callagain", "callback"),
        *("attend", "another", "subscribe"),
    },
    "no": {"voicemail:no", "unhelped", "absent"},
    "discreet": {"voicemail:discreet"},
    "anywhere": {"anywhere"},
}


def answer(turn: Turn, command: str) -> Step:
    """The step this command leads to."""
    return KNOWN[command](turn)


def _start(turn: Turn) -> Step:
    return turn.session, Plan((Say("start.done"),), effects=(OptIn(),))


def _forget(turn: Turn) -> Step:
    session = Session(language=turn.session.language)  # for this answer; it is not kept
    return session, Plan((Say("forget.done"),), effects=(Forget(),))


def _contact(turn: Turn) -> Step:
    city = turn.world.city
    names = {"line": Name(city.line_name), "publisher": Name(city.publisher)}
    phone = turn.contact()
    told = say("contact", **names, phone=phone) if phone else say("who", **names)
    return turn.session, Plan((told,))


def _who(turn: Turn) -> Step:
    city = turn.world.city
    told = say("who", line=Name(city.line_name), publisher=Name(city.publisher))
    return turn.session, Plan((told,))


def _greeting(turn: Turn) -> Step:
    hello = say("greeting", line=Name(turn.world.city.line_name))
    return lead([hello], points.menu(turn.having(tries=0, form=None, topic=None)))


def _thanks(turn: Turn) -> Step:
    """Who thanks for an answer is asked once whether we may ask, later, if it helped.

    Not where the topic is a sensitive one: somebody else may read it in two days.
    """
    topic = turn.session.topic
    asks = turn.session.at == "service" and topic and not turn.heard.opted_out
    if not asks or turn.world.topics.sensitive(topic or "") or turn.heard.callbacks:
        return turn.session, Plan((Say("thanks"),))
    yes = Choice("1", Meaning("asklater"))
    says = (Say("thanks"), Say("thanks.write"))
    return turn.having(at="thanks").session, Plan(says, (yes,))


def _simple(key: str) -> Callable[[Turn], Step]:
    return lambda turn: (turn.session, Plan((Say(key),)))


KNOWN: dict[str, Callable[[Turn], Step]] = {
    "stop": news.all_stopped,
    "start": _start,
    "forget": _forget,
    "stop?": _simple("stop.ask"),  # perhaps meant: asked once, with one word to answer
    "stop.topic": _simple("stop.ask"),  # of a topic whose news they do not get
    "contact": _contact,
    "who": _who,
    "greeting": _greeting,
    "help": _simple("help"),
    "thanks": _thanks,
    "confused": _simple("confused"),
    "insult": _simple("insult"),
    "menu": lambda turn: points.menu(turn.having(form=None, tries=0, topic=None)),
    "language": points.languages,
    "callback": callback.begin,
    "cancel": requested.cancel,
    "declined": appointments.declined,
    "absent": appointments.doubted,
    "news": news.offered,
    "agenda": agenda.coming,
    "more": more,
    "date": answers.age,
    "listen": listening.code,
    "beep": beep.texted,
}
CONSENT = frozenset({"stop", "start", "forget"})
