from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from hotline.store.engine import Engine


def test_an_older_record_gets_the_columns_that_came_since_and_keeps_its_rows(
    tmp_path: Path,
) -> None:
    path = tmp_path / "live.sqlite"
    old = Database(path)
    old.execute("create table person (person text primary key, language text)")
    old.execute("insert into person values ('a', 'fr')")
    old.conn.commit()
    old.close()
    row = next(iter(Engine(str(path)).database["person"].rows))
    assert (row["person"], row["language"], row["seen_at"]) == ("a", "fr", "")


def test_a_new_record_lacks_nothing(tmp_path: Path) -> None:
    first, second = (Engine(str(tmp_path / "live.sqlite")) for _ in range(2))
    assert first.database.table_names() == second.database.table_names()
