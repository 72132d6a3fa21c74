"""What says nothing of a need raises no alarm, opts nobody out and names nothing sensitive.

People answer the line's questions with their name, their street, a number, a date.
"""

from __future__ import annotations

import pytest

from hotline.understand import Lexicon, understand

SENSITIVE = {"racism", "violence"}


def listed(written: str) -> list[str]:
    return [each.strip() for each in written.replace("\n", "|").split("|") if each.strip()]


FIRST = listed("""
Mohamed | Fatima | Moussa | Aminata | Ibrahim | Youssef | Khadija | Ali | Aïcha | Omar | Fatou
Karim | Nadia | Leila | Elena | Ion | Maria | João | Carlos | Lucía | Olga | Ivan | Oksana
Mehmet | Ayşe | Wei | Rahim | Kumar | Selvi | Reza
""")
LAST = listed("""
Traoré | Diallo | Coulibaly | Keita | Benali | Haddad | Silva | Popescu | Ivanov | Shevchenko
Yilmaz | Khan | Rahman | Singh | Nguyen | Dupont | Martin | Camara | Sow
""")
STREETS = listed("""
de Paris | Voltaire | Victor Hugo | de Rosny | de Stalingrad | Galilée | Marceau | Émile Zola
Franklin | Robespierre | Gaston Lauriau | Kléber | de la République | des Roches
de la Fraternité | Molière | Danton | du Capitaine Dreyfus | de l'Église | Armand Carrel
Barbès | Étienne Marcel | Anatole France | Raspail | Pierre de Montreuil | Denise Buisson
Saint-Antoine | Hoche | du Progrès | Garibaldi
""")
NAMES = [f"{first} {LAST[at % len(LAST)]}" for at, first in enumerate(FIRST)]
NUMBERS = [
    "06 39 98 12 34", "06 39 98 76 50", "0639981234", "+33 6 39 98 45 67", "12/06/1984", "3/4",
    "24/12/1990", "01/01/2001", "14h", "9h30", "17:00", "24 ans", "93100", "4821", "12 bis",
]  # fmt: skip
REPLIES = listed("""
svp | s'il vous plait | por favor | safi chokran | quand vous voulez | c'est gentil mais non
ok | oui | deux | uno | один | два | la 3 | les deux | je choisis le 2 | numéro 2
demain a 14h | lundi matin | j'y suis allé c'est fermé | ca repond pas au telephone
c'est loin ? | c'est gratuit ? | quel bus | j'aime | je suis fatigué | j'ai 16 ans
je suis musulman | je suis noir | hola | lyon | je suis enceinte | douche | toilettes | police
mon mari | ma fille | maman | bébé | école | combien ça coûte | sprechen sie deutsch
mon numéro c'est le 0639981234 | mi número es 0639981234 | my number is 0639981234
""")


def hurts(text: str, lexicon: Lexicon) -> bool:
    """True where the answer would be an alarm, an opt-out, or name what nobody spoke of."""
    meant = understand(text, lexicon)
    sensitive = not SENSITIVE.isdisjoint(meant.topics)
    return bool(meant.urgent) or meant.command in {"stop", "forget"} or sensitive


@pytest.mark.parametrize(
    "frame", ["{}", "je m'appelle {}", "my name is {}", "me llamo {}", "ismi {}", "mon nom est {}"]
)
def test_names_of_people(frame: str, lexicon: Lexicon) -> None:
    assert [name for name in NAMES if hurts(frame.format(name), lexicon)] == []


@pytest.mark.parametrize(
    "frame", ["rue {}", "12 rue {}", "j'habite rue {}", "i live rue {}", "vivo en rue {}"]
)
def test_streets(frame: str, lexicon: Lexicon) -> None:
    assert [name for name in STREETS if hurts(frame.format(name), lexicon)] == []


@pytest.mark.parametrize(
    "text", ["résidence incendie", "bat C incendie", "rue couteau", "je m'appelle au secours"]
)
def test_a_danger_is_heard_where_a_name_could_stand(text: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon).urgent


def test_numbers_dates_and_hours(lexicon: Lexicon) -> None:
    assert [text for text in NUMBERS if hurts(text, lexicon)] == []


def test_replies(lexicon: Lexicon) -> None:
    assert [text for text in REPLIES if hurts(text, lexicon)] == []


def test_places_keep_the_language_spoken(lexicon: Lexicon) -> None:
    names = sorted({site.places[0].name for site in lexicon.sites.values()})
    for known in ("es", "en", "ar", "tr", "ru"):
        spoken = {name: understand(name, lexicon, known).language for name in names}
        assert {name for name, language in spoken.items() if language not in (known, None)} == set()


@pytest.mark.parametrize(
    "story",
    [
        "J'ai un récépissé qui finit le mois prochain. Mon mari m'a frappée.",
        "J'ai un récépissé et je cherche un travail. Il m'a menacée avec un couteau.",
        "J'ai un récépissé, la préfecture ne donne pas de rendez-vous. Je veux mourir.",
        "I need a house and a job. My husband is beating me.",
        "necesito trabajo y casa. mi marido me pega",
    ],
)
def test_danger_is_seen_in_a_story_about_something_else(story: str, lexicon: Lexicon) -> None:
    assert understand(story, lexicon).urgent
