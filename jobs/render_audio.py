"""Make every sound file that is missing."""

from __future__ import annotations

from hotline.app import Hotline
from hotline.speech.render import Rendered, render
from jobs import line


def render_audio() -> None:
    """Afterwards every piece of speech some engine can speak has its file."""
    render_by(line())


def render_by(hotline: Hotline) -> Rendered:
    """The same, by this line."""
    online = hotline.config.online_speech
    return render(hotline.machine_utterances(), hotline.library, online=online)
