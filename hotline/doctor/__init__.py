"""What is wrong with this machine or these settings, and how is each fault cured?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hotline.config import Config
from hotline.doctor import machine, service, settings
from hotline.doctor.finding import Finding, Level
from hotline.errors import Fault

__all__ = ["Finding", "Level", "examine"]

CHECKS = (
    machine.python,
    machine.sqlite,
    machine.time_zones,
    machine.clock,
    machine.synchronised,
    machine.state_folder,
    machine.disk,
    machine.port,
    settings.names,
    settings.key_files,
    settings.different_keys,
    settings.twilio,
    settings.public_url,
    service.redis,
    service.directory,
    service.calls_back,
)


def examine(
    config: Config,
    *,
    audio_missing: Callable[[], int] | None = None,
    city: Callable[[], tuple[Sequence[Fault], Sequence[Fault]]] | None = None,
) -> list[Finding]:
    """What every check found, in a steady order; nothing is changed and no secret is shown.

    `audio_missing` counts the texts without a recording; `city` names faults
    of the pack and what somebody should look into.
    """
    found = [finding for check in CHECKS for finding in check(config)]
    found += service.audio(audio_missing) if audio_missing else []
    found += service.city(city) if city else []
    return found
