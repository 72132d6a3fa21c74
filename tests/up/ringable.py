"""Jobs for the tests: they leave a file behind, named by the id they were rung with."""

import os
import time
from pathlib import Path


def leave(name: str) -> None:
    (Path(os.environ["TEST_FOLDER"]) / name).write_text(str(os.getpid()))


def dawdle(name: str) -> None:
    leave(name)
    time.sleep(1000)


def fail() -> None:
    raise ValueError("je m'appelle Awa")
