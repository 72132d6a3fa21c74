"""Are the criteria of the law all there, and no other?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.config import ROOT
from hotline.content.grounds import load_grounds
from hotline.errors import FaultyFiles

# Article 1 of the law of 27 May 2008, as it is in force, from its second word on.
LAW = """
origine, de son sexe, de sa situation de famille, de sa grossesse, de son apparence physique, de
la particulière vulnérabilité résultant de sa situation économique, apparente ou connue de son
auteur, de son patronyme, de son lieu de résidence ou de sa domiciliation bancaire, de son état
de santé, de sa perte d'autonomie, de son handicap, de ses caractéristiques génétiques, de ses
mœurs, de son orientation sexuelle, de son identité de genre, de son âge, de ses opinions
politiques, de ses activités syndicales, de sa capacité à s'exprimer dans une langue autre que
le français, de son appartenance ou de sa non-appartenance, vraie ou supposée, à une ethnie, une
nation, une prétendue race ou une religion déterminée
"""
ELSEWHERE = ("whistleblower", "philosophy")
SAID_OTHERWISE = {"name": "patronyme", "poverty": "vulnérabilité", "language": "langue"}


def test_there_are_twenty_six() -> None:
    grounds = load_grounds(ROOT / "messages")
    assert len(grounds) == len({*grounds.values()}) == 26
    assert tuple(grounds)[-2:] == ELSEWHERE


def test_those_of_the_law_are_in_its_words_and_its_order() -> None:
    law, at = " ".join(LAW.split()), -1
    for id_, label in load_grounds(ROOT / "messages").items():
        if id_ not in ELSEWHERE:
            words = SAID_OTHERWISE.get(id_) or label.replace("Appartenance ou non à ", "").lower()
            found = law.find(words.replace("’", "'"))
            assert found > at, id_
            at = found


@pytest.mark.parametrize("written", ["age = 3", 'age = ""', "age"])
def test_a_wrong_entry_is_named(tmp_path: Path, written: str) -> None:
    (tmp_path / "grounds.toml").write_text(written, encoding="utf-8")
    with pytest.raises(FaultyFiles, match=r"grounds\.toml"):
        load_grounds(tmp_path)
