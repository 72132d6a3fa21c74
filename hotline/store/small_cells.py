"""Which figures may be shown, so that no sum or difference of them gives a small one back?

Cells that count few are merged with others, every cell is rounded, and only then is summed. Merging
alone has to hold: whoever knew the exact total of a table, and each cell shown of it exactly, would
still find several values for every small one. A test tries every table there is of some size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LEAST = 10  # what stands for fewer is never shown
STEP = 5  # what is shown is a multiple of it
DOUBT = 5  # so many values at least a small cell could have
OTHERS = "*"


def rounded(n: int) -> int:
    """The nearest multiple of STEP."""
    return (n + STEP // 2) // STEP * STEP


def in_tens(cells: Mapping[str, int]) -> dict[str, int]:
    """How many each cell has at least, told while they still grow: LEAST, twice LEAST and so on.

    Whoever looks before and after one more has come sees nothing change, but for each tenth.
    """
    return {cell: n // LEAST * LEAST for cell, n in cells.items() if n >= LEAST}


def named(cells: Mapping[str, int]) -> dict[str, int]:
    """The cells that are large enough, rounded, and the others as one; no cell: too few in all.

    The small ones together would often be small, or as many as they can be: then the last of the
    large ones goes with them. The last by name: the smallest would tell something about the others.
    """
    large = [cell for cell, n in sorted(cells.items()) if n >= LEAST]
    small = [n for n in cells.values() if 0 < n < LEAST]
    rest, taken, most = sum(small), 0, len(small) * (LEAST - 1)
    in_doubt = not small or LEAST <= rest <= most - DOUBT + 1
    while large and not in_doubt:
        rest += cells[large.pop()]
        taken += 1
        in_doubt = rest >= taken * LEAST + DOUBT - 1
    shown = {cell: rounded(cells[cell]) for cell in large}
    return {**shown, OTHERS: rounded(rest)} if rest >= LEAST else shown


def in_runs(cells: Mapping[str, int], order: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Neighbours (days, hours) as one until they are enough, rounded; what is left goes before."""
    runs: list[tuple[str, ...]] = []
    sums: list[int] = []
    run: tuple[str, ...] = ()
    total = 0
    for cell in order:
        run, total = (*run, cell), total + max(0, cells.get(cell, 0))
        if total >= LEAST:
            runs, sums = [*runs, run], [*sums, total]
            run, total = (), 0
    if run and runs:
        runs[-1], sums[-1] = (*runs[-1], *run), sums[-1] + total
    return {run: rounded(total) for run, total in zip(runs, sums, strict=True)}
