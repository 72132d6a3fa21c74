"""What does the line remember of people, and for how long? One record, in domain verbs."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, tzinfo

from hotline.store.appointments import Appointment, Appointments
from hotline.store.attempts import Attempts
from hotline.store.bridges import Bridges
from hotline.store.callback import Callback
from hotline.store.callbacks import Callbacks
from hotline.store.calls import Calls
from hotline.store.campaigns import Campaigns
from hotline.store.consents import Consents
from hotline.store.duty import Duty
from hotline.store.edits import Edits
from hotline.store.engine import AWAY, Engine
from hotline.store.factors import Factors
from hotline.store.facts import Facts
from hotline.store.flood import Flood
from hotline.store.invitations import Invitations
from hotline.store.keyring import unlock
from hotline.store.listening import Listening
from hotline.store.marks import TextMarks
from hotline.store.outbox import Outbox, OutboxRow
from hotline.store.pace import Pace
from hotline.store.phones import Phones
from hotline.store.pins import Pins
from hotline.store.reports import Reports
from hotline.store.retention import Retention
from hotline.store.sessions import Sessions
from hotline.store.staff import Staff, StaffMember
from hotline.store.statistics import Statistics
from hotline.store.steps import Steps
from hotline.store.subscribers import Subscribers
from hotline.store.takes import Take, Takes
from hotline.store.tally import Tally
from hotline.store.trail import Trail
from hotline.store.turns import Turns
from hotline.store.voicemails import Voicemails

__all__ = ["AWAY", "Appointment", "Callback", "OutboxRow", "StaffMember", "Store", "Take"]


class Store:
    """The live record. Every verb joins the transaction it is called in, or makes its own.

    `draw` is the die that references are thrown with: a whole number below its argument. `zone` is
    that of the months in which things are counted.
    """

    def __init__(
        self,
        path: str,
        key: bytes,
        draw: Callable[[int], int] = secrets.randbelow,
        zone: tzinfo = UTC,
    ) -> None:
        self.engine = Engine(path)
        self.vault = unlock(self.engine, key)
        self.turns = Turns(self.engine, self.vault, draw)
        self.tally = Tally(self.engine)
        self.statistics = Statistics(self.engine, self.tally, zone)
        self.callbacks = Callbacks(self.engine, self.vault, self.statistics)
        self.phones = Phones(self.engine, self.vault)
        self.bridges = Bridges(self.engine)
        self.voicemails = Voicemails(self.engine, self.vault)
        self.appointments = Appointments(self.engine)
        self.facts = Facts(self.engine, self.vault)
        self.steps = Steps(self.engine, self.vault)
        self.listening = Listening(self.engine, self.vault, draw)
        self.duty = Duty(self.engine)
        self.pace = Pace(self.engine)
        self.outbox = Outbox(self.engine, self.vault, self.pace)
        self.campaigns = Campaigns(self.engine)
        self.consents = Consents(self.engine)
        self.subscribers = Subscribers(self.engine, self.vault, self.consents)
        self.flood = Flood(self.engine, self.vault)
        self.calls = Calls(self.engine)
        self.pins = Pins(self.engine, self.vault)
        self.takes = Takes(self.engine)
        self.text_marks = TextMarks(self.engine, self.vault)
        self.trail = Trail(self.engine, self.vault)
        self.edits = Edits(self.engine)
        self.reports = Reports(self.engine)
        self.staff = Staff(self.engine, self.trail, self.duty, self.callbacks)
        self.invitations = Invitations(self.engine)
        self.sessions = Sessions(self.engine)
        self.attempts = Attempts(self.engine, self.vault)
        self.factors = Factors(self.engine, self.vault)
        self.retention = Retention(self.engine, self.trail, self.callbacks)
        self.transaction = self.engine.transaction
        self.together = self.engine.together
