"""Commands about who works here, and what they did."""

from __future__ import annotations

import sys
from collections.abc import Collection

import click

from hotline.app import open_line
from hotline.config import load
from hotline.roles import COORDINATOR, MEMBER, ROLES


@click.group()
def staff() -> None:
    """Accounts of the console."""


@staff.command("add")
@click.argument("login")
@click.option("--name", default="", help="Shown to colleagues.")
@click.option("--team", "teams", multiple=True, help="A team of city.toml; repeat for several.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    default=(MEMBER,),
    show_default=True,
    type=click.Choice(ROLES),
    help="Repeat for several.",
)
@click.option("--language", "languages", multiple=True, help="Spoken to callers; repeat.")
def staff_add(
    login: str,
    name: str,
    teams: tuple[str, ...],
    roles: tuple[str, ...],
    languages: tuple[str, ...],
) -> None:
    """A new account; prints its one-time password."""
    line = open_line(load())
    _known("team", teams, line.city.teams)
    _known("language", languages, line.city.languages)
    if not teams and MEMBER in roles and COORDINATOR not in roles:
        raise click.UsageError(f"A member needs a --team: {', '.join(line.city.teams)}.")
    password = line.store.staff.add(login, name or login, teams, roles, line.now(), languages)
    if password is None:
        raise click.UsageError(f"There is already an account called {login}.")
    click.echo(f"{login}: one-time password {password}")


@staff.command("reset")
@click.argument("login")
def staff_reset(login: str) -> None:
    """A new one-time password; every session of the account ends."""
    password = open_line(load()).store.staff.reset_password(login)
    if password is None:
        raise click.UsageError(f"There is no account called {login}.")
    click.echo(f"{login}: one-time password {password}")


@click.group()
def audit() -> None:
    """The trail of who looked at what, and changed what."""


@audit.command("verify")
@click.argument("head", default="")
def audit_verify(head: str) -> None:
    """Was anything in the trail changed, or cut? HEAD: one noted before, which must be in it."""
    trail = open_line(load()).store.trail
    wrong = trail.verify(head)
    for each in wrong:
        click.echo(each, err=True)
    if wrong:
        sys.exit(1)
    click.echo(f"The trail holds. Note its head somewhere else: {trail.head()}")


def _known(what: str, named: Collection[str], there: Collection[str]) -> None:
    for each in named:
        if each not in there:
            raise click.UsageError(f"--{what} {each}: there is only {', '.join(there)}.")


COMMANDS: tuple[click.Command, ...] = (staff, audit)
