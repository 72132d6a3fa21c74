"""Which language does this message show, and which one does it ask for?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from hotline.understand import scripts
from hotline.understand.lexicon import OWN_SCRIPT, ROMANISED, UNSERVED, Lexicon, owner
from hotline.understand.reading import Hit, Reading, longest

_ENOUGH = 2  # one everyday word proves nothing; one keyword, or two such words, do
_CLEAR = 4  # the detector of letters is not asked to doubt this much
_TELLING = frozenset({"topic", "command", "urgent", "stop"})
_TELLING_LENGTH = 5  # a shorter romanised word may be a word of any language
_SHORT = 2
_ALONE = {scripts.HAN: "zh", scripts.BENGALI: "bn", scripts.TAMIL: "ta"}
# The languages of a script, the one to believe first where nothing tells.
_SHARED = {scripts.ARABIC: ("ar", "fa", "ps"), scripts.CYRILLIC: ("ru", "uk")}
_LETTER = 2  # what one letter that only one language has weighs against a word


def detect(reading: Reading, lexicon: Lexicon, known: str | None = None) -> str | None:
    """The language this message shows; None where the evidence is thin or divided.

    `known` is the language spoken so far: it wins where this message would allow two.
    """
    script = scripts.script(reading.raw)
    if script is None:
        return None
    scores = _evidence(reading, lexicon)
    if script == scripts.LATIN:
        shown = _by_words(reading, scores, lexicon, known)
    elif script in _ALONE:
        shown = None if scripts.letters(reading.raw)[""] else _ALONE[script]
    else:
        shown = _by_letters(reading.raw, script, scores, lexicon, known)
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


def _by_letters(
    raw: str, script: str, scores: Counter[str], lexicon: Lexicon, known: str | None
) -> str | None:
    """Among the languages of one script: letters that only one has, then words, then `known`."""
    candidates = _SHARED.get(script, ())
    letters = scripts.letters(raw)
    weighed = {name: scores[name] + _LETTER * letters[name] for name in candidates}
    most = max(weighed.values(), default=0)
    if not candidates or scores[UNSERVED] + 2 * _LETTER * letters[""] > most:
        return None if letters[""] or scores[UNSERVED] or not candidates else candidates[0]
    looks = lexicon.letters.guess(raw) if lexicon.letters and most < _ENOUGH else None
    if looks and looks not in candidates:
        return None
    best = [name for name in candidates if weighed[name] == most]
    return known if known in best else best[0]


def _by_words(
    reading: Reading, scores: Counter[str], lexicon: Lexicon, known: str | None
) -> str | None:
    ranked = scores.most_common(2)
    first, most = ranked[0] if ranked else ("", 0)
    lead = most - (ranked[1][1] if len(ranked) > 1 else 0)
    if first and most >= _CLEAR and lead >= _ENOUGH:
        return first
    if first in ROMANISED and most >= _ENOUGH and lead >= 1:  # the detector knows none of these
        return first
    looks = lexicon.letters.guess(reading.raw) if lexicon.letters else None
    if looks and looks not in lexicon.languages:
        return first if most >= _ENOUGH and lead >= 1 and first != UNSERVED else None
    if looks and (scores[looks] >= max(1, most - 1) or (most < _ENOUGH and _is_long(reading))):
        return looks
    if most < _ENOUGH:
        return None
    best = [name for name, score in scores.items() if score == most]
    return best[0] if len(best) == 1 else known if known in best else None


def _is_long(reading: Reading) -> bool:
    return len(reading.words) > 2


def _evidence(reading: Reading, lexicon: Lexicon) -> Counter[str]:
    scores: Counter[str] = Counter()
    names = [hit for hit in reading.of("site") if hit.length > 1]
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
        named = any(hit.start <= at < hit.end for hit in names)
        if language and at not in spanned and not named:
            scores[language] += 1
    return scores


def _told(hit: Hit, reading: Reading, shared: Collection[tuple[str, ...]]) -> str | None:
    """The one language this phrase belongs to, if it does."""
    words = reading.words[hit.start : hit.end]
    return None if words in shared else owner(words, hit.languages)
