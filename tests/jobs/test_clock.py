"""A clock that jumps, as that of a board without a battery does once the network comes back."""

from __future__ import annotations

import re

import pytest

from tests.jobs.conftest import World

KEYS = "1133"  # French, rights, legal help, by SMS
HOURS_BACK = (1, 26)


@pytest.mark.parametrize("hours", HOURS_BACK)
def test_a_dialogue_goes_on_when_the_clock_is_set_back(world: World, hours: int) -> None:
    world.text("rappel avocat")
    world.clock.forward(hours=-hours)
    world.text("1")
    (told,) = world.text("3")
    (reference,) = re.findall(r"\b\d{4}\b", told)
    assert world.text(reference)[0].startswith(f"Demande {reference}")
    (kept,) = world.line.store.callbacks.waiting([*world.line.city.teams])
    assert kept.reference == reference


@pytest.mark.parametrize("hours", HOURS_BACK)
def test_what_was_asked_for_leaves_once_when_the_clock_is_right_again(
    world: World, hours: int
) -> None:
    world.call(*KEYS)
    world.clock.forward(hours=-hours)
    world.sweep(2, minutes=1)
    world.clock.forward(hours=hours)
    world.sweep(3, minutes=1)
    assert len(world.sent) == 1


def test_a_clock_that_runs_ahead_sends_nothing_twice(world: World) -> None:
    world.call(*KEYS)
    world.sweep()
    world.clock.forward(hours=26)
    world.sweep(2, minutes=1)
    world.clock.forward(hours=-26)
    world.sweep(2, minutes=1)
    assert len(world.sent) == 1
