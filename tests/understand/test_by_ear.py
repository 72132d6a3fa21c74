from __future__ import annotations

import pytest

from hotline.model import Place
from hotline.understand import Lexicon, understand
from hotline.understand.by_ear import ear
from hotline.understand.fold import tokens
from hotline.understand.gazetteer import sites

PLACES = (
    Place("Croix de Sablonne", "metro_station", None, None),
    Place("La Nouette", "neighbourhood", None, None, ("拉努艾特",)),
    Place("Rue Dupuis", "street", None, None),
    Place("Rivoux", "commune", None, None, ("99100",)),
)
SITES = sites(PLACES, "Rivoux")
EAR = ear(SITES, [("rivoux",)])
KNOWN = frozenset({"croix", "la", "de", "cours", "rue", "dupuy", "pres"})


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("croi 2 sablone", "Croix de Sablonne"),
        ("kroidesablonne", "Croix de Sablonne"),
        ("cours a la nouète", "La Nouette"),
        ("sablonna", None),
        ("nou", None),
        ("99101", None),
        ("la croix", None),
        ("rue dupuy", "Rue Dupuis"),
        ("круа де саблон", "Croix de Sablonne"),
        ("kroasablonda", "Croix de Sablonne"),
        ("كروا دو سابلون", "Croix de Sablonne"),
        ("拉奴艾特", "La Nouette"),
        ("rivou", None),
    ],
)
def test_hear(written: str, name: str | None) -> None:
    heard = max(EAR.hear(tokens(written), KNOWN), key=lambda one: one.end - one.start, default=None)
    assert (SITES[tuple(heard.name.split())].places[0].name if heard else None) == name


@pytest.mark.parametrize(
    ("near", "heard"), [([(0, 1, False)], True), ([(0, 1, True)], False), ([], False)]
)
def test_a_guess_needs_a_word_like_near(near: list[tuple[int, int, bool]], heard: bool) -> None:
    words = tokens("pres croix de sablirne please cours")
    assert bool(list(EAR.hear(words, KNOWN, near))) is heard


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("metro crx chavo", "Croix de Chavaux"),
        ("crua de savo metro kase", "Croix de Chavaux"),
        ("en mi depa de romanvil no hay calefaccion", "Romainville"),
        ("meri de montroi", "Mairie de Montreuil"),
        ("MONTRÖY HASTANESİNDE", "Montreuil - Hôpital"),
        ("porta de montreuil", "Porte de Montreuil"),
        ("cursuri de franceza in lanu", "La Noue"),
        ("vensende oturuyorum", "Vincennes"),
        ("ملعب قريب عفانسين", "Vincennes"),
        ("நுவாசி லு செக்ல", "Noisy-le-Sec"),
        ("博比尼法院来信", "Bobigny"),
        ("我住在波比尼", "Bobigny"),
        ("valdefontenet rer", "Val de Fontenay"),
        ("montroi", None),
        ("Mme Romainville s'occupe de mon fils", None),
        ("my son is called Vincent", None),
        ("we need a passport", None),
        ("vive la république", None),
        ("je dois 20e à mon frère", None),
        ("we are in Croix-des-Bouquets", None),
        ("chez moi il fait froid", None),
        ("g faim chui a croi de chavo", "Croix de Chavaux"),
        ("mairie 2 montreuil", "Mairie de Montreuil"),
        ("metro meri", "Mairie de Montreuil"),
        ("romainvil", "Romainville"),
        ("lé lila", "Les Lilas"),
        ("rob espierre", "Robespierre"),
        ("врач круа де шаво", "Croix de Chavaux"),
        ("غالياني", "Gallieni"),
        ("cerca del ayuntamiento", "Mairie de Montreuil"),
        ("dans le 20eme", "Paris 20e"),
        ("liberté de la nation", None),
        ("la paix dans le monde", None),
        ("robes pas chères", None),
        ("mon fils s'appelle hugo", None),
    ],
)
def test_places_by_ear_and_traps(text: str, place: str | None, lexicon: Lexicon) -> None:
    assert next((one.name for one in understand(text, lexicon).places), None) == place
