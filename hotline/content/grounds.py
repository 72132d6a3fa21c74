"""For which reasons may nobody be treated less well, by French law?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hotline.content.tables import read_table
from hotline.errors import Fault, FaultyFiles


def load_grounds(messages: Path) -> Mapping[str, str]:
    """The criteria of `grounds.toml`, by their ids, as French says them. Raises FaultyFiles."""
    path = messages / "grounds.toml"
    found = read_table(path)
    for id_, label in found.items():
        if not isinstance(label, str) or not label.strip():
            problem, cure = "is no text.", 'Write it as age = "Âge".'
            raise FaultyFiles([Fault(path.name, None, id_, problem, cure)])
    return found
