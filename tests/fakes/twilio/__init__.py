"""A Twilio on loopback: its REST API with a ledger and scripted faults, and its signed webhooks."""

from tests.fakes.twilio.forms import ACCOUNT, TOKEN, signed
from tests.fakes.twilio.ledger import Ledger, Message
from tests.fakes.twilio.server import FakeTwilio, Fault
from tests.fakes.twilio.webhooks import Answer, Call, Webhooks

__all__ = [
    "ACCOUNT",
    "TOKEN",
    "Answer",
    "Call",
    "FakeTwilio",
    "Fault",
    "Ledger",
    "Message",
    "Webhooks",
    "signed",
]
