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
        seen = engine.one("select count(*) as n from audit")["n"]
        engine.run("insert into audit (id, at, what, subject) values (:id, '', '', :n)",
                   id=f"{sys.argv[2]}-{seen}", n=str(seen))
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
    rows = Engine(path).all("select subject from audit")
    assert sorted(int(row["subject"]) for row in rows) == [*range(200)]


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.staff.audit("s", "looked", "row", MONDAY)
        _ = 1 / 0
    assert store.staff.audited("row") == []


def test_an_inner_transaction_joins_the_outer_one(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        with store.transaction():
            store.staff.audit("s", "looked", "row", MONDAY)
        _ = 1 / 0
    assert store.staff.audited("row") == []


def test_each_thread_has_a_connection_of_its_own(store: Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: store.engine.database).result()
    assert other is not store.engine.database
