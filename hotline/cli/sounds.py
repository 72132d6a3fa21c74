"""Commands on what the line sounds like: machine voices, and people's."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from hotline.app import Hotline, open_line
from hotline.config import load
from hotline.content.texts import SOURCE
from hotline.errors import ConfigError
from hotline.plan import SLOWLY, Utterance
from hotline.speech import take
from hotline.speech.render import render
from hotline.speech.script import Line, as_page, as_text, lines
from hotline.speech.status import status

HEAD = ("", "recorded", "rendered", "stale", "missing", "minutes", "MB", "in calls")


@click.group()
def audio() -> None:
    """Spoken prompts."""


@audio.command("render")
@click.option("--quiet", is_flag=True, help="Only say how many were made.")
def audio_render(quiet: bool) -> None:
    """Make every sound file that is missing; done again, it goes on where it stopped."""
    line = open_line(load())
    missing = line.library.missing(line.machine_utterances())
    online = line.config.online_speech
    if not missing and not online:
        click.echo("Every sound is there.")
        return
    wanted = line.machine_utterances() if online else missing
    done = render(wanted, line.library, online=online, progress=None if quiet else _counted)
    click.echo(f"{len(done.made)} sounds made, {len(done.failed)} have no voice.")
    for failure in done.failed[:20]:
        click.echo(f"  {failure.utterance.language}: {failure.utterance.text} ({failure.reason})")


@audio.command("status")
@click.option("--json", "as_json", is_flag=True)
def audio_status(as_json: bool) -> None:
    """Per language: recorded, rendered, stale, missing, minutes, size."""
    line = open_line(load())
    found = status(line.library, line.utterances())
    if as_json:
        click.echo(json.dumps({language: asdict(row) for language, row in found.items()}))
        return
    spoken = line.call_languages()
    click.echo("{:4}{:>9}{:>9}{:>6}{:>8}{:>8}{:>6}  {}".format(*HEAD))
    for language, row in found.items():
        in_calls = "yes" if language in (*spoken, SLOWLY) else "no voice"
        click.echo(
            f"{language:4}{row.recorded:9}{row.rendered:9}{row.stale:6}{row.missing:8}"
            f"{row.minutes:8.1f}{row.size / 1e6:6.1f}  {in_calls}"
        )


@audio.command("script")
@click.option("--html", is_flag=True, help="A page to print, right-to-left where it must be.")
@click.option("--all", "everything", is_flag=True, help="Also what has a good recording already.")
@click.argument("language")
def audio_script(html: bool, everything: bool, language: str) -> None:
    """What a volunteer reads aloud, in the order of a call, with the French beside it."""
    line = open_line(load())
    found = [each for each in _lines(line, language) if everything or each.sentence.want != "done"]
    if not found:
        click.echo("Everything is recorded.")
        return
    click.echo(as_page(language, found) if html else as_text(found))


@audio.command("take")
@click.option("--who", required=True, help="Whose voice it is.")
@click.option("--in-git", is_flag=True, help="Keep it under audio/recorded, for every city.")
@click.argument("language")
@click.argument("key")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def audio_take(who: str, in_git: bool, language: str, key: str, file: Path) -> None:
    """Take in a person's recording (WAV, MP3, OGG): checked, trimmed, levelled, kept."""
    line = open_line(load())
    utterance = _utterance(line, language, key)
    sound = take.listen(file.read_bytes(), utterance.text)
    root = line.config.audio if in_git else line.config.state
    kept = take.keep(sound, utterance, who, line.now(), root)
    click.echo(f"{kept.path}: {sound.seconds:.1f} s, heard from the next call on.")


@audio.command("refuse")
@click.option("--who", required=True, help="Who refuses it.")
@click.option("--because", required=True, help="What to do better, for who records it again.")
@click.argument("language")
@click.argument("key")
def audio_refuse(who: str, because: str, language: str, key: str) -> None:
    """Play a recording no more; the sentence is on the to-do list again."""
    line = open_line(load())
    take.refuse(_utterance(line, language, key), because, who, line.now(), line.config.state)
    click.echo(f"{language} {key}: not played any more.")


def _lines(line: Hotline, language: str) -> list[Line]:
    if language not in line.city.languages:
        known = " ".join(line.city.languages)
        raise ConfigError(f"{language!r} is not in city.toml. Its languages: {known}.")
    said = line.utterances_in(language)
    return lines(line.library, language, said, line.utterances_in(SOURCE), line.texts)


def _utterance(line: Hotline, language: str, key: str) -> Utterance:
    found = {each.sentence.utterance.key: each for each in _lines(line, language)}
    if key not in found:
        cure = f"hotline audio script --all {language}"
        raise ConfigError(f"No sentence of {language} has the key {key!r}: {cure} lists them.")
    return found[key].sentence.utterance


def _counted(done: int, total: int) -> None:
    """Overwrites its own line on a terminal; in a log, a line now and then."""
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total} sounds", nl=done == total, err=True)
    elif done % 200 == 0 or done == total:
        click.echo(f"{done} of {total} sounds", err=True)


COMMANDS: tuple[click.Command, ...] = (audio,)
