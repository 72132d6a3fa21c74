"""Which city has no floods, whatever is measured or drilled in it?"""

from __future__ import annotations

import shutil
from pathlib import Path

from hotline.config import ROOT

LIMITS = """
[limits]
segments_a_second = 1000
segments_a_day = 1000000
newcomers_an_hour = 1000000
"""


def unhurried(folder: Path) -> Path:
    """Montreuil in another folder, where nobody is taken for a flood and nothing is forgotten."""
    city = folder / "city"
    shutil.copytree(ROOT / "messages" / "cities" / "montreuil", city)
    table = (city / "city.toml").read_text()
    head, _, rest = table.partition("[limits]")
    rest = rest[rest.index("\n[") :]
    table = head + LIMITS + rest
    table = table.replace("closed_callback_days = 7", "closed_callback_days = 60")
    (city / "city.toml").write_text(table.replace("outbox_days = 7", "outbox_days = 60"))
    return city
