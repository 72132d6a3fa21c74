from __future__ import annotations

import pytest

from hotline.errors import ConfigError
from hotline.speech.engine import engine


@pytest.mark.parametrize("name", ["nanotts", "espeak", "gtts"])
def test_an_engine_answers_to_its_module_name(name: str) -> None:
    found = engine(name)
    assert name == found.NAME
    assert found.languages()


@pytest.mark.parametrize("name", ["nobody", "wave", "child", "../plan", ""])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="engine"):
        engine(name)
