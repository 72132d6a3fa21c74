"""Commands about what leaves: campaigns, and what did not arrive."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from hotline.announcing import announce
from hotline.app import open_line
from hotline.config import load
from hotline.store import Store


@click.group()
def campaign() -> None:
    """Messages to many: what is under way, and whether it may go on."""


@campaign.command("list")
def campaign_list() -> None:
    """Every campaign, its state, and how many of its messages are where."""
    for name, state, counts in open_line(load()).store.campaigns.all():
        written = " ".join(f"{key} {n}" for key, n in sorted(counts.items()))
        click.echo(f"{name:24} {state:8} {written}")


@campaign.command("send")
@click.argument("name")
@click.option("--topic", required=True, help="Whoever asked for news of it gets the message.")
@click.option("--text", "texts", multiple=True, required=True, help="LANG=words; French first.")
def campaign_send(name: str, topic: str, texts: tuple[str, ...]) -> None:
    """News for all who asked for it; how to stop it is added."""
    line = open_line(load())
    words = dict(_in_language(each) for each in texts)
    first = line.city.languages[0]
    if first not in words:
        raise click.UsageError(f"There is no text in {first!r}: --text {first}=…")
    people = announce(line, name, topic, words, line.now())
    click.echo(f"{name}: to {people} people. hotline campaign pause {name} holds it back.")


@campaign.command("pause")
@click.argument("name")
def campaign_pause(name: str) -> None:
    """Nothing of it leaves any more, until it is resumed."""
    _do(lambda store: store.campaigns.pause(name), f"{name} is not running.")


@campaign.command("resume")
@click.argument("name")
def campaign_resume(name: str) -> None:
    """It goes on."""
    _do(lambda store: store.campaigns.resume(name), f"{name} is not paused.")


@campaign.command("stop")
@click.argument("name")
def campaign_stop(name: str) -> None:
    """What has not left never will."""
    line = open_line(load())
    stopped = line.store.campaigns.stop(name, line.now())
    _told(stopped, f"{name} was stopped already, or never begun.")


@click.command()
@click.option("--limit", type=int, default=50, show_default=True)
def outbox(limit: int) -> None:
    """How many messages are in each state, and which did not arrive."""
    store = open_line(load()).store
    for state, n in sorted(store.outbox.states().items()):
        click.echo(f"{state:12} {n}")
    for each in store.outbox.problems(limit):
        about = f"request {each.callback}" if each.callback else each.id
        click.echo(f"{each.ended_at:%Y-%m-%d %H:%M} {each.kind} {each.state} {each.reason} {about}")


def _in_language(written: str) -> tuple[str, str]:
    language, sign, words = written.partition("=")
    if not sign:
        raise click.UsageError(f"--text {written!r} does not say its language: --text fr=…")
    return language.strip(), words


def _do(verb: Callable[[Store], bool], otherwise: str) -> None:
    _told(verb(open_line(load()).store), otherwise)


def _told(done: bool, otherwise: str) -> None:
    if not done:
        click.echo(otherwise, err=True)
        sys.exit(2)


COMMANDS: tuple[click.Command, ...] = (campaign, outbox)
