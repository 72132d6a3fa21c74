"""How complete, how reviewed and how dear are the texts of each language?"""

from __future__ import annotations

from dataclasses import dataclass

from hotline.content.texts import SOURCE, Texts, placeholders
from hotline.plan import Distance, Name, Phone, Phrase, Plan, Reference, Say, Since, Value
from hotline.render import segments, sms

# The longest value each placeholder is likely to meet; a text is priced with these.
WORST: dict[str, Value] = {
    "line": Name("Info Montreuil"),
    "publisher": Name("Ville de Montreuil"),
    "service": Name("Recours contre la préfecture (tribunal administratif)"),
    "location": Name("Mairie - Tour Altaïs"),
    "address": Name("1 place Aimé-Césaire, Tour Altaïs"),
    "place": Name("Tour Altaïs - centre administratif"),
    "via": Name("Mairie - Tour Altaïs"),
    "phone": Phone("01 99 00 12 34"),
    "contact": Phone("01 99 00 12 34"),
    "distance": Distance(1400, approximate=True),
    "reference": Reference("4821"),
    "when": Phrase("when.afternoon"),
    "since": Since(source="2022-11"),
}
SHORT_NUMBER = Phone("3919")


@dataclass(frozen=True, slots=True)
class Cost:
    """One text with its worst values: `dear` names the characters that force UCS-2."""

    key: str
    segments: int
    encoding: str
    dear: str


@dataclass(frozen=True, slots=True)
class Report:
    """One language: how many texts there are, translated, drafted, fuzzy; which are over budget."""

    language: str
    texts: int
    translated: int
    drafted: int
    fuzzy: int
    missing_keywords: tuple[str, ...]
    over_budget: tuple[Cost, ...]

    def __str__(self) -> str:
        share = 100 * self.translated // max(1, self.texts)
        head = (
            f"{self.language}: {self.translated}/{self.texts} texts ({share} %),"
            f" {self.drafted} read by no native speaker, {self.fuzzy} fuzzy"
        )
        lines = [f"  no keywords: {key}" for key in self.missing_keywords]
        lines += [
            f"  {cost.key}: {cost.segments} segments of {cost.encoding}, over {sms.BUDGET}"
            for cost in self.over_budget
        ]
        return "\n".join([head, *lines])


def report(texts: Texts, language: str) -> Report:
    """The state of one language."""
    keys = [key for key in texts.sentence_keys() if not key.startswith("distance.")]
    found = [texts.get(key, language) for key in keys]
    own = [text for text in found if text.language == language]
    costs = [price(key, language, texts) for key in keys]
    return Report(
        language=language,
        texts=len(keys),
        translated=len(own),
        drafted=sum(text.drafted for text in own),
        fuzzy=sum(text.fuzzy for text in own),
        missing_keywords=tuple(
            key for key in texts.keyword_keys() if not texts.keywords(key, language)
        ),
        over_budget=tuple(cost for cost in costs if cost.segments > sms.BUDGET),
    )


def price(key: str, language: str, texts: Texts) -> Cost:
    """What this text costs at worst."""
    names = placeholders(texts.get(key, SOURCE).text)
    values = {name: WORST.get(name, SHORT_NUMBER) for name in names}
    written = "".join(sms.render(Plan((Say(key, values),)), language, texts))
    count = segments.count(written)
    return Cost(key, count.segments, count.encoding, segments.dear_characters(written))
