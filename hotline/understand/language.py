"""Which language does this message show, and which one does it ask for?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from hotline.understand.lexicon import Lexicon
from hotline.understand.reading import Hit, Reading, longest

_ENOUGH = 2  # one everyday word proves nothing; one keyword, or two such words, do
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
# Letters Arabic does not have: Persian, Urdu, Pashto, Kurdish.
_NOT_ARABIC = re.compile(r"[پچژگکیٹڈڑےںھہۂۓځڅښټډړۍېڼڕۆێە]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_TELLING = frozenset({"topic", "command", "urgent", "stop"})


def detect(reading: Reading, lexicon: Lexicon, known: str | None = None) -> str | None:
    """The language this message shows; None where the evidence is thin or divided.

    `known` is the language spoken so far: it wins where this message would allow two.
    """
    scores = _evidence(reading, lexicon)
    script = _script(reading.raw, scores)
    if script is not None:
        return script if script in lexicon.languages else None
    if not scores:
        return None
    most = max(scores.values())
    best = [language for language, score in scores.items() if score == most]
    if most < _ENOUGH:
        return None
    if len(best) == 1:
        return best[0]
    return known if known in best else None


def asked(reading: Reading, lexicon: Lexicon) -> str | None:
    """The language named by a message that says nothing else: "in English please"."""
    hits = reading.of("language", "self")
    if not hits or any(hit.sure < 1 for hit in hits):
        return None
    named = {language for hit in hits for language in hit.languages}
    rest = reading.uncovered(hits)
    plain = all(word in lexicon.polite for word in rest)
    return next(iter(named)) if plain and len(named) == 1 else None


def _script(raw: str, scores: Counter[str]) -> str | None:
    """ "ar" or "" (one we cannot name) where most letters are not Latin; None where they are."""
    letters = sum(character.isalpha() for character in raw)
    latin = len(_LATIN.findall(raw))
    if 2 * latin >= letters:
        # A French name in an Arabic sentence: one Arabic word beside Latin ones still tells.
        return "ar" if latin != letters and scores["ar"] >= _ENOUGH else None
    if 2 * len(_ARABIC.findall(raw)) < letters:
        return ""
    foreign = len(_NOT_ARABIC.findall(raw))
    return "ar" if not foreign or scores["ar"] > 2 * foreign else ""


def _evidence(reading: Reading, lexicon: Lexicon) -> Counter[str]:
    scores: Counter[str] = Counter()
    names = [hit for hit in reading.of("site") if hit.length > 1]
    telling = longest(hit for hit in reading.hits if hit.kind in _TELLING)
    spanned: set[int] = set()
    for hit in telling:
        if len(hit.languages) == 1 and _tells(hit, reading, lexicon.shared):
            scores[next(iter(hit.languages))] += 2 if hit.sure == 1 else 1
            spanned.update(range(hit.start, hit.end))
    for hit in reading.of("place", "near"):
        if len(hit.languages) == 1 and _tells(hit, reading, lexicon.shared):
            scores[next(iter(hit.languages))] += 1
    for at, word in enumerate(reading.words):
        language = lexicon.strong.get(word)
        named = any(hit.start <= at < hit.end for hit in names)
        if language and at not in spanned and not named:
            scores[language] += 1
    return scores


def _tells(hit: Hit, reading: Reading, shared: Collection[tuple[str, ...]]) -> bool:
    return reading.words[hit.start : hit.end] not in shared
