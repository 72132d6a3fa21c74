"""Commands on what the line says: the directory and the texts."""

from __future__ import annotations

import csv
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from hotline.app import open_line
from hotline.config import Config, load
from hotline.content import translations
from hotline.content.reading import Marks, as_read
from hotline.directory.build import Built
from hotline.directory.export import export
from hotline.directory.pack import STREETS
from hotline.directory.sources import ban
from hotline.durable import put
from hotline.editing import FILE, Editing
from hotline.errors import ConfigError
from hotline.render.cost import report
from hotline.store import Store
from hotline.understand.clashes import clashes
from hotline.understand.misread import misread


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
        alone = replace(load(), state=Path(folder), database="")  # the files, without any edit
        _told(open_line(alone).build_directory())


@directory.command("export")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Write locations.csv there instead, with what staff have edited in it.",
)
def directory_export(folder: Path | None) -> None:
    """The directory as HSDS 3.0 services, in JSON; or as the city pack's own file."""
    line = open_line(load())
    if folder is not None:
        fresh, target = folder / f".{FILE}", folder / FILE
        fresh.write_bytes(Editing(line, line.now()).exported().encode())
        put(fresh, target)
        click.echo(f"{target}: written.")
        return
    services = export(line.directory)
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
@click.argument("languages", nargs=-1)
def messages_check(languages: tuple[str, ...]) -> None:
    """Coverage, review state and faults of every language; of those named, what each text costs."""
    line = open_line(load())
    if unknown := [code for code in languages if code not in line.texts.languages]:
        served = ", ".join(line.texts.languages)
        raise ConfigError(f"{line.city.name} does not serve {unknown[0]!r}. It serves {served}.")
    texts = as_read(line.texts, _marks(line.config))
    for language in languages or line.texts.languages:
        told = report(texts, language)
        click.echo(str(told))
        for clash in clashes(line.texts, language):
            click.echo(f"  clash: {clash}")
        for phrase in misread(line.texts, language):
            click.echo(f"  misread: {phrase}")
        for cost in told.costs if languages else ():
            click.echo(f"  {cost}")


@messages.command("export")
@click.argument("language")
@click.option("--to", "folder", type=click.Path(path_type=Path), default=Path())
def messages_export(language: str, folder: Path) -> None:
    """One PO file and a page of instructions, for a translator."""
    config = load()
    for file in translations.export(config.messages, language, folder, _marks(config)):
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


def _marks(config: Config) -> Marks:
    """What speakers have said of the translations in the console; no record is made for it."""
    if not Path(config.database_path).exists():
        return {}
    return Store(config.database_path, config.key("data")).text_marks.all()


def _told(built: Built) -> None:
    for warning in built.warnings:
        click.echo(f"note: {warning}", err=True)
    click.echo(
        f"{built.services} services at {built.locations} locations, {built.places} places,"
        f" {built.numbers} numbers."
    )


COMMANDS: tuple[click.Command, ...] = (directory, messages)
