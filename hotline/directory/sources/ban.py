"""Which streets does the national address base (Base Adresse Nationale) know in a commune?

Its CSV by department, `adresses-93.csv`: one address a row, parted by semicolons, UTF-8.
https://adresse.data.gouv.fr/data/ban/adresses/latest/csv, Licence Ouverte 2.0.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from hotline.errors import Fault, FaultyFiles

NEEDED = ("nom_voie", "code_insee", "lon", "lat")
SOURCE = "Base Adresse Nationale, Licence Ouverte 2.0"


def streets(file: Path, insee: str) -> list[dict[str, str]]:
    """The streets of the commune with this INSEE code, as rows of `streets.csv`, by name.

    A street's position is the median of its addresses: good enough to say which service is near.
    Raises FaultyFiles naming the row of what cannot be read, or that nothing was found.
    """
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    try:
        for name, position in _addresses(file, insee):
            found[name].append(position)
    except (OSError, UnicodeDecodeError) as error:
        cure = "Give the adresses-NN.csv file of the department, unpacked."
        raise FaultyFiles([Fault(file.name, None, "", f"cannot be read: {error}.", cure)]) from None
    if not found:
        cure = "Look the code up: Montreuil is 93048."
        fault = Fault(file.name, None, "code_insee", f"has no address in {insee}.", cure)
        raise FaultyFiles([fault])
    return [_row(name, found[name]) for name in sorted(found)]


def _addresses(file: Path, insee: str) -> Iterator[tuple[str, tuple[float, float]]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened, delimiter=";")
        if missing := [name for name in NEEDED if name not in (rows.fieldnames or ())]:
            cure = "It needs the columns of the national address base."
            raise FaultyFiles([Fault(file.name, 1, missing[0], "is not a column.", cure)])
        for row in rows:
            if row["code_insee"] == insee and row["nom_voie"]:
                yield row["nom_voie"].strip(), _position(file, rows.line_num, row)


def _position(file: Path, line: int, row: dict[str, str]) -> tuple[float, float]:
    try:
        return float(row["lat"]), float(row["lon"])
    except (TypeError, ValueError):
        problem = f"is no position: {row['lat']!r}, {row['lon']!r}."
        fault = Fault(file.name, line, "lat", problem, "Take the row out, or download again.")
        raise FaultyFiles([fault]) from None


def _row(name: str, positions: list[tuple[float, float]]) -> dict[str, str]:
    return {
        "name": name,
        "kind": "street",
        "lat": f"{median(lat for lat, _ in positions):.6f}",
        "lon": f"{median(lon for _, lon in positions):.6f}",
        "aliases": "",
        "source": SOURCE,
        "confidence": f"median of {len(positions)} addresses",
    }
