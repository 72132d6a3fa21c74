"""Which language does this message show, and which one does it ask for?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping

from hotline.understand import scripts
from hotline.understand.learned import OTHER, Beliefs
from hotline.understand.lexicon import OWN_SCRIPT, UNSERVED, Lexicon, owner
from hotline.understand.odds import likely
from hotline.understand.reading import Hit, Reading, longest

_ENOUGH = 0.5  # how likely a language must be to be spoken
_STAYING = 0.3  # and to be spoken on
_SURE = 0.9  # and how likely to give up the one spoken so far
_FAMILIAR = 0.5  # of the words; a language is not switched for unknown ones
_UNTAUGHT = 0.003  # no language is less likely than this because no example has such words
_WORD, _MOST = 1.6, 5  # what a word of the lists weighs beside the examples, and how many count
_TELLING = frozenset({"topic", "command", "urgent", "stop"})
_TELLING_LENGTH = 5  # a shorter romanised word may be a word of any language
_SHORT = 2
_ALONE = {scripts.HAN: "zh", scripts.BENGALI: "bn", scripts.TAMIL: "ta"}
# The languages of a script, the one to believe first where nothing tells.
_SHARED = {scripts.ARABIC: ("ar", "fa", "ps"), scripts.CYRILLIC: ("ru", "uk")}
_ALWAYS = frozenset({"ru", "uk", "ar", "fa", "ps"})
_STRANGER = 8.0  # and what one weighs that no language of ours has
_LETTER = 1.6  # what a letter that only one language has weighs


def detect(
    reading: Reading,
    whole: Beliefs,
    beside: Beliefs,
    lexicon: Lexicon,
    known: str | None = None,
) -> str | None:
    """The language this message shows; None where the evidence is thin or divided.

    `whole` is what the examples say of the message, `beside` of what is no name of a place in it.
    `known` is the language spoken so far: it wins where this message would allow two.
    """
    script = scripts.script(reading.raw)
    if script is None:
        return None
    if script in _ALONE:
        shown = None if scripts.letters(reading.raw)[""] else _ALONE[script]
    else:
        shown = _weighed(script, reading, whole, beside, lexicon, known)
    return shown if shown in lexicon.languages else None


def believed_with(language: str, lexicon: Lexicon) -> frozenset[str]:
    """The languages whose single words count in a message in this one.

    The first language of the city is mixed into every other, and languages of one script are
    not told apart surely enough.
    """
    alike = next((group for group in _SHARED.values() if language in group), ())
    return frozenset({language, lexicon.languages[0], *alike})


def asked(reading: Reading, lexicon: Lexicon) -> str | None:
    """The language named by a message that says nothing else: "in English please"."""
    hits = reading.of("language", "self")
    if not hits or any(hit.sure < 1 for hit in hits):
        return None
    named = {language for hit in hits for language in hit.languages}
    rest = reading.uncovered(hits)
    plain = all(word in lexicon.polite for word in rest)
    return next(iter(named)) if plain and len(named) == 1 else None


def _weighed(
    script: str,
    reading: Reading,
    whole: Beliefs,
    beside: Beliefs,
    lexicon: Lexicon,
    known: str | None,
) -> str | None:
    """Words that the lists know, letters that one language alone has, and what examples teach."""
    shares = _shares(script, reading, whole, beside, lexicon)
    if not shares:
        alike = _SHARED.get(script, ())
        return known if known in alike else next(iter(alike), None)
    first, second = (*sorted(shares, key=lambda name: -shares[name]), "")[:2]
    if known in (first, second) and known != first and shares[first] < _SURE:
        first = known or first
    return first if shares[first] >= (_STAYING if first == known else _ENOUGH) else None


def _shares(
    script: str, reading: Reading, whole: Beliefs, beside: Beliefs, lexicon: Lexicon
) -> dict[str, float]:
    """How likely each language of this script is, and none of ours; empty: nothing tells."""
    listed = _evidence(reading, lexicon)
    letters = scripts.letters(reading.raw)
    told = max(listed.values(), default=0) + sum(letters.values())
    beliefs = beside if told else whole
    enough = beliefs.familiar > _FAMILIAR and len(reading.words) > 1
    taught = beliefs.languages if enough else {}
    if not taught and not told:
        return {}
    weights = {
        name: math.log(_UNTAUGHT + taught.get(name, 0.0))
        + _WORD * min(listed.get(name, 0), _MOST)
        + _LETTER * letters.get(name, 0)
        for name in _SHARED.get(script, lexicon.languages)
        if name in _ALWAYS or name in listed or taught.get(name, 0.0) > _UNTAUGHT
    }
    weights[UNSERVED] = (
        math.log(_UNTAUGHT + taught.get(OTHER, 0.0))
        + _WORD * min(listed.get(UNSERVED, 0), _MOST)
        + _STRANGER * letters.get("", 0)
    )
    return likely(weights)


def _evidence(reading: Reading, lexicon: Lexicon) -> Mapping[str, int]:
    """How much the lists speak for each language that they speak for."""
    scores: defaultdict[str, int] = defaultdict(int)
    named = {at for hit in reading.of("site") if hit.length > 1 for at in range(*hit[:2])}
    telling = longest(hit for hit in reading.hits if hit.kind in _TELLING)
    spanned: set[int] = set()
    for hit in telling:
        language = _told(hit, reading, lexicon.shared)
        if language:
            short = hit.length == 1 and len(reading.words[hit.start]) < _TELLING_LENGTH
            borrowed = short and language in OWN_SCRIPT and reading.words[hit.start].isascii()
            scores[language] += 1 if hit.sure < 1 or borrowed else 2
            spanned.update(range(hit.start, hit.end))
    for hit in reading.of("place", "near"):
        language = _told(hit, reading, lexicon.shared)
        if language and spanned.isdisjoint(range(hit.start, hit.end)):
            scores[language] += 1
            if len(reading.words[hit.start]) <= _SHORT:  # else it is an everyday word as well
                spanned.add(hit.start)
    for at, word in enumerate(reading.words):
        language = lexicon.strong.get(word)
        if language and at not in spanned and at not in named:
            scores[language] += 1
    return scores


def _told(hit: Hit, reading: Reading, shared: Collection[tuple[str, ...]]) -> str | None:
    """The one language this phrase belongs to, if it does."""
    words = reading.words[hit.start : hit.end]
    if words in shared:
        return None
    return next(iter(hit.languages)) if len(hit.languages) == 1 else owner(words, hit.languages)
