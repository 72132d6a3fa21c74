"""What does a person get when their turn cannot be made, because the record or the line is gone?

The emergency numbers and the town hall's, never silence. In a call it is said by the recordings, in
the language of the call, which its address tells; who has none yet hears it in the commonest ones.
"""

from __future__ import annotations

import logging

from hotline.app import Hotline
from hotline.model import Inbound
from hotline.plan import SLOWLY, HangUp, Phone, Plan, Reply, Say, Script, Utterance, Value
from hotline.render import sms, voice

logger = logging.getLogger(__name__)

FIRST = 4  # languages, as many as a call offers first: the commonest


def sorry(line: Hotline, inbound: Inbound, language: str = "") -> Reply:
    """What is said instead of an answer; `language` is that of a text, where it shows one."""
    says = (Say("sorry", _phones(line)),)
    if inbound.medium == "sms":
        return Reply(sms.render(Plan(says), language or line.city.languages[0], line.texts))
    if inbound.language in line.city.languages:
        said = _recorded(line, says, inbound.language) or _recorded(line, says, SLOWLY)
    else:
        said = [
            each for code in line.city.languages[:FIRST] for each in _recorded(line, says, code)
        ]
    if not said:  # then the provider's own voice, rather than none
        said = [*voice.render(Plan(says), line.city.languages[0], line.texts).utterances]
    return Reply(script=Script(tuple(said), HangUp()))


def _recorded(line: Hotline, says: tuple[Say, ...], language: str) -> list[Utterance]:
    """All of it in this language, from files; else nothing."""
    script = line.library.attach(voice.render(Plan(says), language, line.texts))
    return [*script.utterances] if all(piece.file for piece in script.utterances) else []


def _phones(line: Hotline) -> dict[str, Value]:
    """The town hall's number is in the directory, which may be what is broken."""
    try:
        return line.emergency_phones()
    except Exception as error:
        logger.error("no directory to take a number from (%s)", type(error).__name__)
        numbers = line.city.emergency
        phones: dict[str, Value] = {name: Phone(number) for name, number in numbers.items()}
        return phones | {"contact": phones["any"]}
