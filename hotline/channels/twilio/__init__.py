"""How does the line speak with Twilio?

Webhooks come in by `receive` and get TwiML from `answer`; the REST API is called by `send` and
`was_sent`. Twilio repeats a webhook that had no answer within 15 s, with the header
`I-Twilio-Idempotency-Token` and the same sid: that sid is the inbound's id, and the same id always
gets the same reply, so the header itself is not read.
"""

from hotline.channels.twilio.answer import answer
from hotline.channels.twilio.bridge import connect, ring_staff
from hotline.channels.twilio.codes import trouble
from hotline.channels.twilio.forget import forget, forget_old
from hotline.channels.twilio.pull import erase_received, received
from hotline.channels.twilio.receive import EVENTS, receive
from hotline.channels.twilio.recordings import erase_recording, recorded, recording
from hotline.channels.twilio.ring import call, was_called
from hotline.channels.twilio.send import send, was_sent

LARGEST = 64 * 1024  # bytes of a webhook: recordings come by reference

__all__ = [
    "EVENTS",
    "LARGEST",
    "answer",
    "call",
    "connect",
    "erase_received",
    "erase_recording",
    "forget",
    "forget_old",
    "receive",
    "received",
    "recorded",
    "recording",
    "ring_staff",
    "send",
    "trouble",
    "was_called",
    "was_sent",
]
