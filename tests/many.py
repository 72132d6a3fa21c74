"""Montreuil with every language there is a translation of, voices or not."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

from hotline.config import Config

VOICED = ("fr", "en", "ar", "es", "pt", "ro", "tr", "ru", "uk", "zh", "bn", "ta", "fa")
VOICELESS = ("bm", "snk", "ff", "ps")


def many_languages(config: Config, folder: Path) -> Config:
    """The same settings over a copy of the city pack that offers them all."""
    pack = folder / "pack"
    shutil.copytree(config.city_path, pack)
    settings = (pack / "city.toml").read_text(encoding="utf-8")
    offered = ", ".join(f'"{code}"' for code in (*VOICED, *VOICELESS))
    settings = re.sub(
        r"^languages = \[.*?\]", f"languages = [{offered}]", settings, flags=re.MULTILINE
    )
    spoken = "".join(f'{code} = ["espeak"]\n' for code in VOICED if f"\n{code} = [" not in settings)
    heading, rest = re.split(r"(?<=^\[voices\])(?=.*$)", settings, maxsplit=1, flags=re.MULTILINE)
    comment, _, rest = rest.partition("\n")
    whole = f"{heading}{comment}\n{spoken}{rest}"
    (pack / "city.toml").write_text(whole, encoding="utf-8")
    return replace(config, city=str(pack))
