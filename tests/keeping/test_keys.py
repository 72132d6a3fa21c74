"""Is everything there under the new key, and is the old one good for nothing?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hotline.app import Hotline
from hotline.config import Config
from hotline.errors import ConfigError, HotlineError
from hotline.keeping import keys
from hotline.keeping.keys import rotate
from hotline.model import Inbound
from hotline.store import Store
from hotline.store.alone import InUse
from tests.keeping.conftest import PERSON, STOPPED, WHOLE, known, stop, text


def test_a_new_key_opens_all_that_the_old_one_did(
    lived: Hotline, reopened: Hotline, config: Config
) -> None:
    assert known(lived) == WHOLE
    old = config.key("data")
    done = rotate(stop(lived).config)
    assert config.key("data") != old
    assert {"callback_request", "callback_event", "person", "session", "inbound"} <= {*done}
    assert known(reopened) == WHOLE
    assert reopened.store.trail.verify() == []


def test_it_goes_on_where_it_was(lived: Hotline, reopened: Hotline) -> None:
    """The same message again gets the same reply, and the person is still known."""
    again = Inbound("simulator", "sms", "text", "twice", PERSON, "", "logement", lived.now())
    reply = lived.answer(again).reply
    rotate(stop(lived).config)
    assert reopened.answer(again).reply == reply
    text(reopened, PERSON, "annuler", "oui")
    text(reopened, STOPPED, "start")
    assert not reopened.store.turns.opted_out(reopened.store.turns.person(STOPPED) or "")


def test_again_and_again(lived: Hotline, reopened: Hotline) -> None:
    stop(lived)
    for _ in range(3):
        rotate(lived.config)
    assert known(reopened) == WHOLE
    assert len(reopened.store.vault.index_keys) == 4


def test_the_old_key_opens_nothing(lived: Hotline, config: Config) -> None:
    old = config.key("data")
    rotate(stop(lived).config)
    with pytest.raises(ConfigError, match="not the one this record was made with"):
        Store(config.database_path, old)
    assert [path.name for path in config.data_key_path.parent.iterdir()] == ["data.key"]


def test_no_blind_index_stays_as_it_was(lived: Hotline, config: Config) -> None:
    before = [lived.store.turns.person(number) for number in (PERSON, STOPPED)]
    rotate(stop(lived).config)
    held = b"".join(path.read_bytes() for path in config.state.glob("live.sqlite*"))
    assert [each for each in before if each and each.encode() in held] == []


def test_what_waits_on_the_spool_is_taken_in_all_the_same(
    lived: Hotline, reopened: Hotline
) -> None:
    spooled = Inbound("simulator", "sms", "text", "late", PERSON, "", "logement", lived.now())
    lived.spool.put(spooled, told=False)
    assert rotate(stop(lived).config)["spool"] == 1
    assert [each.inbound.id for each in reopened.spool.waiting()] == ["late"]


@pytest.mark.parametrize("where", ["opens", "_rekeyed", "Spool", "durable.put"])
def test_interrupted_anywhere_it_is_run_again(
    lived: Hotline, reopened: Hotline, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    lived.spool.put(
        Inbound("simulator", "sms", "text", "late", PERSON, "", "x", lived.now()), told=False
    )
    stop(lived)
    with monkeypatch.context() as patch:
        patch.setattr(f"hotline.keeping.keys.{where}", interrupted)
        with pytest.raises(KeyboardInterrupt):
            rotate(lived.config)
    rotate(lived.config)
    assert known(reopened) == WHOLE
    assert len([*reopened.spool.waiting()]) == 1


def test_interrupted_within_the_record_nothing_has_changed(
    lived: Hotline, reopened: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(lived)
    with monkeypatch.context() as patch:
        patch.setattr("hotline.store.trail.Trail.remake", interrupted)
        with pytest.raises(KeyboardInterrupt):
            rotate(lived.config)
    assert known(reopened) == WHOLE


def test_not_while_the_line_runs(lived: Hotline) -> None:
    with pytest.raises(InUse, match="Stop the line"):
        rotate(lived.config)
    assert known(lived) == WHOLE


def test_a_trail_that_was_tampered_with_is_not_proven_anew(lived: Hotline) -> None:
    lived.store.engine.run("update trail set staff = 'other'")
    with pytest.raises(HotlineError, match="trail does not hold"):
        rotate(stop(lived).config)


def test_a_key_in_a_variable_needs_the_next_one_there_too(lived: Hotline, config: Config) -> None:
    stop(lived)
    given = replace(config, data_key=config.key("data").hex())
    with pytest.raises(ConfigError, match="HOTLINE_NEXT_DATA_KEY"):
        rotate(given)
    rotate(replace(given, next_data_key="ab" * 32))
    assert known(Hotline(replace(config, data_key="ab" * 32), lived.now)) == WHOLE


def interrupted(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_the_names_that_are_interrupted_are_those_of_the_module() -> None:
    assert {"opens", "_rekeyed", "Spool", "durable"} <= {*vars(keys)}
