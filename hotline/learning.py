"""What has the line learnt from the examples, and where is it kept so that it starts at once?"""

from __future__ import annotations

import hashlib
import logging
import secrets
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

from hotline.content.examples import FOLDER, load_examples
from hotline.understand.learned import VERSION, Learned, learn

logger = logging.getLogger(__name__)

KEPT = "learned"
_NAMES = ("meanings", "languages")
_ARRAYS = ("keys", "weights", "word_keys", "word_weights", "rare_keys")


def learned(messages: Path, meanings: Collection[str]) -> Learned:
    """What `messages/said/` teaches, from the file kept beside it where that is still true.

    Learning takes seconds, reading the file hundredths of one. Raises FaultyFiles.
    """
    kept = messages / KEPT / f"{_digest(messages)}.npz"
    found = _read(kept)
    if found is None:
        examples = load_examples(messages, meanings)
        found = learn((each.language, each.means, each.text) for each in examples)
        _keep(found, kept)
    return found


def _digest(messages: Path) -> str:
    """Names what was learnt from: the examples, and the way of learning."""
    digest = hashlib.sha256(VERSION.encode())
    for path in sorted((messages / FOLDER).glob("*.txt")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _read(kept: Path) -> Learned | None:
    try:
        with np.load(kept, allow_pickle=False) as arrays:
            names = [tuple(arrays[name].tolist()) for name in _NAMES]
            found: list[Any] = [*names, *(arrays[name] for name in _ARRAYS)]
            return Learned(*found)
    except FileNotFoundError:
        return None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        logger.warning("what was learnt cannot be read: it is learnt again")
        return None


def _keep(found: Learned, kept: Path) -> None:
    """Write it whole or not at all; a folder that can't be written costs time, nothing else."""
    arrays: dict[str, Any] = {name: getattr(found, name) for name in (*_NAMES, *_ARRAYS)}
    part = kept.with_suffix(f".{secrets.token_hex(4)}.part.npz")
    try:
        kept.parent.mkdir(exist_ok=True)
        np.savez(part, **arrays)
        part.replace(kept)
        for older in set(kept.parent.glob("*.npz")) - {kept}:
            older.unlink(missing_ok=True)
    except OSError:
        logger.info("what was learnt cannot be kept beside the messages")
