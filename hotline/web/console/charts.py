"""How is a figure of a month drawn, and what is it called?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hotline.store.small_cells import OTHERS
from hotline.store.statistics import WAITS, Figure
from hotline.web.console.wording import Wording, _n

_TITLES = {
    "text": _n("SMS reçus, par jour"),
    "call": _n("Appels, par jour"),
    "contact": _n("SMS et appels ensemble, par jour"),
    "hour": _n("SMS et appels, par heure"),
    "topic": _n("Ce qui est demandé"),
    "language": _n("Langue de la réponse"),
    "answer": _n("Ce que deviennent les SMS"),
    "key": _n("Touches des appels"),
    "attempt": _n("Rappels : à quel essai la personne est jointe"),
    "promise": _n("Rappels : heure promise"),
}
_IN_ORDER = ("text", "call", "contact", "hour")  # drawn as columns, side by side
_KINDS = {
    ("answer", "answered"): _n("Répondus"),
    ("answer", "asked"): _n("Répondus par une question"),
    ("answer", "unknown"): _n("Pas compris"),
    ("key", "answered"): _n("Comprises"),
    ("key", "unknown"): _n("Pas comprises, ou silence"),
    ("attempt", "1"): _n("Au premier essai"),
    ("attempt", "2"): _n("Au deuxième"),
    ("attempt", "3"): _n("Au troisième"),
    ("attempt", "4"): _n("Au quatrième ou après"),
    ("attempt", "never"): _n("Jamais jointe"),
    ("promise", "kept"): _n("Tenue"),
    ("promise", "told"): _n("Retard annoncé avant l’heure"),
    ("promise", "missed"): _n("Manquée"),
}
_DAY = 24  # hours


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure as it is drawn: where it begins and how far it goes, in per cent of the chart.

    In columns the area is the figure: what stands for three days is three days wide.
    """

    label: str
    n: int
    start: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart and its table. The sum is of what is shown, never of what was counted."""

    id: str
    title: str
    bars: tuple[Bar, ...]
    columns: bool

    @property
    def sum(self) -> int:
        """All of it, as it is shown."""
        return sum(bar.n for bar in self.bars)


def charts(figures: Iterable[Figure], wording: Wording) -> list[Chart]:
    """The charts of these figures; texts and calls are in two, or both in one."""
    found = _by_chart(figures)
    told = ("contact",) if "contact" in found else ("text", "call")
    wanted = [each for each in _TITLES if each in told or each not in ("text", "call", "contact")]
    return [
        Chart(each, wording.say(_TITLES[each]), _drawn(each, found, wording), each in _IN_ORDER)
        for each in wanted
    ]


def _drawn(chart: str, found: dict[str, list[Figure]], wording: Wording) -> tuple[Bar, ...]:
    draw = _side_by_side if chart in _IN_ORDER else _listed
    return tuple(draw(found.get(chart, []), wording))


def _side_by_side(figures: list[Figure], wording: Wording) -> Iterator[Bar]:
    slots = sum(len(each.cells) for each in figures)
    most = max((each.n / len(each.cells) for each in figures), default=1)
    start = 0
    for each, label in sorted(labelled(figures, wording), key=lambda it: it[0].cells):
        wide = len(each.cells)
        yield Bar(
            label,
            each.n,
            round(100 * start / slots, 2),
            round(100 * wide / slots, 2),
            round(100 * each.n / wide / most, 1),
        )
        start += wide


def _listed(figures: list[Figure], wording: Wording) -> Iterator[Bar]:
    """The most first; those whose order says something in that order; the others last."""
    most = max((each.n for each in figures), default=1)
    kinds = [kind for _, kind in _KINDS]
    for each, label in sorted(labelled(figures, wording), key=lambda it: _place(it[0], kinds)):
        yield Bar(label, each.n, 0, round(100 * each.n / most, 1), 100)


def _place(figure: Figure, kinds: list[str]) -> tuple[bool, int, int]:
    (cell,) = figure.cells
    return cell == OTHERS, kinds.index(cell) if cell in kinds else 0, -figure.n


def labelled(figures: Iterable[Figure], wording: Wording) -> list[tuple[Figure, str]]:
    """These figures of one month, each with what it is of in words."""
    found = _by_chart(figures)
    return [(each, _label(each, of, wording)) for of in found.values() for each in of]


def _label(figure: Figure, beside: list[Figure], wording: Wording) -> str:
    chart, cells = figure.chart, figure.cells
    if chart in ("median", "worst"):
        return within(wording, figure.n)
    if not cells:
        return ""
    if chart == "hour":
        return f"{int(cells[0])}–{int(cells[-1]) + 1} h"
    if chart in _IN_ORDER:
        first, last = int(cells[0]), int(cells[-1])
        return str(first) if first == last else f"{first}–{last}"
    if cells[0] == OTHERS:
        return _others(chart, beside, wording)
    if chart == "topic":
        return wording.topic(cells[0])
    if chart == "language":
        return wording.tongue(cells[0])
    return wording.say(_KINDS[chart, cells[0]])


def _others(chart: str, beside: list[Figure], wording: Wording) -> str:
    """What has no figure of its own: by name where few could be, whether it happened or not."""
    apart = {cell for each in beside for cell in each.cells}
    names = [name for (of, cell), name in _KINDS.items() if of == chart and cell not in apart]
    return " + ".join(map(wording.say, names)) or wording.say("Tout le reste ensemble")


def _by_chart(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.chart, []).append(figure)
    return found


def within(wording: Wording, hours: int) -> str:
    """How long a wait was at most, in words."""
    if hours == WAITS[-1]:
        return wording.say("plus de %(count)s jours", count=WAITS[-2] // _DAY)
    if hours > 2 * _DAY:
        return wording.say("%(count)s jours au plus", count=hours // _DAY)
    return wording.say("%(count)s h au plus", count=hours)
