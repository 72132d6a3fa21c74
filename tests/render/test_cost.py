from __future__ import annotations

from hotline.content.texts import Text, Texts
from hotline.render.cost import price, report

SENTENCES = {
    "short": "Bonjour.",
    "dear": "Ça coûte" + " beaucoup" * 8 + ".",
    "long": "x" * 400,
}


def texts(**changed: Text) -> Texts:
    french = {(key, "fr"): Text(key, text, "fr") for key, text in SENTENCES.items()}
    english = {(key, "en"): text for key, text in changed.items()}
    return Texts(("fr", "en"), {**french, **english}, {("topic.food/keywords", "fr"): ("pain",)})


def test_the_character_at_fault_is_named() -> None:
    assert str(price("dear", "fr", texts())).endswith("1 of 2 segments, 81 units")
    greek = texts(short=Text("short", "Γειά σου", "en"))
    assert "UCS-2 for ειάσου" in str(price("short", "en", greek))


def test_a_report_tells_what_is_missing_fuzzy_and_over_budget() -> None:
    told = report(texts(short=Text("short", "Hello.", "en", drafted=True, fuzzy=True)), "en")
    assert (told.translated, told.drafted, told.share) == (1, 1, 33)
    assert told.fuzzy == ("short",)
    assert told.missing_keywords == ("topic.food/keywords",)
    assert [cost.key for cost in told.over_budget] == ["long"]
    assert "fuzzy, its French has changed: short" in str(told)
    assert "over budget: long: 3 of 2 segments, 400 units" in str(told)
