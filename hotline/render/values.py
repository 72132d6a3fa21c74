"""How is a value (a phone, a distance, a date) written in an SMS, and said in a call?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import accumulate

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.numbers import format_decimal

from hotline.content.texts import SOURCE, Texts
from hotline.model import Window
from hotline.plan import (
    Distance,
    Key,
    Moment,
    Name,
    Phone,
    Phrase,
    Reference,
    Since,
    Sound,
    Tongue,
    Unit,
    Utterance,
    Value,
    When,
)

RTL = frozenset({"ar", "fa", "ps", "ur", "he"})
_ISOLATE, _END = "\u2066", "\u2069"  # LRI … PDI: the phone number keeps its own direction
_KEYS = {"*": "digit.star", "#": "digit.hash"}
MINUTES = 5  # a call says no finer ones
_MONTH_FIRST = frozenset({"zh"})
# A day without its year, where it is not "mardi 3 mars"; Babel's own would shorten the names.
_DAYS = {
    "es": "EEEE d 'de' MMMM",
    "pt": "EEEE, d 'de' MMMM",
    "tr": "d MMMM EEEE",
    "zh": "M月d日 EEEE",
}
# How a number of ten digits is grouped where the language is spoken: the national formats of
# libphonenumber 9 (CLDR and ITU-T E.123 leave the grouping to each country). Where a country's
# numbers are longer or shorter, its way of grouping, brought to ten.
GROUPS = {
    "en": (3, 3, 4),  # United States, Ghana
    "es": (3, 3, 4),  # Mexico, Ecuador
    "pt": (2, 4, 4),  # Brazil; in Portugal, too, the first two are a city
    "ro": (4, 3, 3),  # Romania
    "tr": (3, 3, 2, 2),  # Turkey, without the 0 before it
    "ru": (3, 3, 2, 2),  # Russia, without the 8 before it
    "uk": (3, 3, 4),  # Ukraine
    "zh": (2, 4, 4),  # China, whose eleven are 3-4-4
    "bn": (5, 5),  # India; in Bangladesh eleven are 5-6
    "ta": (3, 3, 4),  # Sri Lanka
    "fa": (3, 3, 4),  # Afghanistan
    "ps": (3, 3, 4),
}
_SHORT = 5  # digits: numbers a person may record, for they are told in danger


def written(value: Value, language: str, texts: Texts) -> str:
    """The value as an SMS writes it; isolated inside right-to-left text where it needs to be."""
    plain = _written(value, language, texts)
    # A run of digits keeps its order by itself; with a space or a letter in it, it does not.
    latin = isinstance(value, Phone) or (isinstance(value, Name) and value.language not in RTL)
    foreign = latin and not plain.isdigit()
    return f"{_ISOLATE}{plain}{_END}" if foreign and language in RTL else plain


def spoken(value: Value, language: str, texts: Texts) -> Utterance:
    """The value as one piece of speech."""
    if isinstance(value, Name):
        return Utterance(value.language, value.text)
    if isinstance(value, Sound):
        return Utterance(value.language, value.text, file=value.file)
    if isinstance(value, Tongue):  # in French, whoever it is said to
        return Utterance(SOURCE, _tongue(value.code))
    if isinstance(value, Phrase):
        text = texts.get(value.key, language, "voice")
        return Utterance(text.language, text.text, value.key)
    return Utterance(language, _said(value, language, texts), _recordable(value))


def spoken_in_french(value: Phone, texts: Texts) -> Utterance:
    """The telephone number as people here say it, and as it stands on a sign."""
    return spoken(value, SOURCE, texts)


def key_name(digit: str, language: str, texts: Texts) -> str:
    """The digit, or the language's word for star and hash."""
    return texts.get(_KEYS[digit], language).text if digit in _KEYS else digit


def moments(value: When, language: str) -> tuple[Moment, ...]:
    """The pieces a call says of this moment, in the order of the language."""
    at = value.at
    day: tuple[Moment, ...] = (
        Moment("weekday", at.isoweekday()),
        Moment("day", at.day),
        Moment("month", at.month),
    )
    if language in _MONTH_FIRST:
        day = (day[2], day[1], day[0])
    if value.day != "date":
        day = (Moment("weekday", at.isoweekday()),) if value.day == "weekday" else ()
    minute = at.minute - at.minute % MINUTES
    clock = (Moment("hour", at.hour), *([Moment("minute", minute)] if minute else []))
    return (*day, *clock) if value.clock else day


def every_moment() -> Iterator[Moment]:
    """Every piece that any moment needs."""
    units: tuple[tuple[Unit, range], ...] = (
        ("weekday", range(1, 8)),
        ("day", range(1, 32)),
        ("month", range(1, 13)),
        ("hour", range(24)),
        ("minute", range(MINUTES, 60, MINUTES)),
    )
    return (Moment(unit, number) for unit, numbers in units for number in numbers)


def pressed(digit: str, language: str, texts: Texts) -> Utterance:
    """ "Press 3." in one piece, under a key of its own: press.3, press.star."""
    text = texts.get("press", language, "voice")
    said = text.text.format(digit=key_name(digit, text.language, texts))
    name = _KEYS.get(digit, digit).removeprefix("digit.")
    return Utterance(text.language, said, f"press.{name}")


def key_alone(digit: str, language: str, texts: Texts) -> Utterance:
    """ "3.": the key without the word for pressing it."""
    if digit.isdigit():
        return spoken(Reference(digit), language, texts)
    text = texts.get(_KEYS[digit], language)
    return Utterance(text.language, text.text, _KEYS[digit])


def _written(value: Value, language: str, texts: Texts) -> str:
    match value:
        case Name(plain) | Phone(plain) | Reference(plain) | Key(plain) | Sound(_, plain):
            return plain
        case Phrase(key):
            return texts.get(key, language).text
        case Distance():
            return _distance(value, language, texts, "sms")
        case Since():
            return _since(value, language)
        case Tongue(code):
            return _tongue(code)
        case When():
            return _when(value, language)
        case Moment():
            return _moment(value, language, texts)
        case Window():
            return _window(value, language)


def _said(value: Value, language: str, texts: Texts) -> str:
    match value:
        case Phone(number):
            return digit_by_digit(number, language)
        case Reference(digits):
            return ", ".join(digits)
        case Distance(metres):
            return _distance(Distance(heard_metres(metres)), language, texts, "voice")
        case Since():
            return _since(value, language)
        case Moment():
            return _moment(value, language, texts)
    raise TypeError(f"{value!r} is not said as digits, distance or date")


def _recordable(value: Value) -> str:
    """The key under which a person can record this value; "" for what changes too often."""
    match value:
        case Reference(digits) if len(digits) == 1:
            return f"digit.{digits}"
        case Distance(metres):
            return f"distance.{heard_metres(metres)}"
        case Moment(unit, number):
            return f"{unit}.{number}"
        case Phone(number) if number.isdigit() and len(number) <= _SHORT:
            return f"phone.{number}"
    return ""


def digit_by_digit(number: str, language: str = SOURCE) -> str:
    """ "01 48 70 60 00" or "3919" as a voice must read it: single digits, a pause at each gap.

    Ten digits are grouped as speakers of the language know numbers of such a length (`GROUPS`).
    All else, and every other language, is read as it is written here: in pairs, as Morocco and
    Mali do too. A number of three digits is one group: "1 1 4".
    """
    digits, sizes = "".join(number.split()), GROUPS.get(language)
    if sizes and len(digits) == sum(sizes):
        ends = [*accumulate(sizes)]
        groups = [digits[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    else:
        groups = [pair for group in number.split() for pair in _in_pairs(group)]
    return ", ".join(" ".join(group) for group in groups)


def _in_pairs(group: str) -> list[str]:
    if len(group) % 2 or len(group) == 2:
        return [group]
    return [group[at : at + 2] for at in range(0, len(group), 2)]


def heard_metres(metres: int) -> int:
    """A distance as a call says it: 100 m steps to 1 km, 500 m steps to 10 km, then whole km."""
    step = 100 if metres < 950 else 500 if metres < 9750 else 1000
    return max(100, round(metres / step) * step)


def _distance(value: Distance, language: str, texts: Texts, medium: str) -> str:
    # Nobody says "1 kilometres": a call goes on in metres for a while.
    kilometres = value.metres >= (1000 if medium == "sms" else 1500)
    unit = "distance.kilometres" if kilometres else "distance.metres"
    key = f"{unit}.about" if value.approximate and medium == "sms" else unit
    text = texts.get(key, language, medium)
    metres = round(value.metres, -2) or 100 if value.approximate else value.metres
    number = metres / 1000 if kilometres else metres
    return text.text.format(n=_number(number, text.language))


def _tongue(code: str) -> str:
    name = Locale.parse(SOURCE).languages.get(code, code)
    return str(name).capitalize()


def _number(number: float, language: str) -> str:
    # Latin digits everywhere: a phone that shows Arabic letters may not have Arabic digits.
    return str(format_decimal(number, "#,##0.#", _locale(language), numbering_system="latn"))


def _locale(language: str) -> Locale:
    """The conventions of this language; of French where Babel has none (Soninke)."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE)


def _when(value: When, language: str) -> str:
    """ "mardi 3 mars, 10:30": the weekday in full, for "mar." is a month to some.

    Of a moment that is near: "mardi 10h30", or "10h30" today.
    """
    if value.day != "date":
        weekday = get_day_names("wide", "format", _locale(language))[value.at.weekday()]
        clock = _clock(value.at, _locale(language).language)
        return f"{weekday} {clock}" if value.day == "weekday" else clock
    pattern = _DAYS.get(language, "EEEE d MMMM")
    day = str(format_date(value.at, pattern, locale=_locale(language)))
    comma = "،" if language in RTL else ","
    return f"{day}{comma} {value.at:%H:%M}" if value.clock else day


def _moment(value: Moment, language: str, texts: Texts) -> str:
    locale = _locale(language)
    match value.unit:
        case "weekday":
            return str(get_day_names("wide", "format", locale)[value.number - 1])
        case "month":
            return str(get_month_names("wide", "format", locale)[value.number])
        case "day":
            return str(value.number)
    return texts.get(f"clock.{value.unit}", language, "voice").text.format(n=value.number)


def _window(value: Window, language: str) -> str:
    """ "mardi 24/11, 9h-12h30": digits and marks that every script and every old phone has."""
    local = _locale(language)
    day = get_day_names("wide", "format", local)[value.start.weekday()]
    hours = "-".join(_clock(each, local.language) for each in (value.start, value.end))
    figures = f"{value.start.day}/{value.start.month}, {hours}"
    # In Arabic letters a hyphen between two hours would turn them round.
    return f"{day} {_ISOLATE}{figures}{_END}" if language in RTL else f"{day} {figures}"


def _clock(at: datetime, language: str) -> str:
    if language != SOURCE:
        return f"{at:%-H:%M}"
    return f"{at:%-Hh%M}" if at.minute else f"{at:%-Hh}"


def _since(value: Since, language: str) -> str:
    if value.verified is not None:
        return format_date(value.verified, "long", locale=_locale(language))
    parts = [int(part) for part in (value.source or "").split("-") if part.isdigit()]
    match parts:
        case [year, month, day]:
            return format_date(date(year, month, day), "long", locale=_locale(language))
        case [year, month]:
            return format_skeleton("yMMMM", date(year, month, 1), locale=_locale(language))
    return value.source or ""
