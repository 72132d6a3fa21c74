from __future__ import annotations

import pytest

from hotline import channels
from hotline.errors import ConfigError


@pytest.mark.parametrize("name", ["twilio", "simulator"])
def test_a_channel_has_all_it_takes(name: str) -> None:
    channel = channels.load(name)
    assert {"sms", "voice"} <= channel.EVENTS
    for verb in ("receive", "answer", "send", "was_sent", "forget", "forget_old"):
        assert callable(getattr(channel, verb))


@pytest.mark.parametrize(
    "name", ["", "fax", "intake", "spool", "twilio.send", "../config", "__init__"]
)
def test_no_such_channel(name: str) -> None:
    with pytest.raises(ConfigError, match="no channel"):
        channels.load(name)
