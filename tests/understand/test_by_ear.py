from __future__ import annotations

import pytest

from hotline.understand import Lexicon, understand
from hotline.understand.by_ear import ear
from hotline.understand.fold import tokens

EAR = ear([tokens("Croix de Sablonne"), tokens("La Nouette"), tokens("99100")])
KNOWN = frozenset({"croix", "la", "de", "cours"})


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("croi 2 sablone", "croix de sablonne"),
        ("kroidesablonne", "croix de sablonne"),
        ("cours a la nouète", "la nouette"),
        ("sablonne", None),
        ("nou", None),
        ("99101", None),
        ("la croix", None),
    ],
)
def test_hear(written: str, name: str | None) -> None:
    assert next((heard.name for heard in EAR.hear(tokens(written), KNOWN)), None) == name


@pytest.mark.parametrize(
    ("text", "place"),
    [
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
