"""Is a setting that cannot be meant refused, before anything starts with it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.config import Config, describe, load
from hotline.errors import ConfigError

WRONG = [
    ("HOTLINE_WORKERS", "0", "a whole number from 1 to 64, not '0'"),
    ("HOTLINE_WORKERS", "-1", "a whole number"),
    ("HOTLINE_WORKERS", "²", "a whole number"),
    ("HOTLINE_WORKERS", "9" * 5000, "a whole number"),
    ("HOTLINE_THREADS", "0", "from 1 to 256"),
    ("HOTLINE_PORT", "65536", "from 1 to 65535"),
    ("HOTLINE_ONLINE_SPEECH", "perhaps", "yes or no"),
    ("HOTLINE_LOG", "xml", "json or nothing"),
    ("HOTLINE_MESSAGES", "/no/such/folder", "no folder /no/such/folder"),
    ("HOTLINE_PUBLIC_URL", "http://[", "write https://host"),
    ("HOTLINE_PUBLIC_URL", "https://line.example:port", "write https://host"),
    ("TWILIO_API_BASE", "twilio", "write https://host"),
    ("HOTLINE_REDIS_URL", "lol", "write redis://host:6379/0"),
    ("HOTLINE_REDIS_URL", "redis://host:port", "write redis://host:6379/0"),
    ("HOTLINE_REDIS_URL", "redis://host?socket_timeout=x", "write redis://host:6379/0"),
]


@pytest.mark.parametrize(("variable", "value", "told"), WRONG)
def test_what_cannot_be_meant_is_refused(variable: str, value: str, told: str) -> None:
    with pytest.raises(ConfigError, match=variable) as refused:
        load({variable: value})
    assert told in str(refused.value)


@pytest.mark.parametrize("url", ["", "redis://:pw@host:6379/1", "rediss://host", "unix:///a/b"])
def test_the_address_of_a_queue(url: str) -> None:
    assert load({"HOTLINE_REDIS_URL": url}).redis_url == url


@pytest.mark.parametrize(("value", "meant"), [("yes", True), ("ON", True), ("0", False)])
def test_yes_and_no(value: str, meant: bool) -> None:
    assert load({"HOTLINE_ONLINE_SPEECH": value}).online_speech is meant


def test_the_password_of_the_queue_is_not_shown() -> None:
    config = Config(redis_url="redis://anna:passw0rd@host:6379")
    (shown,) = [value for name, value, _ in describe(config) if name == "HOTLINE_REDIS_URL"]
    assert shown == "redis://anna:…@host:6379"


def test_a_key_that_is_none_is_told_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "data.key"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=str(file)):
        Config(data_key_file=str(file)).key("data")
