from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hotline.store import Store
from hotline.store.engine import Engine
from tests.conftest import MONDAY

_BUMP = """
import sys
from hotline.store.engine import Engine
engine = Engine(sys.argv[1])
for _ in range(50):
    with engine.transaction():
        seen = engine.one("select count(*) as n from tally")["n"]
        engine.run("insert into tally (name, label, n) values (:name, '', :n)",
                   name=f"{sys.argv[2]}-{seen}", n=seen)
"""


def test_the_record_is_as_durable_as_promised(store: Store) -> None:
    values = [
        store.engine.database.execute(f"pragma {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete")
    ]
    assert values == ["wal", 2, 1]


def test_read_then_write_from_several_processes_never_locks(tmp_path: Path) -> None:
    path = str(tmp_path / "live.sqlite")
    command = [sys.executable, "-c", _BUMP, path]
    running = [subprocess.Popen([*command, str(index)]) for index in range(4)]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    rows = Engine(path).all("select n from tally")
    assert sorted(row["n"] for row in rows) == [*range(200)]


def fail(store: Store) -> None:
    store.staff.audit("s", "looked", "row", MONDAY)
    raise ValueError("half-way")


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="half-way"), store.transaction():
        fail(store)
    assert store.staff.audited("row") == []


def test_an_inner_transaction_joins_the_outer_one(store: Store) -> None:
    with pytest.raises(ValueError, match="half-way"), store.transaction(), store.transaction():
        fail(store)
    assert store.staff.audited("row") == []


def test_work_of_many_threads_is_all_done(store: Store) -> None:
    def work(index: int) -> int:
        return store.together(lambda: store.staff.audit("s", f"{index}", "row", MONDAY) or index)

    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(work, range(100))] == [*range(100)]
    assert len(store.staff.audited("row")) == 100


def test_in_shared_work_only_what_failed_is_undone(store: Store) -> None:
    def work(index: int) -> str:
        try:
            store.together(lambda: fail(store) if index % 2 else None)
        except ValueError as error:
            return str(error)
        return store.together(lambda: store.staff.audit("s", "ok", "row", MONDAY) or "ok")

    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(work, range(20))] == ["ok", "half-way"] * 10
    assert len(store.staff.audited("row")) == 10


def test_each_thread_has_a_connection_of_its_own(store: Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: store.engine.database).result()
    assert other is not store.engine.database
