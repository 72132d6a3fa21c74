"""Do the rows of a city pack name only rows that exist, and lead somewhere?"""

from __future__ import annotations

from collections.abc import Iterator

from hotline.directory.pack import Pack
from hotline.directory.table import Row, Table
from hotline.errors import Fault, did_you_mean


def faults(pack: Pack) -> Iterator[Fault]:
    """Ids given twice, names that nothing has, and telephones that are looked for in circles.

    Nothing is said of references to a table that could not be read whole.
    """
    for table, key in ((pack.locations, "id"), (pack.services, "id"), (pack.numbers, "number")):
        yield from _twice(table, key)
    yield from _unknown(pack.services, "location_id", pack.locations, "id")
    yield from _unknown(pack.locations, "reach_through", pack.locations, "id")
    yield from _unknown(pack.locations, "near", pack.places, "name")
    yield from _unserved(pack.locations)
    yield from _loops(pack.locations)
    yield from _nothing(pack)


def warnings(pack: Pack) -> Iterator[Fault]:
    """What is no fault, but leaves a person without a telephone or a service unseen."""
    by_id = {row["id"]: row for row in pack.locations.rows}
    called_back = {row["location_id"] for row in pack.services.rows if row["team"]}
    for row in pack.locations.rows:
        if _served(row) and row["id"] not in called_back and not has_phone(row, by_id):
            problem = "there is no telephone, and no team that calls back."
            yield row.fault("phone", problem, "Find its number, or fill in reach_through.")
    for row in pack.services.rows:
        if _served(row) and not _served(by_id[row["location_id"]]):
            problem = f"{row['location_id']!r} is not published: nor is this service."
            yield row.fault("location_id", problem, "Close the service too, or move it.")


def has_phone(row: Row, by_id: dict[str, Row]) -> bool:
    """Is there a telephone to give: its own, or that of a location it is reached through?"""
    return any(each["phone"] or each["phone_2"] for each in _onward(row, by_id))


def _served(row: Row) -> bool:
    return row["status"] == "published"


def _twice(table: Table, key: str) -> Iterator[Fault]:
    first: dict[str, Row] = {}
    for row in table.rows:
        other = first.setdefault(row[key].replace(" ", ""), row)
        if other is not row and row[key]:
            problem = f"{row[key]!r} is already row {other.number}."
            yield row.fault(key, problem, "Give it another one, or take one row out.")


def _unknown(table: Table, column: str, target: Table, key: str) -> Iterator[Fault]:
    if target.faults:
        return
    known = {*target.column(key)}
    for row in table.rows:
        if (named := row[column]) and named not in known:
            cure = did_you_mean(named, known, f"Add it to {target.file}, or correct it here.")
            yield row.fault(column, f"{named!r} is not in {target.file}.", cure)
        elif not named and column == "location_id":
            yield row.fault(column, "is empty.", f"Name a location of {target.file}.")


def _unserved(locations: Table) -> Iterator[Fault]:
    """A published location must not be reached through one that nobody is told of."""
    by_id = {row["id"]: row for row in locations.rows}
    for row in locations.rows:
        through = by_id.get(row["reach_through"])
        if through and _served(row) and not _served(through):
            problem = f"{through['id']!r} is not published."
            yield row.fault("reach_through", problem, "Name a location that is.")


def _nothing(pack: Pack) -> Iterator[Fault]:
    """Without a single service every question would be answered with no address."""
    if pack.services.faults or pack.locations.faults:
        return
    served = {row["id"] for row in pack.locations.rows if _served(row)}
    if not any(_served(row) and row["location_id"] in served for row in pack.services.rows):
        problem = "has no service that can be told: every question would get no address."
        cure = "Add one, published, at a published location."
        yield Fault(pack.services.file, None, "", problem, cure)


def _loops(locations: Table) -> Iterator[Fault]:
    by_id = {row["id"]: row for row in locations.rows}
    for row in locations.rows:
        path = [each["id"] for each in _onward(row, by_id)]
        if path[-1] == row["id"] and len(path) > 1:
            problem = f"goes round in a circle: {' > '.join(path)}."
            yield row.fault("reach_through", problem, "Let one of them have a telephone instead.")


def _onward(row: Row, by_id: dict[str, Row]) -> list[Row]:
    """This row and those it is reached through, until the end or the first one met again."""
    path = [row]
    while (following := by_id.get(path[-1]["reach_through"])) is not None:
        path.append(following)
        if following["id"] in [each["id"] for each in path[:-1]]:
            break
    return path
