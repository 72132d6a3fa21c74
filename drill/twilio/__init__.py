"""A Twilio on loopback: its REST API with a ledger and scripted faults, and its signed webhooks."""

from drill.twilio.forms import ACCOUNT, TOKEN, signed
from drill.twilio.ledger import Ledger, Message
from drill.twilio.server import FakeTwilio, Fault
from drill.twilio.webhooks import Answer, Call, Webhooks

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
