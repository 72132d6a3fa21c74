"""How does a member of staff record the line's sentences by telephone?

A code opens it; then language by language: the sentence is heard in French, said after the beep,
heard again, and kept or made again. Nothing is in the air until it was heard and kept with a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from hotline.conversation import tongues
from hotline.conversation.turn import Step, Turn, lead, say
from hotline.model import Booth, Meaning, Recording, Stage, ToRecord
from hotline.plan import (
    Choice,
    DropTake,
    Effect,
    HangUp,
    KeepTake,
    Keys,
    Name,
    Plan,
    Record,
    Say,
    Sound,
    TakeIn,
    Tongue,
)

AT, LANGUAGES, SENTENCE, WAITING, TAKE = (
    f"studio.{each}" for each in ("code", "languages", "sentence", "waiting", "take")
)
CODE = 8  # digits
WAIT = 2  # seconds between two looks at whether a recording has come
MOST_WAITS, MOST_TRIES = 8, 5
LONGEST, SILENCE = 30, 3  # seconds of a sentence, and of the silence that ends it
# What is wrong with a take, and how it is said; whatever else befell it, it did not arrive.
_WRONG = {
    "silent": Say("silence"),
    "too_short": Say("studio.short"),
    "too_long": Say("studio.long"),
    "clipped": Say("studio.loud"),
}
_LOST = Say("studio.lost")


def ask(turn: Turn) -> Step:
    """Which code?"""
    plan = Plan((Say("studio.code"),), then=Keys(CODE, timeout=10))
    return turn.having(at=AT, offered=()).session, plan


def keyed(turn: Turn, lost: Callable[[Turn, str], Step]) -> Step:
    """Whoever this code lets in chooses a language; a wrong one and a locked one sound alike."""
    staff = _stage(turn).staff
    if not staff:
        return lost(turn, "code.wrong")
    return _languages(turn.having(booth=Booth(staff), tries=0))


def heard(turn: Turn) -> Step:
    """One leg of a call from somebody whose code was right."""
    if turn.heard.event == "hangup" or not _stage(turn).staff:
        return _stopped(turn)
    if turn.heard.event == "recorded":
        return _recorded(turn, turn.heard.recording)
    meaning = turn.session.meaning_of(turn.heard.understood.digits or "")
    if meaning:
        return _ACTS[meaning.verb](turn.having(tries=0), meaning.value)
    if turn.session.at == WAITING:
        return _waited(turn)
    return _unheard(turn)


def _languages(turn: Turn, page: int = 0) -> Step:
    """Every language of the city, those that no voice speaks yet as well."""
    session, plan = tongues.offer(turn, page)
    choices = [
        replace(each, meaning=Meaning("record", each.meaning.value)) for each in plan.choices
    ]
    ways = (*choices, Choice("*", Meaning("stop"), Say("studio.stop")))
    asked = (Say("language.ask"),) if page == 0 else ()
    return replace(session, at=LANGUAGES), replace(plan, says=asked, choices=ways)


def _begun(turn: Turn, language: str) -> Step:
    """How it goes, and the first sentence of this language."""
    turn = _at_booth(turn, language=language, key="", take="")
    return lead([Say("studio.how")], _sentence(turn, _stage(turn).next))


def _sentence(turn: Turn, wanted: ToRecord | None) -> Step:
    """What is to be said, in French and, where some voice says it, in its own language."""
    if wanted is None:
        return lead([Say("studio.done")], _languages(_at_booth(turn, key="", take="")))
    language = _booth(turn).language
    french = Name(wanted.french)
    says = [say("studio.say", language=Tongue(language), sentence=french)]
    if wanted.spoken and language != french.language:
        says.append(say("studio.said", sentence=Name(wanted.text, language)))
    turn = _at_booth(turn, key=wanted.key, take="", waits=0).having(at=SENTENCE, offered=())
    return turn.session, Plan(tuple(says), then=Record(LONGEST, silence=SILENCE))


def _recorded(turn: Turn, recording: Recording | None) -> Step:
    """Somebody fetches it while the caller waits; it is no use to who has hung up meanwhile."""
    wanted, booth, take = _stage(turn).this, _booth(turn), _stage(turn).fresh
    if recording is None or wanted is None:
        return _ways_on(turn, [_WRONG["silent"] if recording is None else _LOST])
    turn = _at_booth(turn, take=take, waits=0)
    fetched = TakeIn(take, recording.id, booth.staff, booth.language, booth.key, wanted.text)
    if turn.heard.ended:
        session, plan = _stopped(turn)
        return session, replace(plan, effects=(fetched, *plan.effects))
    return _wait(turn, (fetched,))


def _wait(turn: Turn, effects: tuple[Effect, ...] = ()) -> Step:
    stop = Choice("*", Meaning("stop"))  # not said each time
    plan = Plan((Say("studio.wait"),), (stop,), effects, then=Keys(timeout=WAIT))
    return turn.having(at=WAITING).session, plan


def _waited(turn: Turn) -> Step:
    """The take, what is wrong with it, or another moment: a bounded number of them."""
    stage, booth = _stage(turn), _booth(turn)
    if stage.take == "good" and stage.this:
        return _heard_back(turn, stage.this)
    if stage.take != "coming":
        return _ways_on(turn, [_WRONG.get(stage.take, _LOST)])
    if booth.waits + 1 >= MOST_WAITS:
        return _ways_on(turn, [_LOST])
    return _wait(_at_booth(turn, waits=booth.waits + 1))


def _heard_back(turn: Turn, wanted: ToRecord) -> Step:
    sound = Sound(_stage(turn).file, wanted.text, _booth(turn).language)
    return _ways_on(turn, [say("studio.heard", sentence=sound)], good=True)


def _ways_on(turn: Turn, says: Iterable[Say], *, good: bool = False) -> Step:
    keep = [Choice("1", Meaning("keep"), Say("studio.keep"))] if good else []
    choices = (
        *keep,
        Choice("2", Meaning("redo"), Say("studio.redo")),
        Choice("3", Meaning("skip"), Say("studio.skip")),
        Choice("*", Meaning("stop"), Say("studio.stop")),
    )
    effects = () if good else _dropped(turn)
    return turn.having(at=TAKE).session, Plan(tuple(says), choices, effects)


def _kept(turn: Turn) -> Step:
    effects = (KeepTake(_booth(turn).take),)
    session, plan = lead([Say("studio.kept")], _sentence(_past(turn), _stage(turn).next))
    return session, replace(plan, effects=effects)


def _again(turn: Turn, wanted: ToRecord | None) -> Step:
    """The take is dropped; this sentence is said again, or the one after it."""
    session, plan = _sentence(turn, wanted)
    return session, replace(plan, effects=_dropped(turn))


def _stopped(turn: Turn) -> Step:
    session = turn.having(at="", booth=None, offered=()).session
    return session, Plan((Say("goodbye"),), effects=_dropped(turn), then=HangUp())


def _unheard(turn: Turn) -> Step:
    """Silence, or a key that was not offered: said again, with an end to it."""
    turn = turn.having(tries=turn.session.tries + 1)
    if turn.session.tries >= MOST_TRIES:
        return _stopped(turn)
    wrong = [Say("not.offered")] if turn.heard.event == "digits" else []
    return lead(wrong, _said_again(turn))


def _said_again(turn: Turn) -> Step:
    match turn.session.at:
        case "studio.languages":
            return _languages(turn, tongues.page(turn) + 1)
        case "studio.take" if _stage(turn).take == "good" and (wanted := _stage(turn).this):
            return _heard_back(turn, wanted)
        case "studio.sentence":
            return _sentence(turn, _stage(turn).this)
    return _ways_on(turn, [])


def _dropped(turn: Turn) -> tuple[DropTake, ...]:
    booth = turn.session.booth
    return (DropTake(booth.take),) if booth and booth.take else ()


def _past(turn: Turn) -> Turn:
    booth = _booth(turn)
    return _at_booth(turn, passed=(*booth.passed, booth.key))


def _at_booth(turn: Turn, **changes: Any) -> Turn:
    return turn.having(booth=replace(_booth(turn), **changes))


def _booth(turn: Turn) -> Booth:
    return turn.session.booth or Booth("")


def _stage(turn: Turn) -> Stage:
    return turn.heard.stage or Stage()


_ACTS: dict[str, Callable[[Turn, str], Step]] = {
    "record": _begun,
    "keep": lambda turn, _: _kept(turn),
    "redo": lambda turn, _: _again(turn, _stage(turn).this),
    "skip": lambda turn, _: _again(_past(turn), _stage(turn).next),
    "stop": lambda turn, _: _stopped(turn),
}
