"""What does the line remember of people, and for how long? One record, in domain verbs."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from hotline.errors import ConfigError, HotlineError
from hotline.store.callback import Callback
from hotline.store.callbacks import Callbacks
from hotline.store.campaigns import Campaigns
from hotline.store.consents import Consents
from hotline.store.duty import Duty
from hotline.store.engine import AWAY, Engine
from hotline.store.flood import Flood
from hotline.store.listening import Listening
from hotline.store.outbox import Outbox, OutboxRow
from hotline.store.pace import Pace
from hotline.store.retention import Retention
from hotline.store.staff import Staff, StaffMember
from hotline.store.tally import Tally
from hotline.store.turns import Turns
from hotline.store.vault import Vault

_CHECK = "about.value/data_key"

__all__ = ["AWAY", "Callback", "OutboxRow", "StaffMember", "Store"]


class Store:
    """The live record. Every verb joins the transaction it is called in, or makes its own.

    `draw` is the die that references are thrown with: a whole number below its argument.
    """

    def __init__(
        self, path: str, key: bytes, draw: Callable[[int], int] = secrets.randbelow
    ) -> None:
        self.engine = Engine(path)
        self.vault = Vault(key)
        self.turns = Turns(self.engine, self.vault, draw)
        self.callbacks = Callbacks(self.engine, self.vault)
        self.listening = Listening(self.engine, self.vault, draw)
        self.duty = Duty(self.engine, self.vault)
        self.pace = Pace(self.engine)
        self.outbox = Outbox(self.engine, self.vault, self.pace)
        self.campaigns = Campaigns(self.engine)
        self.consents = Consents(self.engine)
        self.tally = Tally(self.engine)
        self.flood = Flood(self.engine, self.vault)
        self.staff = Staff(self.engine, self.vault)
        self.retention = Retention(self.engine)
        self._check_key()
        self.transaction = self.engine.transaction
        self.together = self.engine.together

    def _check_key(self) -> None:
        """Raises ConfigError when the record was made with another data key.

        With a wrong key everything would seem to work, and nobody who had said STOP be known.
        """
        with self.engine.transaction():
            row = self.engine.one("select value from about where key = 'data_key'")
            if row is None:
                self.engine.run(
                    "insert into about (key, value) values ('data_key', :value)",
                    value=self.vault.seal("data_key", _CHECK),
                )
                return
        try:
            self.vault.open(row["value"], _CHECK)
        except HotlineError:
            raise ConfigError(
                "The data key is not the one this record was made with: put the right one back into"
                " HOTLINE_DATA_KEY or STATE/keys/data.key."
            ) from None
