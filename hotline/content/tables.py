"""What stands in this TOML file, or where is it broken?"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from hotline.errors import Fault, FaultyFiles


def read_table(path: Path) -> dict[str, Any]:
    """The tables of this file. Raises FaultyFiles when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        fault = Fault(path.name, None, "", f"cannot be read: {error}.", "Mend that line.")
        raise FaultyFiles([fault]) from None
