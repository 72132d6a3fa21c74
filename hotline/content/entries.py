"""What do the entries of a TOML file say, and what is wrong with them?"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from hotline.errors import Fault, closest

_KINDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
}
NOWHERE: Mapping[str, str] = {}


class Entries:
    """The entries of one file, by dotted name; `faults` collects what is wrong with them.

    An entry that nobody reads would change nothing, and nobody would know: it is a fault.
    """

    def __init__(self, table: Mapping[str, Any], file: str, example: str) -> None:
        """`example` is the cure for what is missing or of the wrong kind."""
        self._own = dict(table)
        self.file = file
        self.example = example
        self.faults: list[Fault] = []
        self._meant: set[str] = set()  # what misspelt entries were to be: not missing as well

    def fault(self, entry: str, problem: str, cure: str) -> None:
        """Something is wrong with this entry."""
        self.faults.append(Fault(self.file, None, entry, problem, cure))

    def get(self, entry: str, kind: type, default: Any) -> Any:
        """What the entry says; where it is missing that is a fault, and the default is returned."""
        value = self.value(entry)
        if value is not None and value != [] and str(value).strip():
            return self._typed(entry, value, kind, default)
        if not any(entry == meant or entry.startswith(f"{meant}.") for meant in self._meant):
            self.fault(entry, "is missing.", self.example)
        return default

    def optional(self, entry: str, kind: type, default: Any, *, multiline: bool = False) -> Any:
        """The same, where the entry may be left out."""
        value = self.value(entry)
        return default if value is None else self._typed(entry, value, kind, default, multiline)

    def whole(
        self, entry: str, default: int, least: int, most: int, *, needed: bool = False
    ) -> int:
        """A whole number within these bounds."""
        value: int = (self.get if needed else self.optional)(entry, int, default)
        if least <= value <= most:
            return value
        self.fault(entry, f"{value} is out of range.", f"Write {least} to {most}.")
        return default

    def texts(self, entry: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts, none of them empty or there twice."""
        given = (self.get if needed else self.optional)(entry, list, [])
        texts = tuple(each for each in given if isinstance(each, str) and each.strip())
        if len(texts) < len(given) or len({*texts}) < len(texts):
            cure = 'Write it as ["…", "…"], each once.'
            self.fault(entry, f"is no list of different texts: {given}.", cure)
        return tuple(dict.fromkeys(texts))

    def table(self, name: str, known: Collection[str], places: Mapping[str, str]) -> None:
        """What stands there is a table, and says nothing else."""
        found = self.value(name)
        if found is not None and not isinstance(found, dict):
            self.fault(name, "is no table.", f"Write [{name}] above its entries.")
            self._meant.add(name)
        elif known:
            self.unknown(found or {}, known, name, places)

    def names(self, table: str) -> tuple[str, ...]:
        """The names of what stands in this table; "" is the whole file."""
        found: Any = self.value(table) if table else self._own
        return tuple(found) if isinstance(found, dict) else ()

    def unknown(
        self,
        given: Iterable[str],
        known: Collection[str],
        table: str = "",
        places: Mapping[str, str] = NOWHERE,
    ) -> None:
        """A fault for each name that is not known here; `places` tell where others are."""
        for name in given:
            if name in known:
                continue
            close = closest(name, known)
            cure = f"Take it out. Known: {', '.join(known)}."
            if name in places:
                cure = f"Write it {places[name]}."
            elif close:
                self._meant.add(f"{table}.{close}" if table else close)
                cure = f"Did you mean {close!r}?"
            entry = f"{table}.{name}" if table else name
            self.fault(entry, "is no entry that the line knows.", cure)

    def value(self, entry: str) -> Any:
        """What stands there, whatever it is; None where nothing does."""
        value: Any = self._own
        for part in entry.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def _typed(
        self, entry: str, value: Any, kind: type, default: Any, multiline: bool = False
    ) -> Any:
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            self.fault(entry, f"is not {_KINDS[kind]}: {value}.", self.example)
            return default
        if kind is str and not multiline and any(map(_unseen, str(value))):
            self.fault(entry, "has a line break or a control character.", "Type it again.")
            return default
        return value


def _unseen(char: str) -> bool:
    """Is it a control character or a line break?"""
    return unicodedata.category(char) in ("Cc", "Zl", "Zp")
