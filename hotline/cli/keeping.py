"""Commands about the record as a whole: its key, its copies, and what it holds of somebody."""

from __future__ import annotations

from pathlib import Path

import click
import phonenumbers

from hotline.app import Hotline, open_line
from hotline.config import load
from hotline.keeping.age_key import written
from hotline.keeping.backup import backup as make_backup
from hotline.keeping.held import held
from hotline.keeping.keys import rotate
from hotline.keeping.restore import restore as put_back
from hotline.store.vault import derived


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """A sealed copy of the record, while the line runs; of a FOLDER, copies older than 14 days go.

    The data key is not in it: keep that somewhere else, for without it the copy is of no use.
    """
    line = open_line(load())
    made = make_backup(line.config, file, line.now())
    click.echo(f"{made}: {made.stat().st_size} bytes, read back and found whole.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--over", is_flag=True, help="In place of the record that is there.")
def restore(file: Path, over: bool) -> None:
    """The record as it was in this backup. The line must be stopped."""
    line = open_line(load())
    stopped = put_back(line.config, file, line.now(), over=over)
    line.forget_old()
    click.echo(
        f"The record is back as it was then. Opt-outs carried over from before: {stopped}.\n"
        "What was asked since then is lost, a FORGET too. Messages that were about to leave are\n"
        "looked for at the provider first, so that nobody gets them twice."
    )


@click.group()
def keys() -> None:
    """The data key, which seals numbers and texts."""


@keys.command("rotate")
def keys_rotate() -> None:
    """Seal everything under a new key and drop the old one. The line must be stopped.

    Interrupted, it is run again. Backups made before need the old key: make a new one now.
    """
    config = load()
    done = rotate(config)
    for name, count in done.items():
        click.echo(f"{name:20} {count}")
    click.echo("Everything is sealed under the new key. Earlier backups do not open with it.")
    if config.data_key:
        click.echo("Now move HOTLINE_NEXT_DATA_KEY to HOTLINE_DATA_KEY.")


@keys.command("show")
def keys_show() -> None:
    """The age key that opens backups: for `age -d -i`, and for a safe."""
    click.echo(written(derived(load().key("data"), "backup")))


@click.command("what-we-hold")
@click.argument("number", default="")
def what_we_hold(number: str) -> None:
    """All that is held about a number, opened: what somebody with an order could get.

    Left out, the NUMBER is asked for, and stays out of the shell's history.
    """
    line = open_line(load())
    number = number or click.prompt("Number", hide_input=True)
    found = held(line.store, _e164(number, line))
    line.store.trail.add(None, "what_we_hold", "", line.now())
    for table, row in found:
        click.echo(f"\n{table}")
        for name, value in row.items():
            click.echo(f"  {name:14} {value}")
    if not found:
        click.echo("Nothing is held about this number.")
    click.echo(
        "\nNot here: backups (14 days), and what the provider and the operators keep by themselves."
    )


def _e164(number: str, line: Hotline) -> str:
    try:
        parsed = phonenumbers.parse(number, line.city.country)
    except phonenumbers.NumberParseException:
        raise click.UsageError("That is no telephone number: write it as +33639980001.") from None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


COMMANDS: tuple[click.Command, ...] = (backup, restore, keys, what_we_hold)
