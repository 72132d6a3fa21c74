"""How does a record of facts become a paper that the person can hand over?

Always in French: it is for the police and the Défenseur des droits. What the person said stays in
their own words and their own script. Set by Typst, which shapes every script, knows right from left
and keeps the text readable to machines, in a hundredth of a second and without a file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources

import manimgx_fonts
import manimgx_fonts_cjk
import typst
from babel.dates import format_date, format_datetime

from hotline.app import Hotline
from hotline.store.facts import Record
from hotline.store.statement import Statement, Version
from hotline.web.console.facts.wanted import reference

LAW = (
    "Critères : loi n° 2008-496 du 27 mai 2008, article 1er ; code pénal, article 225-1 ; code"
    " général de la fonction publique, article L131-1."
)
_TEXTS = (  # in this order, below date and place
    ("words", "Ce qui s’est passé, avec les mots de la personne"),
    ("present", "Qui était là"),
    ("evidence", "Preuves"),
    ("wish", "Ce que la personne souhaite"),
)
# A line is broken at spaces, and a Chinese one anywhere; without either it would leave the page.
# Not in scripts that have no spaces, whose syllables it would cut.
_ENDLESS = re.compile(r"([^\s\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]{48})(?=\S)")
_FOUNDRIES = (manimgx_fonts, manimgx_fonts_cjk)
_BREAK = "\u200b"
_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def print_out(record: Record, version: Version, names: Mapping[str, str], line: Hotline) -> bytes:
    """This version as a PDF: nothing in it is of anybody else, or of what is done about it."""
    made = typst.compile(
        _template(),
        sys_inputs={"record": json.dumps(_content(record, version, names, line))},
        font_paths=_fonts(),
        timestamp=version.at,
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst made more than one file of one record")
    return made


def _content(
    record: Record, version: Version, names: Mapping[str, str], line: Hotline
) -> dict[str, object]:
    stated = version.statement
    # What is no criterion any more has no words here: its id says which one it was.
    grounds = [line.knowledge.grounds.get(id_, id_) for id_ in stated.grounds]
    team = line.city.teams.get(line.city.record_team, "")
    return {
        "title": "Récit des faits",
        "from": f"{team} · {line.city.name}",
        "recorded": _recorded("Recueilli", version, names, line),
        "first": _recorded("Première version :", record.versions[0], names, line)
        if version.number > 1
        else "",
        "short": f"Récit {reference(record.id)}, version {version.number}",
        "facts": [
            {"label": label, "text": [*_paragraphs(text)]}
            for label, text in (
                ("Nom de la personne", stated.name),
                ("Date des faits", _when(stated)),
                ("Lieu", stated.place),
            )
            if text
        ],
        "texts": [
            {"label": label, "text": [*_paragraphs(getattr(stated, field))]}
            for field, label in _TEXTS
            if getattr(stated, field)
        ],
        "grounds": grounds,
        "other": [*_paragraphs(stated.other)],
        "law": LAW if grounds else "",
        "agreed": "La personne est d’accord pour que ce récit soit gardé.",
    }


def _recorded(how: str, version: Version, names: Mapping[str, str], line: Hotline) -> str:
    zone = line.city.timezone
    at = format_datetime(version.at, "d MMMM y 'à' HH:mm", tzinfo=zone, locale="fr")
    name = plain(names.get(version.staff, "?"))
    return f"{how} le {at} par {name}, version {version.number}."


def _when(stated: Statement) -> str:
    day = date.fromisoformat(stated.day) if stated.day else None
    written = format_date(day, "EEEE d MMMM y", locale="fr") if day else ""
    return " · ".join(each for each in (written, stated.moment) if each)


def _paragraphs(text: str) -> Iterator[dict[str, object]]:
    """Each line, and whether it is written from the right, as its first letter says."""
    for each in text.splitlines():
        yield {"text": _ENDLESS.sub(rf"\1{_BREAK}", plain(each)), "rtl": from_the_right(each)}


def plain(text: str) -> str:
    """The text without what turns around the text beside it."""
    return text.translate(_OVERRIDES)


def from_the_right(text: str) -> bool:
    """Is the first letter of a script that is written from the right?"""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("record.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The fonts that came with the line: a record looks the same whatever the machine has."""
    folders = [str(path) for each in _FOUNDRIES for path in each.__path__]
    return typst.Fonts(False, False, folders)
