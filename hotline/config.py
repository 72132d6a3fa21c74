"""Which settings does the line have, what do they mean, and what are they now?"""

from __future__ import annotations

import dataclasses
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hotline import durable, log
from hotline.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
_YES, _NO = ("1", "yes", "true", "on"), ("0", "no", "false", "off")
_PASSWORD = re.compile(r"(?<=:)[^:@/]+(?=@)")  # of an address


def field(default: Any, text: str, *, secret: bool = False, most: int = 0) -> Any:
    """One setting: its default, its help, whether its value may be shown; of a number the most."""
    about = {"help": text, "secret": secret, "most": most}
    return dataclasses.field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, each read from the environment variable of its name in capitals.

    The prefix is `HOTLINE_` unless the setting's name starts with `twilio_`.
    """

    state: Path = field(Path("var"), "folder of everything the line keeps")
    database: str = field("", "live record: a path; empty is STATE/live.sqlite")
    spool: str = field("", "folder for what comes in while the record is away; empty: STATE/spool")
    redis_url: str = field("", "a Redis or Valkey; empty starts one inside STATE")
    city: str = field("montreuil", "a folder name under messages/cities/, or a path")
    secret_key: str = field("", "signs cookies; empty is made once in STATE/keys", secret=True)
    data_key: str = field(
        "", "seals numbers and texts, 64 hex digits; empty is made once in STATE/keys", secret=True
    )
    data_key_file: str = field("", "where the data key is; empty: STATE/keys/data.key")
    next_data_key: str = field("", "the one `hotline keys rotate` changes to", secret=True)
    public_url: str = field("", "the address providers call, https://…, as they sign it")
    bind: str = field("127.0.0.1", "address the web server listens on")
    port: int = field(8000, "port the web server listens on", most=65535)
    workers: int = field(2, "web processes", most=64)
    threads: int = field(4, "threads in each web process", most=256)
    log: str = field("", "how the log is written: empty is prose, json is one object a line")
    messages: Path = field(ROOT / "messages", "folder of texts and cities")
    audio: Path = field(ROOT / "audio", "folder of recorded and rendered speech")
    online_speech: bool = field(False, "may `audio render` ask gTTS over the internet?")
    twilio_account_sid: str = field("", "Twilio account; with the token, turns `twilio` on")
    twilio_auth_token: str = field(
        "", "Twilio token; two, comma-separated, while one is replaced", secret=True
    )
    twilio_api_base: str = field("", "another Twilio-compatible server, http(s)://host:port")

    smtp_password: str = field(
        "", "password of the mail server of [digest] in city.toml", secret=True
    )

    @property
    def database_path(self) -> str:
        """Where the live record is."""
        return self.database or str(self.state / "live.sqlite")

    @property
    def spool_path(self) -> Path:
        """Where inbounds wait while the record is away: best on another disk."""
        return Path(self.spool) if self.spool else self.state / "spool"

    @property
    def directory_path(self) -> Path:
        """Where the built directory is."""
        return self.state / "directory.sqlite"

    @property
    def city_path(self) -> Path:
        """The folder of the city pack."""
        named = self.messages / "cities" / self.city
        return named if named.is_dir() else Path(self.city)

    @property
    def channel(self) -> str:
        """The channel that serves: `twilio` where its credentials are set, else `simulator`."""
        return "twilio" if self.twilio_account_sid and self.twilio_auth_token else "simulator"

    @property
    def base_url(self) -> str:
        """The public URL, or the local one, without a slash at the end."""
        return (self.public_url or f"http://{self.bind}:{self.port}").rstrip("/")

    def key(self, name: str) -> bytes:
        """The key called `name` (`secret`, `data`, `next_data`), 32 bytes; made on first use.

        Raises ConfigError when the setting is not 64 hexadecimal digits.
        """
        written: str = getattr(self, f"{name}_key")
        paths = {"data": self.data_key_path, "next_data": self.next_key_path}
        path = paths.get(name, self.state / "keys" / f"{name}.key")
        if written:
            return _hex_key(written, f"HOTLINE_{name.upper()}_KEY")
        return _hex_key(_key_file(path), str(path))

    @property
    def data_key_path(self) -> Path:
        """Where the data key is, unless it is given as a variable."""
        return Path(self.data_key_file or self.state / "keys" / "data.key")

    @property
    def next_key_path(self) -> Path:
        """Where the next data key waits while everything is sealed under it."""
        return self.data_key_path.with_name(f"{self.data_key_path.name}.next")


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return name.upper() if name.startswith("twilio_") else f"HOTLINE_{name.upper()}"


def load(environ: Mapping[str, str] | None = None) -> Config:
    """The settings as the environment has them. Raises ConfigError naming the wrong variable."""
    environ = os.environ if environ is None else environ
    given: dict[str, Any] = {}
    for item in fields(Config):
        raw = environ.get(variable(item.name), "").strip()
        if raw:
            given[item.name] = _typed(item.name, raw, item.default, item.metadata["most"])
    config = Config(**given)
    _check_queue(config.redis_url)
    for name in ("public_url", "twilio_api_base"):
        _check_address(name, getattr(config, name))
    if not config.messages.is_dir():
        raise ConfigError(f"HOTLINE_MESSAGES: there is no folder {config.messages}.")
    if config.database.startswith(("postgres:", "postgresql:")):
        raise ConfigError(
            "HOTLINE_DATABASE: this version keeps its record in SQLite only; give a path."
        )
    if config.log not in (log.PROSE, log.JSON):
        raise ConfigError(f"HOTLINE_LOG must be json or nothing, not {config.log!r}.")
    if bool(config.twilio_account_sid) != bool(config.twilio_auth_token):
        raise ConfigError("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN go together: set both or none.")
    if config.channel == "twilio" and not config.public_url.startswith(("https://", "http://")):
        raise ConfigError(
            "HOTLINE_PUBLIC_URL is needed with Twilio: the https:// address that Twilio calls, "
            "because its signature covers that address."
        )
    return config


def describe(config: Config) -> list[tuple[str, str, str]]:
    """(variable, value with secrets hidden, help) of every setting, in order."""
    rows = []
    for item in fields(Config):
        value = _PASSWORD.sub("…", str(getattr(config, item.name)))
        hidden = item.metadata["secret"] and value
        rows.append((variable(item.name), "(set)" if hidden else value, item.metadata["help"]))
    return rows


def _typed(name: str, raw: str, default: Any, most: int) -> Any:
    if isinstance(default, bool):
        if raw.lower() not in (*_YES, *_NO):
            raise ConfigError(f"{variable(name)} must be yes or no, not {raw!r}.")
        return raw.lower() in _YES
    if isinstance(default, int):
        if not re.fullmatch(r"[0-9]{1,9}", raw) or not 0 < int(raw) <= most:
            wanted = f"a whole number from 1 to {most}"
            raise ConfigError(f"{variable(name)} must be {wanted}, not {raw!r}.")
        return int(raw)
    return Path(raw) if isinstance(default, Path) else raw


def _check_address(name: str, url: str) -> None:
    try:
        fit = urlsplit(url).scheme in ("http", "https") and urlsplit(url).port != 0
    except ValueError:
        fit = False
    if url and not fit:
        raise ConfigError(f"{variable(name)} is no address: write https://host, or leave it empty.")


def _check_queue(url: str) -> None:
    """Raises ConfigError for what is no address of a queue; it is not shown: it may hold a key."""
    if not url:
        return
    from redis.connection import parse_url  # slow to import, and seldom needed here

    try:
        parse_url(url)  # type: ignore[no-untyped-call]
    except ValueError:
        raise ConfigError(
            "HOTLINE_REDIS_URL is no address of a Redis or Valkey: write redis://host:6379/0, "
            "rediss://… or unix:///path, or leave it empty."
        ) from None


def _hex_key(written: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(written)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ConfigError(f"{where} must be 64 hexadecimal digits (openssl rand -hex 32).")
    return key


def _key_file(path: Path) -> str:
    """The key in this file; four processes may start at once, and all must get the same one."""
    if not path.exists():
        durable.make_folder(path.parent)
        mine = path.with_suffix(f".{secrets.token_hex(4)}")
        durable.write(mine, secrets.token_hex(32).encode())
        try:
            os.link(mine, path)  # fails if another process was first: then theirs is the key
        except FileExistsError:
            pass
        finally:
            mine.unlink()
        durable.keep_names(path.parent)  # without its key the record is worth nothing
    return path.read_text(errors="replace").strip()
