"""What does the line remember of people, and for how long? One record, in domain verbs."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from hotline.store.callback import Callback
from hotline.store.callbacks import Callbacks
from hotline.store.engine import Engine
from hotline.store.outbox import Outbox, OutboxRow
from hotline.store.retention import Retention
from hotline.store.staff import Staff, StaffMember
from hotline.store.turns import Turns
from hotline.store.vault import Vault

__all__ = ["Callback", "OutboxRow", "StaffMember", "Store"]


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
        self.outbox = Outbox(self.engine, self.vault)
        self.staff = Staff(self.engine, self.vault)
        self.retention = Retention(self.engine)
        self.transaction = self.engine.transaction
        self.together = self.engine.together
