from __future__ import annotations

import pytest

from drill.twilio import FakeTwilio, Fault
from hotline.channels import twilio
from hotline.config import Config
from hotline.errors import DeliveryError

SID = "RE" + "a" * 32
WAV = b"RIFF\x00\xff\xfe"


def test_a_recording_is_fetched_and_then_erased(reached: Config, fake: FakeTwilio) -> None:
    fake.api.recordings[SID] = WAV
    assert twilio.recording(SID, reached) == WAV
    for _ in range(2):  # gone is gone
        twilio.erase_recording(SID, reached)
    assert SID not in fake.api.recordings


def test_one_that_is_not_there_yet_is_asked_for_again(reached: Config, fake: FakeTwilio) -> None:
    with pytest.raises(DeliveryError) as missing:
        twilio.recording(SID, reached)
    assert (missing.value.code, missing.value.permanent) == ("404", False)


def test_a_refusal_to_erase_is_told(reached: Config, fake: FakeTwilio) -> None:
    fake.api.recordings[SID] = WAV
    fake.script(Fault(status=500, code=20500, method="DELETE"))
    with pytest.raises(DeliveryError):
        twilio.erase_recording(SID, reached)
