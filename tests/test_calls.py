"""Is everything a caller can hear made ahead of the call, and is every caller let go kindly?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.model import Event, Inbound
from hotline.plan import Keys, Record, Script
from hotline.switchboard import Answered
from tests.conftest import Clock
from tests.conversations.player import Player
from tests.talking import CITY, LANGUAGES, ids, relaxed, said
from tests.talking import line as line

CALLS = sorted((ROOT / "tests/conversations").glob("call_*.txt"))
CHOICE = r"(@ call\n(?:<.*\n)*)(?:# -\n(?:<.*\n)*)*# [1-4]"  # by a key, after any silence
VOICED = tuple(code for code in LANGUAGES if code in CITY.voices)
VOICELESS = tuple(code for code in LANGUAGES if code not in CITY.voices)
SILENCES = 16
KEYS = st.sampled_from([*"0123456789*#", "", "12", "99"])
CALLERS = st.sampled_from(["+33639981234", "+33199001234", None, "+33899001234", "+15005550006"])


@pytest.fixture(scope="module")
def catalogue(line: Hotline) -> set[tuple[str, str]]:
    """Every piece of speech that is made ahead of any call."""
    return {(p.language, p.text) for said in line.utterances().values() for p in said}


class Eavesdropper(Hotline):
    """A line that remembers every leg of every call."""

    def answer(self, inbound: Inbound) -> Answered:
        answered = super().answer(inbound)
        if answered.reply.script is not None:
            self.scripts.append(answered.reply.script)
        return answered

    def forget_everybody(self) -> None:
        """From now on every caller is new."""
        database = self.config.state / f"live{next(ids)}.sqlite"
        self.config = replace(self.config, database=str(database))
        self.__dict__.pop("store", None)
        self._switchboard = None
        self._built_at = 0

    @property
    def scripts(self) -> list[Script]:
        found: list[Script] = self.__dict__.setdefault("heard", [])
        return found


@pytest.mark.parametrize("language", [*VOICED, *VOICELESS])
def test_golden_calls_stay_in_the_catalogue(
    config: Config, clock: Clock, catalogue: set[tuple[str, str]], language: str
) -> None:
    line = Eavesdropper(config, clock, lambda below: next(ids) % below)
    for file in CALLS:
        line.forget_everybody()
        script = re.sub(CHOICE, rf"\g<1>{chosen(line, language)}", file.read_text(encoding="utf-8"))
        Player(line, clock).play(script)
    heard = {(piece.language, piece.text) for leg in line.scripts for piece in leg.utterances}
    assert heard
    assert heard - catalogue == set()


def chosen(line: Hotline, language: str) -> str:
    """The silences and the key by which a new caller chooses this language."""
    id_, rows = f"c{next(ids)}", ""
    for step in range(9):
        event: Event = "silence" if step else "call"
        plan = said(line, "voice", event, None, "", f"{id_}:{step}").plan
        keys = [choice.digit for choice in plan.choices if choice.meaning.value == language]
        if keys:
            return f"{rows}# {keys[0]}"
        rows += "# -\n"
    raise LookupError(language)


def call(line: Hotline, caller: str | None, keys: list[str]) -> Iterator[Script]:
    """The legs of one call, until these keys are used up or the line hangs up."""
    id_ = f"c{next(ids)}"
    for step, digits in enumerate(["", *keys]):
        event: Event = "call" if step == 0 else "digits" if digits else "silence"
        leg = said(line, "voice", event, caller, digits, f"{id_}:{step}").reply.script
        assert leg is not None
        yield leg
        if leg.ends:
            return


@relaxed
@given(caller=CALLERS, language=st.integers(1, 9), keys=st.lists(KEYS, max_size=14))
def test_no_keys_lead_out_of_the_catalogue_or_into_a_dead_end(
    line: Hotline,
    catalogue: set[tuple[str, str]],
    caller: str | None,
    language: int,
    keys: list[str],
) -> None:
    legs = [*call(line, caller, [str(language), *keys, *[""] * SILENCES])]
    for leg in legs:
        assert leg.utterances
        assert {(piece.language, piece.text) for piece in leg.utterances} <= catalogue
        assert leg.ends or isinstance(leg.then, Keys | Record)
    assert legs[-1].ends, "a caller who says nothing any more is never let go"


@relaxed
@given(caller=CALLERS, keys=st.lists(KEYS, max_size=8))
def test_the_same_key_is_never_offered_twice_in_one_breath(
    line: Hotline, caller: str | None, keys: list[str]
) -> None:
    id_ = f"c{next(ids)}"
    for step, digits in enumerate(["", *keys]):
        event: Event = "call" if step == 0 else "digits" if digits else "silence"
        plan = said(line, "voice", event, caller, digits, f"{id_}:{step}").plan
        offered = sorted(choice.digit for choice in plan.choices)
        assert all(one != other for one, other in pairwise(offered))
        assert plan.choices or plan.ends or plan.then != Keys()  # a number or a code to be typed
        if plan.ends:
            return


def test_who_only_listens_is_spoken_to_kindly_and_let_go(line: Hotline) -> None:
    legs = [*call(line, None, [""] * SILENCES)]
    goodbye = line.texts.get("goodbye", "fr", "voice").text
    assert legs[-1].utterances[-1].text == goodbye
    assert len(legs) <= SILENCES
