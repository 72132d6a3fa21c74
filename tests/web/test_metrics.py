"""What do the figures for a monitor tell whoever asks for them?"""

from __future__ import annotations

from flask.testing import FlaskClient

from hotline.app import Hotline
from tests.fictional import text


def told(client: FlaskClient, *names: str) -> dict[str, int]:
    """The counters with these names, as anybody is told them."""
    lines = client.get("/metrics").text.splitlines()
    return {
        name: int(n)
        for name, _, n in (line.rpartition(" ") for line in lines)
        if name.startswith(tuple(f"hotline_{each}_total{{" for each in names))
    }


def test_one_text_changes_neither_topics_nor_languages(line: Hotline, client: FlaskClient) -> None:
    counted = [("topic", "legal"), ("topic", "violence"), ("language", "fr"), ("language", "tr")]
    line.store.statistics.count(counted[::2], line.now(), 34)
    line.store.statistics.count(counted[1::2], line.now(), 4)
    for words in (
        "avocat",
        "kocam beni dövüyor",
        "أريد محامي",
    ):
        before, turns = told(client, "topics", "languages"), told(client, "turns")
        assert text(line, words)
        assert told(client, "topics", "languages") == before
        assert sum(told(client, "turns").values()) == sum(turns.values()) + 1
    assert told(client, "topics", "languages") == {
        'hotline_topics_total{topic="legal"}': 30,
        'hotline_languages_total{language="fr"}': 30,
    }


def test_they_grow_in_tens(line: Hotline, client: FlaskClient) -> None:
    shown = []
    for _ in range(21):
        assert text(line, "avocat")
        shown.append([*told(client, "topics").values()])
    assert shown == [[]] * 9 + [[10]] * 10 + [[20]] * 2
