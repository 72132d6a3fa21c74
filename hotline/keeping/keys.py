"""How does the record get another data key, so that the old one is of no use to anybody?

Interrupted at any moment it can be run again: the record changes in one transaction, and the next
key lies beside the present one until all is done. What is done is seen by which key opens it.
"""

from __future__ import annotations

import secrets
import shutil

from hotline import durable
from hotline.config import Config
from hotline.errors import ConfigError
from hotline.store.engine import Engine
from hotline.store.keyring import opens, rekey, unlock
from hotline.store.spool import Spool
from hotline.store.vault import Vault


def rotate(config: Config) -> dict[str, int]:
    """Everything is sealed under the next key, and the old one is dropped; how many rows of what.

    The next key is made here, or is HOTLINE_NEXT_DATA_KEY where the present one is a variable, too.
    Raises HotlineError while the line runs, or when something does not open.
    """
    key, following = config.key("data"), _next(config)
    engine = Engine(config.database_path, alone=True)
    try:
        done = {} if opens(engine, following) else _rekeyed(engine, key, following)
    finally:
        engine.close()
    done["spool"] = Spool(config.spool_path, Vault(key)).reseal(Vault(following))
    shutil.rmtree(config.state / "simulator", ignore_errors=True)  # a rehearsal, and a day old
    if not config.data_key:
        durable.put(config.next_key_path, config.data_key_path)
    return done


def _rekeyed(engine: Engine, key: bytes, following: bytes) -> dict[str, int]:
    return rekey(engine, unlock(engine, key), following)


def _next(config: Config) -> bytes:
    if config.data_key:
        if config.next_data_key in ("", config.data_key):
            raise ConfigError(
                "The data key is in HOTLINE_DATA_KEY: put another one (openssl rand -hex 32) into"
                " HOTLINE_NEXT_DATA_KEY. When this is done, move it to HOTLINE_DATA_KEY."
            )
    elif not config.next_key_path.exists():
        durable.write(config.next_key_path, secrets.token_hex(32).encode())
    return config.key("next_data")
