"""What was typed into the form of a record, and what of it is wrong?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from hotline.store.statement import Statement
from hotline.web.console.wording import Wording, _n

# How many characters there is room for.
ROOM = {
    "name": 120,
    "moment": 200,
    "place": 300,
    "words": 20_000,
    "present": 3_000,
    "other": 500,
    "evidence": 5_000,
    "wish": 5_000,
}
SIZE = 256 * 1024  # of the whole form: all of it, in letters of three bytes
_OLDEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it came. `errors`: by field, what is wrong and what to do; none: it can be kept.

    `day` is shown again as it was typed, even where it is no date. `seen` is the version it was
    typed over, `consent` that the person agrees to have it kept.
    """

    statement: Statement
    day: str = ""
    consent: bool = False
    seen: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)


def blank() -> Typed:
    """The form with nothing in it."""
    return Typed(Statement())


def over(statement: Statement, seen: int) -> Typed:
    """The form with what is kept already, to which the person has agreed."""
    return Typed(statement, statement.day, consent=True, seen=seen)


def typed(
    form: MultiDict[str, str], grounds: Mapping[str, str], today: date, say: Wording
) -> Typed:
    """What was typed, and what is wrong with it."""
    texts = {name: clean(form.get(name, "")) for name in ROOM}
    written = form.get("day", "").strip()[:40]
    day = day_of(written)
    statement = Statement(
        **texts,
        day=day.isoformat() if day else "",
        grounds=tuple(id_ for id_ in grounds if id_ in form.getlist("grounds")),
        stays="stays" in form,
    )
    consent = "consent" in form
    errors = {
        **_too_long(texts, say),
        **_missing(texts, written, say),
        **_wrong_day(written, day, today, say),
    }
    if not consent:
        errors["consent"] = say.say(
            "Rien n’est gardé sans son accord : demandez à la personne, puis cochez. Si elle ne"
            " veut pas, quittez cette page."
        )
    seen = form.get("seen", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 6 else 0
    return Typed(statement, written, consent, number, errors)


def _too_long(texts: Mapping[str, str], say: Wording) -> dict[str, str]:
    return {
        name: say.say(
            "Caractères en trop : %(count)s. Raccourcissez.", count=len(text) - ROOM[name]
        )
        for name, text in texts.items()
        if len(text) > ROOM[name]
    }


def _missing(texts: Mapping[str, str], written: str, say: Wording) -> dict[str, str]:
    errors = {}
    if not texts["words"]:
        errors["words"] = say.say(
            "Il manque le récit : écrivez ce qui s’est passé, avec les mots de la personne."
        )
    if not written and not texts["moment"]:
        errors["day"] = say.say(
            "Donnez une date. Si la personne ne la sait pas, dites à peu près quand, juste après."
        )
    return errors


def _wrong_day(written: str, day: date | None, today: date, say: Wording) -> dict[str, str]:
    if written and day is None:
        return {"day": say.say("Ce n’est pas une date : écrivez-la comme 23/11/2026.")}
    if day and day > today:
        return {"day": say.say("Cette date n’est pas encore passée : vérifiez le jour et l’année.")}
    if day and day < _OLDEST:
        return {"day": say.say("Cette date est trop ancienne : vérifiez l’année.")}
    return {}


def day_of(written: str) -> date | None:
    """2026-11-23, as browsers send it, or 23/11/2026, as people write it."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(written, pattern).date()
        except ValueError:
            continue
    return None


def clean(text: str) -> str:
    """The text without what cannot be seen or printed; its lines stay lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return "".join(
        char for char in lines if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")
    ).strip()


_LABELS = {
    "name": _n("Nom de la personne"),
    "day": _n("Date des faits"),
    "moment": _n("Heure, ou durée"),
    "place": _n("Lieu"),
    "words": _n("Ce qui s’est passé, avec les mots de la personne"),
    "present": _n("Qui était là"),
    "grounds": _n("Critères de discrimination"),
    "other": _n("Autre motif"),
    "evidence": _n("Preuves"),
    "wish": _n("Ce que la personne souhaite"),
    "consent": _n("Accord de la personne"),
    "stays": _n("Garder même après OUBLIE"),
}


def label(name: str, say: Wording) -> str:
    """How a field is called."""
    return say.say(_LABELS[name])
