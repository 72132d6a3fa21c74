"""Commands that run the line or look at the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import click

from hotline import doctor as examining
from hotline import up as running
from hotline.app import open_line
from hotline.config import describe, load
from hotline.errors import HotlineError
from hotline.up.commands import FALLBACK

PORT = click.IntRange(1, 65535)


@click.command()
def up() -> None:
    """Everything on one machine: web, worker, scheduler and an embedded queue."""
    config = load()
    # In a process of its own: what supervises for weeks should not hold a directory in memory.
    prepared = subprocess.run([sys.executable, "-m", "hotline", "prepare"], check=False)
    sys.exit(prepared.returncode or running.up(config))


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def drill(options: tuple[str, ...]) -> None:
    """A week of a city in minutes, everything going wrong: --short, --seed, --json, --power."""
    os.execv(sys.executable, [sys.executable, "-m", "drill", *options])  # noqa: S606


@click.command(hidden=True)
def prepare() -> None:
    """Build the directory and open the record, or say why that cannot be done."""
    line = open_line(load())
    line.build_directory()
    line.check()


@click.command()
@click.option("--port", type=PORT, default=None, help="Port to listen on.")
def serve(port: int | None) -> None:
    """The web server alone."""
    config = load()
    sys.exit(running.serve(config, port))


@click.command()
@click.option("--port", type=PORT, default=8001, show_default=True, help="Port to listen on.")
def fallback(port: int) -> None:
    """A second, small server for the provider's fallback address: keeps, and says whom to call."""
    config = replace(load(), workers=1)
    sys.exit(running.serve(config, port, FALLBACK))


@click.command()
def work() -> None:
    """The worker and the scheduler alone, for a Redis of your own."""
    sys.exit(running.work(load()))


@click.command()
def doctor() -> None:
    """What is wrong with this machine or configuration, and how to cure it."""
    findings = _examined()
    for finding in findings:
        click.echo(str(finding))
    sys.exit(1 if any(finding.level == "bad" for finding in findings) else 0)


def _examined() -> list[examining.Finding]:
    """Every finding; settings that can't even be read are the first of them."""
    try:
        config = load()
        line = open_line(config)
    except HotlineError as error:
        return [examining.Finding("bad", str(error), "Mend that first, then ask again.")]

    def audio_missing() -> int:
        return len(line.library.missing(line.machine_utterances()))

    found = examining.examine(config, audio_missing=audio_missing, city=line.knowledge.looked_over)
    try:
        line.check()
    except HotlineError as error:
        found.append(examining.Finding("bad", str(error), "Until then the line does not start."))
    return found


@click.command()
def config() -> None:
    """Every setting, its environment variable and its value; secrets are not shown."""
    for variable, value, text in describe(load()):
        click.echo(f"{variable:28} {value or '-':32} {text}")


COMMANDS: tuple[click.Command, ...] = (
    up,
    drill,
    prepare,
    serve,
    fallback,
    work,
    doctor,
    config,
)
