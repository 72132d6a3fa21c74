"""How complete, how reviewed and how dear are the texts of each language?"""

from __future__ import annotations

from dataclasses import dataclass

from hotline.content.reading import KEPT_ONCE
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
_FEW = 8  # more characters than that are not a slip of the pen but another script


@dataclass(frozen=True, slots=True)
class Cost:
    """One text with its worst values: `dear` names the characters that force UCS-2."""

    key: str
    count: segments.SegmentCount
    dear: str
    written: str = ""

    @property
    def over(self) -> bool:
        """True when it costs more than a reply may."""
        return self.count.segments > sms.BUDGET

    def __str__(self) -> str:
        count = self.count
        fault = f" for {self.dear}" if len(self.dear) <= _FEW else ""
        cause = f", {count.encoding}{fault}" if self.dear else ""
        return f"{self.key}: {count.segments} of {sms.BUDGET} segments, {count.units} units{cause}"


@dataclass(frozen=True, slots=True)
class Report:
    """One language: how many texts there are, translated, drafted; what is fuzzy, missing, dear."""

    language: str
    costs: tuple[Cost, ...]
    translated: int
    drafted: int
    fuzzy: tuple[str, ...]
    missing_keywords: tuple[str, ...]

    @property
    def over_budget(self) -> tuple[Cost, ...]:
        """The texts that cost more than a reply may."""
        return tuple(cost for cost in self.costs if cost.over)

    @property
    def share(self) -> int:
        """Per cent of the texts that are in this language."""
        return 100 * self.translated // max(1, len(self.costs))

    def __str__(self) -> str:
        head = (
            f"{self.language}: {self.translated}/{len(self.costs)} texts ({self.share} %),"
            f" {self.drafted} read by no native speaker, {len(self.fuzzy)} fuzzy"
        )
        lines = [f"  fuzzy, its French has changed: {key}" for key in self.fuzzy]
        lines += [f"  no keywords: {key}" for key in self.missing_keywords]
        lines += [f"  over budget: {cost}" for cost in self.over_budget]
        return "\n".join([head, *lines])


def report(texts: Texts, language: str) -> Report:
    """The state of one language."""
    keys = [key for key in texts.translated_keys() if not key.startswith("distance.")]
    found = [texts.get(key, language) for key in keys]
    own = [text for text in found if text.language == language]
    return Report(
        language=language,
        costs=tuple(price(key, language, texts) for key in keys),
        translated=len(own),
        drafted=sum(text.drafted for text in own),
        fuzzy=tuple(text.key for text in own if text.fuzzy),
        missing_keywords=tuple(
            key
            for key in texts.keyword_keys()
            if key not in KEPT_ONCE and not texts.keywords(key, language)
        ),
    )


def price(key: str, language: str, texts: Texts) -> Cost:
    """What this text costs at worst."""
    names = placeholders(texts.get(key, SOURCE).text)
    values = {name: WORST.get(name, SHORT_NUMBER) for name in names}
    written = "".join(sms.render(Plan((Say(key, values),)), language, texts))
    return Cost(key, segments.count(written), segments.dear_characters(written), written)
