"""How does a test get a line over the fictional town, to edit, and a text to it?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import lru_cache
from itertools import count
from pathlib import Path

from flask.testing import FlaskClient

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.web import create_app
from tests.conftest import Clock

ids = count()


def a_town(config: Config, clock: Clock, folder: Path) -> Hotline:
    """A line over a copy of it in this folder."""
    city = folder / "bourg-fictif"
    shutil.copytree(ROOT / "tests" / "cities" / "bourg-fictif", city)
    config.directory_path.unlink()
    made = Hotline(replace(config, city=str(city)), clock)
    made.build_directory()
    return made


def text(line: Hotline, words: str, sender: str = "") -> str:
    """What the line answers, by the simulator's webhook; to somebody new, where nobody is named."""
    nth = next(ids)
    form = {"from": sender or f"+33639981{nth:03}", "text": words, "id": f"fictional-{nth}"}
    answer = phone(line).post("/channels/simulator/sms", json=form)
    return " ".join(each["text"] for each in answer.get_json()["texts"])


@lru_cache(maxsize=2)
def phone(line: Hotline) -> FlaskClient:
    """Who speaks to this line as a channel does."""
    return create_app(line).test_client()
