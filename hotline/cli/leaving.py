"""Commands about what leaves: campaigns, and what did not arrive."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

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


def _do(verb: Callable[[Store], bool], otherwise: str) -> None:
    _told(verb(open_line(load()).store), otherwise)


def _told(done: bool, otherwise: str) -> None:
    if not done:
        click.echo(otherwise, err=True)
        sys.exit(2)


COMMANDS: tuple[click.Command, ...] = (campaign, outbox)
