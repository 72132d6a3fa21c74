"""Commands on what the line says: the directory and the texts."""

from __future__ import annotations

import csv
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from hotline.app import open_line
from hotline.config import load
from hotline.content import translations
from hotline.directory.build import Built
from hotline.directory.export import export
from hotline.directory.pack import STREETS
from hotline.directory.sources import ban
from hotline.render.cost import report


@click.group()
def directory() -> None:
    """Places, services and numbers of the city."""


@directory.command("build")
@click.option("--quiet", is_flag=True, help="Only say what is wrong.")
def directory_build(quiet: bool) -> None:
    """Check the city pack and put it to use; a faulty one changes nothing."""
    built = open_line(load()).build_directory()
    if not quiet:
        _told(built)


@directory.command("check")
def directory_check() -> None:
    """Check the city pack, without putting it to use."""
    with tempfile.TemporaryDirectory() as folder:
        _told(open_line(replace(load(), state=Path(folder))).build_directory())


@directory.command("export")
def directory_export() -> None:
    """The directory as HSDS 3.0 services, in JSON."""
    services = export(open_line(load()).directory)
    click.echo(json.dumps(services, ensure_ascii=False, indent=2))


@directory.command("import")
@click.option("--insee", required=True, help="INSEE code of the commune.")
@click.argument("file", type=click.Path(path_type=Path))
def directory_import(insee: str, file: Path) -> None:
    """Streets of a commune from the national address base (adresses-NN.csv)."""
    rows = ban.streets(file, insee)
    target = load().city_path / STREETS
    with target.open("w", encoding="utf-8", newline="") as opened:
        table = csv.DictWriter(opened, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    click.echo(f"{len(rows)} streets in {target}. Now: hotline directory build.")


@click.group()
def messages() -> None:
    """Texts and translations."""


@messages.command("check")
def messages_check() -> None:
    """Coverage, review state and segment cost of every language."""
    line = open_line(load())
    for language in line.texts.languages:
        click.echo(str(report(line.texts, language)))


@messages.command("export")
@click.argument("language")
@click.option("--to", "folder", type=click.Path(path_type=Path), default=Path())
def messages_export(language: str, folder: Path) -> None:
    """One PO file and a page of instructions, for a translator."""
    for file in translations.export(load().messages, language, folder):
        click.echo(file)


@messages.command("import")
@click.argument("language")
@click.argument("file", type=click.Path(path_type=Path))
def messages_import(language: str, file: Path) -> None:
    """Put a translator's file in place, if nothing is wrong with it."""
    count = translations.take_in(load().messages, language, file)
    click.echo(f"{language}: {count} entries translated.")


@messages.command("new")
@click.argument("language")
def messages_new(language: str) -> None:
    """An empty file for another language."""
    click.echo(translations.new(load().messages, language))


def _told(built: Built) -> None:
    for warning in built.warnings:
        click.echo(f"note: {warning}", err=True)
    click.echo(
        f"{built.services} services at {built.locations} locations, {built.places} places,"
        f" {built.numbers} numbers."
    )


COMMANDS: tuple[click.Command, ...] = (directory, messages)
