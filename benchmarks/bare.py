"""The least a Twilio webhook can do: validate the signature, return a constant TwiML."""

from __future__ import annotations

import os

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

app = Flask(__name__)
validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
base = os.environ["HOTLINE_PUBLIC_URL"]
TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Hello</Message></Response>'


@app.post("/channels/twilio/sms")
def sms() -> Response:
    signature = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(base + request.path, request.form, signature):
        return Response(status=403)
    return Response(TWIML, content_type="application/xml")
