"""Which module speaks for this channel, and what does every such module offer?

A channel's name in the config is its module's name: adding a gateway adds one module here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from hotline.config import Config
from hotline.errors import ConfigError, Trouble
from hotline.model import Connection, Inbound, Outbound, Pickup, Receipt, Request
from hotline.plan import Reply

_NAME = re.compile(r"[a-z][a-z0-9]*")


class Channel(Protocol):
    """A provider we talk to."""

    EVENTS: frozenset[str]
    """The webhooks it serves, as the last part of their address."""

    LARGEST: int
    """Bytes of the largest honest webhook."""

    def receive(
        self, request: Request, config: Config, now: datetime
    ) -> Inbound | Receipt | Pickup:
        """What this webhook says. Raises RejectedRequest for what is not the provider's."""

    def answer(self, reply: Reply, config: Config, inbound: Inbound) -> tuple[str, str]:
        """The reply in the provider's own format: a body and its content type."""

    def send(self, outbound: Outbound, config: Config) -> str:
        """Send it once; returns the provider's id. Raises DeliveryError."""

    def was_sent(
        self, outbound: Outbound, config: Config, since: datetime, known: Collection[str] = ()
    ) -> str | None:
        """The provider's id of this message if it took it since then, else None.

        `known` are ids of other messages to this person, which may have the same words.

        Raises DeliveryError, with `maybe_sent`, when it can't be asked.
        """

    def call(self, outbound: Outbound, config: Config) -> str:
        """Ring the person and say it; returns the provider's id. Raises DeliveryError."""

    def was_called(
        self, outbound: Outbound, config: Config, since: datetime, known: Collection[str] = ()
    ) -> str | None:
        """The provider's id of this call if it was made since then, else None; as `was_sent`."""

    def ring_staff(self, number: str, line: str, bridge: str, config: Config) -> str:
        """Ring a member of staff from this line; what they do comes back as a `Pickup`.

        Returns the provider's id of the call. Raises DeliveryError.
        """

    def connect(
        self, connection: Connection, pickup: Pickup, line: str, config: Config
    ) -> tuple[str, str]:
        """What they get then, in the provider's own format: a body and its content type.

        A person is rung under the number of this line.
        """

    def received(self, config: Config, line: str, since: datetime) -> list[Inbound]:
        """The texts to this number that the provider still holds. Raises DeliveryError."""

    def erase_received(self, id_: str, config: Config) -> None:
        """The provider holds this text no more, perhaps never did. Raises DeliveryError."""

    def recording(self, id_: str, config: Config) -> bytes:
        """The WAV of a caller's `Recording`. Raises DeliveryError; `permanent`: there is none."""

    def erase_recording(self, id_: str, config: Config) -> None:
        """The provider holds it no more, perhaps never did. Raises DeliveryError: ask again."""

    def recorded(self, config: Config, since: datetime) -> list[Inbound]:
        """The recordings of calls that the provider still holds, each as the end of its call.

        Raises DeliveryError.
        """

    def trouble(self, code: str) -> Trouble:
        """What the code of a receipt means; one it does not know is temporary."""

    def forget(self, number: str, config: Config) -> None:
        """Nothing the channel keeps on this machine is about this number any more."""

    def forget_old(self, before: datetime, config: Config) -> int:
        """Erase what it keeps on this machine of people nothing was sent to since; how many."""


def load(name: str) -> Channel:
    """The channel with this name. Raises ConfigError when there is none."""
    module = f"{__name__}.{name}"
    try:
        channel = import_module(module) if _NAME.fullmatch(name) else None
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        channel = None
    if not hasattr(channel, "receive"):
        raise ConfigError(f"There is no channel called {name!r} under hotline/channels/.")
    return cast(Channel, channel)
