"""Make every sound file that is missing."""

from __future__ import annotations

from hotline.speech.render import render
from jobs import line


def render_audio() -> None:
    """Afterwards every piece of speech some engine can speak has its file."""
    hotline = line()
    render(hotline.machine_utterances(), hotline.library, online=hotline.config.online_speech)
