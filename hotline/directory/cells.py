"""What may one cell of the tables say?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from itertools import dropwhile
from typing import TypeVar

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from hotline.directory.schedule import EXAMPLE, Schedule, Unclear
from hotline.directory.table import did_you_mean
from hotline.errors import Sentence

T = TypeVar("T")

# LRM RLM ALM, embeddings and overrides, isolates: they can make a number read as another one.
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNWANTED = {"Cc": "a control character", "Cs": "half a character", "Zl": "a line break"}
_COSTLY = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)
# With these a spreadsheet begins a formula; the wide ones are folded by some.
_FORMULA = "=+-@＝＋－＠\t\r\n"
_SOURCE_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Unfit(ValueError):
    """A cell cannot be served: what is wrong with it, and what to do."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(f"{problem} {cure}")
        self.problem = problem
        self.cure = cure


def optional(read: Callable[[str], T]) -> Callable[[str], T | None]:
    """The same, where the cell may be empty."""
    return lambda text: read(text) if text else None


def plain(text: str) -> str:
    """A text without signs that cannot be seen. Raises Unfit naming the first."""
    for at, char in enumerate(text, 1):
        kind = _UNWANTED.get(unicodedata.category(char).replace("Zp", "Zl"))
        kind = "a sign that turns the writing direction" if char in _BIDI else kind
        if kind:
            code = f"U+{ord(char):04X}"
            problem = Sentence(f"{kind} (%(code)s) is at character %(at)s.", code=code, at=at)
            raise Unfit(problem, Sentence("Type this cell again by hand."))
    return text


def filled(text: str) -> str:
    """A text that is there."""
    if not text:
        raise Unfit("is empty.", "Fill it in.")
    return text


def identifier(text: str) -> str:
    """An id such as "mairie-altais"."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", filled(text)):
        raise Unfit(
            f"{text!r} is no id.", 'Write it like "mairie-altais": a to z, digits, hyphens.'
        )
    return text


def one_of(options: Collection[str], what: str) -> Callable[[str], str]:
    """One of these words."""

    def read(text: str) -> str:
        if filled(text) not in options:
            cure = did_you_mean(text, options, f"Write one of: {', '.join(options)}.")
            raise Unfit(f"{text!r} is no {what}.", cure)
        return text

    return read


def several_of(options: Collection[str], what: str) -> Callable[[str], tuple[str, ...]]:
    """One or more of these words, separated by spaces, none twice."""
    one = one_of(options, what)

    def read(text: str) -> tuple[str, ...]:
        words = tuple(one(word) for word in filled(text).split())
        if len(set(words)) < len(words):
            raise Unfit(f"{text!r} has a word twice.", "Take one out.")
        return words

    return read


def degrees(limit: float) -> Callable[[str], float]:
    """A latitude (limit 90) or longitude (limit 180), in decimal degrees."""

    def read(text: str) -> float:
        if re.fullmatch(r"-?\d+,\d+", text):
            raise Unfit(f"{text!r} has a decimal comma.", f"Write {text.replace(',', '.')!r}.")
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            raise Unfit(f"{text!r} is not a number of degrees.", 'Write it like "48.8623".')
        if abs(float(text)) > limit:
            raise Unfit(f"{text!r} is beyond {limit:.0f} degrees.", "Look the position up again.")
        return float(text)

    return read


def day_until(latest: date) -> Callable[[str], date]:
    """A day written as 2026-11-23, not later than this one."""

    def read(text: str) -> date:
        day = a_day(text)
        if day > latest:
            raise Unfit(f"{text!r} is in the future.", "Give the day somebody checked this row.")
        return day

    return read


def a_day(text: str) -> date:
    """A day written as 2026-11-23."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # 20261123 is one to Python, and to few others
        problem = Sentence("%(cell)r is no date.", cell=text)
        raise Unfit(problem, Sentence('Write it like "2026-11-23".'))
    return day


def begins_formula(text: str) -> str:
    """The sign that begins a formula, whatever unseen signs come first; "" where none does."""
    first = next((char for char in text if not _unseen(char)), "")
    return first if first in [*_FORMULA] else ""


def without_formula(text: str) -> str:
    """The text from where it is words: what would begin a formula, or is not seen, is gone."""
    return "".join(dropwhile(lambda char: char in _FORMULA or _unseen(char), text))


def no_formula(text: str) -> str:
    """A text that a spreadsheet takes for one."""
    if sign := begins_formula(text):
        problem = Sentence("begins with %(sign)r, like a formula.", sign=sign)
        raise Unfit(problem, Sentence("Begin with a letter or a digit."))
    return text


def source_date(text: str) -> str:
    """A year, a month or a day: 2023, 2023-03, 2023-03-21."""
    found = _SOURCE_DATE.fullmatch(text)
    try:
        date(*map(int, found.groups("01") if found else ()))
    except (TypeError, ValueError):
        cure = 'Write it like "2023", "2023-03" or "2023-03-21".'
        raise Unfit(f"{text!r} is no date.", cure) from None
    return text


def schedule(text: str) -> Schedule:
    """Opening hours."""
    try:
        return Schedule.parse(text)
    except Unclear as unclear:
        raise Unfit(unclear.problem, EXAMPLE) from None


def phone_in(country: str, short: Collection[str]) -> Callable[[str], str]:
    """A telephone number as this country writes it, or one of these short numbers as it is.

    `short` are without spaces. Raises Unfit for a number that cannot exist, and for one that costs
    more than a call.
    """

    def read(text: str) -> str:
        if text.replace(" ", "") in short:
            return text
        try:
            number = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            number = phonenumbers.PhoneNumber()
        if not phonenumbers.is_valid_number(number):
            problem = "%(cell)r is no telephone number of %(country)s."
            raise Unfit(Sentence(problem, cell=text, country=country), _number_cure(text))
        if phonenumbers.number_type(number) in _COSTLY:
            problem = Sentence("%(cell)r costs more than a call.", cell=text)
            raise Unfit(problem, Sentence("Give a number at the normal price."))
        if phonenumbers.region_code_for_number(number) != country:
            return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)

    return read


def help_number_in(country: str) -> Callable[[str], str]:
    """A number of numbers.csv: a short one as it is written, another as `phone_in` reads it."""
    whole = phone_in(country, ())
    return lambda text: text if is_short(text, country) else whole(filled(text))


def is_short(number: str, country: str) -> bool:
    """True for a number that only exists inside this country: 115, 3919, 116 006."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_short_number_for_region(parsed, country)


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp") and char not in _FORMULA


def _number_cure(text: str) -> Sentence:
    if len(text) <= 7:
        return Sentence("If it is a national short number, add it to numbers.csv.")
    return Sentence("Count its digits, and compare them with the source.")
