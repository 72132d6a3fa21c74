"""Do we know the words that others list for our topics? Run by hand, with lists of others.

`python -m tests.understand.independent ANNOTATIONS [DICTIONARIES]`: the folder `annotations` of the
npm package cldr-annotations-full (Unicode licence), and Debian's /usr/share/dictd with its packages
dict-freedict-eng-* (GPL: only looked at, nothing of them is in the line).
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from hotline.understand import understand

from .lexicons import LANGUAGES, whole

# What to look up: English words, and emoji, of which CLDR has the name in every language.
WORDS = {
    "legal": "lawyer court judge divorce debt fine trial law rights contract inheritance",
    "papers": "passport visa asylum refugee nationality deportation immigration residence",
    "racism": "racism racist discrimination antisemitism insult",
    "violence": "violence rape theft thief victim harassment assault threat robbery",
    "french": "read write lesson alphabet grammar learn",
    "housing": "rent landlord eviction apartment homeless lodging roof tenant mould room",
    "work": "job work unemployed salary boss dismissal apprentice training employer",
    "business": "business shop company entrepreneur trade",
    "food": "food hunger hungry bread meal eat milk rice",
    "health": "doctor hospital medicine pregnant dentist sick pain vaccine pharmacy nurse",
    "culture": "music cinema sport library swim dance festival football theatre",
}
EMOJI = {
    "legal": "⚖", "papers": "🛂", "housing": "🏠🏡🛏🏘🏚🔑", "work": "💼👷🔨", "business": "🏪🛒",
    "food": "🍞🍽🍲🥖🍛🍚🥣🍎🥛🍌🥔🍗🍕🥫🍼🍳🥘", "health": "🏥🩺💊🤒🤕🦷🤰💉🚑👓🩹🌡🤧🤢🩼",
    "culture": "🎭🎬🎶🎵🎨⚽🎤💃🏊🏀🎸🎪🎮📚", "french": "🔤🎓",
}  # fmt: skip
# Names of themes in data·inclusion's schema (gip-inclusion, MIT), those that are a need of ours.
THEMES = {
    "legal": "accompagnement juridique|connaître ses droits|démarches administratives"
    "|surendettement|problématique judiciaire|accompagnement pour l'accès aux droits",
    "papers": "demandeurs d'asile et naturalisation",
    "violence": "aide aux victimes|violences intrafamiliales",
    "french": "apprendre le français|illettrisme|améliorer un niveau de vocabulaire",
    "housing": "logement et hébergement|déménagement|adapter son logement"
    "|être accompagné pour se loger|mal logés sans logis",
    "work": "choisir un métier|opportunités d'emploi|trouver un emploi ou une formation"
    "|insertion professionnelle|adaptation au poste de travail|garde d'enfants",
    "business": "création d'activité|développer son entreprise"
    "|réseautage pour créateurs d'entreprise|accès au micro-crédit|tiers lieu et coworking"
    "|projet de création d'entreprise",
    "food": "alimentation|obtenir une aide alimentaire",
    "health": "accompagnement femme enceinte|faire reconnaître un handicap|bien-être psychologique"
    "|prévention et accès aux soins|faire face à une situation d'addiction",
    "culture": "découvrir son potentiel via le sport et la culture|lien social",
}
_ENTRY = re.compile(r"[^\W\d_][^,;/()<>\[\]]*")


def emoji_words(annotations: Path, language: str) -> Iterator[tuple[str, str]]:
    """(topic, the emoji itself or its name) for one language."""
    file = annotations / language / "annotations.json"
    named = json.loads(file.read_text())["annotations"]["annotations"] if file.exists() else {}
    for topic, signs in EMOJI.items():
        for sign in signs:
            yield topic, sign
            if name := named.get(sign, {}).get("tts"):
                yield topic, name[0]


def translations(dictionaries: Path, language: str) -> Iterator[tuple[str, str]]:
    """(topic, translation of one of our English words), from FreeDict where it has the language."""
    codes = {"ar": "ara", "fr": "fra", "pt": "por", "ru": "rus", "es": "spa", "tr": "tur"}
    stem = dictionaries / f"freedict-eng-{codes.get(language, '-')}"
    if not stem.with_suffix(".index").exists():
        return
    entries = gzip.decompress(stem.with_suffix(".dict.dz").read_bytes())
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    def number(written: str) -> int:
        total = 0
        for char in written:
            total = total * 64 + digits.index(char)
        return total

    where = {
        word: (number(start), number(length))
        for word, start, length in (
            line.split("\t")[:3] for line in stem.with_suffix(".index").read_text().splitlines()
        )
    }
    for topic, words in WORDS.items():
        for word in words.split():
            if word in where:
                start, length = where[word]
                told = entries[start : start + length].decode("utf-8", "replace").splitlines()[1:]
                for line in told[:3]:
                    if found := _ENTRY.match(re.sub(r"^[\s\d.]+", "", line)):
                        yield topic, found[0].strip()


def main(annotations: Path, dictionaries: Path | None) -> None:
    lexicon = whole()
    for language in LANGUAGES:
        asked = [*emoji_words(annotations, language)]
        asked += translations(dictionaries, language) if dictionaries else ()
        if language == "fr":
            asked += [(topic, name) for topic in THEMES for name in THEMES[topic].split("|")]
        missed = [
            (topic, word)
            for topic, word in dict.fromkeys(asked)
            if topic not in understand(word, lexicon).topics
        ]
        known = len(dict.fromkeys(asked)) - len(missed)
        print(f"{language}: {known} of {known + len(missed)}")
        print("   ", ", ".join(f"{topic}: {word}" for topic, word in missed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
