"""Commands about who works here, and what they did."""

from __future__ import annotations

import sys
from collections.abc import Collection

import click

from hotline.app import Hotline, open_line
from hotline.config import load
from hotline.conversation.numbers import typed
from hotline.roles import COORDINATOR, EDITOR, MEMBER, ROLES
from hotline.studio import may_record


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
    """A new account; prints the link with which one person chooses its password."""
    line = open_line(load())
    _known("team", teams, line.city.teams)
    _known("language", languages, line.city.languages)
    if not teams and MEMBER in roles and COORDINATOR not in roles:
        raise click.UsageError(f"A member needs a --team: {', '.join(line.city.teams)}.")
    code = line.store.staff.add(login, name or login, teams, roles, line.now(), languages)
    if code is None:
        raise click.UsageError(f"There is already an account called {login}.")
    _tell(line, "invited", login, code)


@staff.command("reset")
@click.argument("login")
def staff_reset(login: str) -> None:
    """A new invitation; the password, second factor and sessions of the account are gone."""
    line = open_line(load())
    member = line.store.staff.called(login)
    if member is None:
        raise click.UsageError(f"There is no account called {login}.")
    _tell(line, "account_reset", login, line.store.staff.reset(member.id, line.now()))


@staff.command("pin")
@click.argument("login")
@click.option("--none", is_flag=True, help="Take the code away instead.")
def staff_pin(login: str, none: bool) -> None:
    """A new code to record sentences by telephone; the old one is void."""
    line = open_line(load())
    member = line.store.staff.called(login)
    if member is None:
        raise click.UsageError(f"There is no account called {login}.")
    if none:
        line.store.pins.withdraw(member.id)
        click.echo(f"{login}: no code any more")
        return
    if not may_record(member):
        raise click.UsageError(f"{login} may not put voices on the line: only an active {EDITOR}.")
    code = line.store.pins.renew(member.id, line.now())
    if code is None:
        raise click.UsageError("A hundred people have a code: take one away with --none first.")
    line.store.staff.audit(None, "pin_given", member.id, line.now())
    click.echo(f"{login}: code {code}. Call the line, press # at the languages, key it.")


@staff.command("list")
def staff_list() -> None:
    """Every account: roles, teams, languages, and whether it has a second factor."""
    for each in open_line(load()).store.staff.everyone():
        parts = (" ".join(part) for part in (each.roles, each.teams, each.languages))
        state = "" if each.active else "   (no password)"
        factor = "   +code" if each.factor else ""
        click.echo(f"{each.login:16} {' | '.join(parts)}{factor}{state}")


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


def _tell(line: Hotline, what: str, login: str, code: str) -> None:
    member = line.store.staff.called(login)
    line.store.staff.audit(None, what, member.id if member else "", line.now())
    click.echo(f"{login}: for three days, once: {line.config.base_url}/console/invitation#{code}")


def _known(what: str, named: Collection[str], there: Collection[str]) -> None:
    for each in named:
        if each not in there:
            raise click.UsageError(f"--{what} {each}: there is only {', '.join(there)}.")


@staff.command("phone")
@click.argument("login")
@click.option("--forget", is_flag=True, help="No number is held of this person any more.")
def staff_phone(login: str, forget: bool) -> None:
    """The telephone of an account: asked for here, kept sealed, never shown again."""
    line = open_line(load())
    member = line.store.staff.called(login)
    if member is None:
        known = ", ".join(each.login for each in line.store.staff.everyone()) or "nobody"
        raise click.UsageError(f"There is no account called {login}: there is {known}.")
    number = "" if forget else _asked_number(line)
    with line.store.transaction():
        line.store.phones.keep(member.id, number)
        line.store.staff.audit(None, "phone", member.id, line.now())
    held = "the number is erased" if member.has_phone else "no number was held"
    click.echo(f"{login}: {held if forget else 'the number is kept'}.")


def _asked_number(line: Hotline) -> str:
    digits = click.prompt("Number", hide_input=True, err=True)
    number = typed("".join(digits.split()), line.city.prefixes)
    if number is None or number in (line.city.voice_line, line.city.sms_line):
        raise click.UsageError("That is no telephone of a person that the line may ring.")
    return number


COMMANDS: tuple[click.Command, ...] = (staff, audit)
