"""Commands that play a resident or a caller: ask, dial, talk, understand."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TextIO

import click

from hotline.app import Hotline, open_line
from hotline.config import load
from hotline.model import Event, Inbound, Medium
from hotline.plan import Dial, HangUp, Keys, Next, Record, Refuse, Script, Utterance
from hotline.render import segments
from hotline.switchboard import Answered
from hotline.understand import understand as understood_by

EXAMPLE = "+33639980001"  # from the range reserved for fiction


@click.command()
@click.option("--from", "sender", default=EXAMPLE, help="Number that texts, E.164.")
@click.option("--keep", is_flag=True, help="Keep the turn in the real record.")
@click.option("--json", "as_json", is_flag=True)
@click.argument("words", nargs=-1, required=True)
def ask(sender: str, keep: bool, as_json: bool, words: tuple[str, ...]) -> None:
    """One SMS turn, on a throw-away record unless --keep."""
    with rehearsal(keep) as line:
        answered = _text(line, sender, " ".join(words))
    click.echo(json.dumps(as_dict(answered), ensure_ascii=False) if as_json else _shown(answered))


@click.command()
@click.option("--from", "sender", default=EXAMPLE, help='Number that calls; "" is a hidden one.')
@click.option("--keys", default="", help="Keys of each leg, comma-separated; empty is silence.")
@click.option("--keep", is_flag=True, help="Keep the call in the real record.")
@click.option("--json", "as_json", is_flag=True)
def dial(sender: str, keys: str, keep: bool, as_json: bool) -> None:
    """One call, printed as prompts and gathers."""
    pressed = keys.split(",") if keys else []
    with rehearsal(keep) as line:
        legs = [*call(line, sender or None, pressed)]
    if as_json:
        click.echo(json.dumps([leg_as_dict(leg) for leg in legs], ensure_ascii=False))
        return
    for index, leg in enumerate(legs):
        if index:
            click.echo(f"# {pressed[index - 1] or '(silence)'}")
        click.echo(spoken(leg))


@click.command()
@click.option("--from", "sender", default=EXAMPLE, help="Number that texts and calls.")
def talk(sender: str) -> None:
    """A phone in the terminal: type a text, or /call and then keys, /hangup, /quit."""
    click.echo("Type a text. /call calls, then keys; /hangup ends the call; /quit leaves.")
    with rehearsal(keep=True) as line:
        _talk(line, sender)


@click.command()
@click.option("--json", is_flag=True, expose_value=False, help="As it does anyway.")
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"), default="-")
def understand(file: TextIO) -> None:
    """One message a line in, one JSON object a line out, in order."""
    lexicon = open_line(load()).knowledge.newest()[1]
    for message in file:
        found = understood_by(message.rstrip("\r\n"), lexicon)
        shown = {
            "language": found.language,
            "command": found.command,
            "topic": found.topic,
            "topics": found.topics,
            "unsure": found.unsure,
            "places": [place.name for place in found.places],
            "urgent": found.urgent,
        }
        click.echo(json.dumps(shown, ensure_ascii=False))


@contextmanager
def rehearsal(keep: bool) -> Iterator[Hotline]:
    """The line, over its real record or one that is thrown away."""
    if keep:
        yield open_line(load())
        return
    with tempfile.TemporaryDirectory() as folder:
        yield open_line(replace(load(), database=str(Path(folder) / "live.sqlite")))


def call(line: Hotline, sender: str | None, keys: list[str]) -> Iterator[Script]:
    """The legs of one call: what is heard first, and after each of these keys."""
    id_ = uuid.uuid4().hex
    for step, digits in enumerate(["", *keys]):
        event: Event = "call" if step == 0 else "digits" if digits else "silence"
        script = line.answer(_inbound(line, "voice", event, sender, digits, id_, step)).reply.script
        if script is None:
            return
        yield script
        if script.ends:
            return


def spoken(script: Script) -> str:
    """A leg of a call as a reader sees it."""
    said = "\n".join(f"< {piece.text}" for piece in script.utterances)
    return f"{said}\n< [{verb(script.then)}]"


def verb(then: Next) -> str:
    """What a leg of a call ends in, as a reader sees it."""
    match then:
        case Keys(count):
            return f"gather {count}"
        case Record(seconds):
            return f"record {seconds}"
        case Dial(numbers, whisper):
            return f"dial {len(numbers)}: {' · '.join(piece.text for piece in whisper)}"
        case HangUp():
            return "hang up"
        case Refuse():
            return "refuse"


def leg_as_dict(script: Script) -> dict[str, Any]:
    """A leg of a call for programs."""
    prompts, then = [_prompt(piece) for piece in script.utterances], script.then
    gather = {"digits": then.count, "timeout": then.timeout} if isinstance(then, Keys) else None
    record = asdict(then) if isinstance(then, Record) else None
    dial = {"whisper": [_prompt(p) for p in then.whisper]} if isinstance(then, Dial) else None
    return {
        "prompts": prompts,
        "gather": gather,
        "record": record,
        "dial": dial,
        "hangup": script.ends,
    }


def _prompt(piece: Utterance) -> dict[str, str | None]:
    return {"text": piece.text, "language": piece.language, "file": piece.file or None}


def as_dict(answered: Answered) -> dict[str, Any]:
    """One SMS turn for programs."""
    heard, texts = answered.understood, answered.reply.texts
    counts = [segments.count(text) for text in texts]
    return {
        "language": answered.language,
        "command": heard.command,
        "topic": heard.topic,
        "places": [place.name for place in heard.places],
        "urgent": heard.urgent,
        "services": answered.plan.services,
        "texts": texts,
        "segments": sum(count.segments for count in counts),
        "encoding": counts[0].encoding if counts else None,
    }


def _text(line: Hotline, sender: str, text: str) -> Answered:
    return line.answer(_inbound(line, "sms", "text", sender, text, "", 0))


def _inbound(
    line: Hotline, medium: Medium, event: Event, sender: str | None, text: str, call: str, step: int
) -> Inbound:
    id_ = f"{call}:{step}" if call else uuid.uuid4().hex
    number = line.city.voice_line if medium == "voice" else line.city.sms_line
    return Inbound("terminal", medium, event, id_, sender, number, text, line.now(), call)


def _shown(answered: Answered) -> str:
    lines = []
    for text in answered.reply.texts:
        cost = segments.count(text)
        lines += [f"< {text}", f"  [{cost.segments} × {cost.encoding}, {cost.units} units]"]
    return "\n".join(lines) or "(silence)"


def _talk(line: Hotline, sender: str) -> None:
    id_, step = "", 0
    event: Event = "call"
    while True:
        said = _typed("#" if id_ else ">")
        match said:
            case "/quit":
                return
            case "/hangup":
                id_ = ""
                continue
            case "/call":
                id_, step, event = uuid.uuid4().hex, 0, "call"
            case _ if not id_:
                click.echo(_shown(_text(line, sender, said)))
                continue
            case _:
                step, event = step + 1, "digits" if said else "silence"
        keys = "" if event == "call" else said
        heard = line.answer(_inbound(line, "voice", event, sender, keys, id_, step)).reply.script
        if heard is not None:
            click.echo(spoken(heard))
            id_ = "" if heard.ends else id_


def _typed(sign: str) -> str:
    """The next line; at the end of the input, or on Ctrl-C, the wish to leave."""
    try:
        return str(click.prompt(sign, prompt_suffix=" ", default="", show_default=False))
    except click.Abort:
        return "/quit"


COMMANDS: tuple[click.Command, ...] = (ask, dial, talk, understand)
