"""The README's table of languages: texts, accuracy on what was kept aside, cost of an answer.

`python -m tests.understand.table` prints it.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hotline.app import Hotline
from hotline.config import Config
from hotline.conversation import Turn, converse
from hotline.model import Heard, Session, Understood
from hotline.render import segments, sms
from hotline.render.cost import report
from tests.conftest import MONDAY

from .lexicons import whole
from .messages import said
from .report import tally

PLACES = (None, "Croix de Chavaux", "La Noue", "Robespierre")


def answers(line: Hotline, language: str) -> Iterator[int]:
    """The segments of every first answer by SMS: each topic, without a place and near three."""
    world = line.switchboard.world
    for topic in line.topics:
        for name in PLACES:
            place = world.directory.place(name) if name else None
            places = (place,) if place else ()
            meant = Understood(language=language, topics=(topic.id,), places=places)
            heard = Heard("sms", "text", meant, "mobile", "4821")
            _, plan = converse(Turn(world, heard, Session(), MONDAY))
            yield sum(
                segments.count(text).segments for text in sms.render(plan, language, line.texts)
            )


def row(line: Hotline, language: str) -> str:
    """One line of the table."""
    state = report(line.texts, language)
    counts = tally(said(language, "aside"), whole(), [])
    right = sum(count[True] for count in counts.values())
    labels = sum(count.total() for count in counts.values())
    costs = [*answers(line, language)]
    read = "–" if language == "fr" else "no" if state.drafted else "yes"
    return (
        f"| {language} | {state.translated}/{len(state.costs)} | {read} | {right}/{labels} |"
        f" {statistics.mean(costs):.1f} | {max(costs)} |"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        line = Hotline(Config(state=Path(folder)))
        print("| | texts | read by a speaker | understood, of those aside | segments | worst |")
        print("|---|---|---|---|---|---|")
        for language in line.city.languages:
            print(row(line, language))


if __name__ == "__main__":
    main()
