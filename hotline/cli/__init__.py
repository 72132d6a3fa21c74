"""What can be asked of the line from a terminal?"""

from __future__ import annotations

import os
import sys

import click

from hotline import __version__, log
from hotline.cli import accounts, content, keeping, leaving, machine, rehearse, sounds
from hotline.config import variable
from hotline.errors import HotlineError


@click.group()
@click.version_option(__version__)
def commands() -> None:
    """An offline-first SMS and voice information line."""


for group in (machine, content, sounds, rehearse, leaving, accounts, keeping):
    for command in group.COMMANDS:
        commands.add_command(command)


def main() -> None:
    """Run one command; an operator's mistake is a sentence, never a stack trace."""
    log.write(os.environ.get(variable("log"), ""))
    try:
        commands()
    except HotlineError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"{error.filename or 'a file'}: {error.strerror}.", err=True)
        click.echo("Look at HOTLINE_STATE and at who may write there: hotline doctor.", err=True)
        sys.exit(2)
