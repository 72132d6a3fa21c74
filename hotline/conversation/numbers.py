"""What is this telephone number, and may the line ring it?"""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from hotline.model import LineType

# Calling or texting these back makes somebody rich: to the line they are hidden numbers.
_DEAR = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})
_FIXED = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP, PhoneNumberType.TOLL_FREE})
# What somebody may type to be called: a telephone that a person has at hand.
_AT_HAND = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
    }
)


def line_type(number: str, prefixes: tuple[str, ...]) -> LineType:
    """What libphonenumber's tables say of a caller's number (E.164).

    A mobile of a country the line does not send to is like a landline: it can only be called.
    """
    kind = _kind(number)
    return kind if kind != "mobile" or number.startswith(prefixes) else "landline"


def typed(digits: str, prefixes: tuple[str, ...]) -> str | None:
    """The number (E.164) that these keys are in a country the line rings; None: in none."""
    for prefix in prefixes:
        region = phonenumbers.region_code_for_country_code(int(prefix.removeprefix("+")))
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in _AT_HAND:
            e164 = str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
            if e164.startswith(prefix):
                return e164
    return None


def national(number: str) -> str:
    """An E.164 number as it is dialled in its country, in groups: "01 99 00 00 00"."""
    parsed = phonenumbers.parse(number)
    return str(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))


@lru_cache(maxsize=4096)
def _kind(number: str) -> LineType:
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return "hidden"
    if kind in _DEAR:
        return "hidden"
    return "landline" if kind in _FIXED else "mobile"
