"""`hotline drill`: a week of a city in minutes, or a power cut; 1 when anything was lost."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from drill import power
from drill.children import MUTANTS
from drill.report import Report
from drill.week import FULL, MUTANT, SHORT, SMOKE, Week


def main(arguments: list[str]) -> int:
    """Run one drill and print its report."""
    given = _parser().parse_args(arguments)
    logging.disable(logging.CRITICAL)
    report = _drilled(given)
    sys.stdout.write((report.as_json() if given.json else str(report)) + "\n")
    return 0 if report.passed else 1


def _drilled(given: argparse.Namespace) -> Report:
    if given.power:
        return power.drill(given.seed, given.mutant)
    size = MUTANT if given.mutant else SMOKE if given.smoke else SHORT if given.short else FULL
    return Week(given.seed, size, given.mutant, given.log).run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hotline drill", description=__doc__)
    parser.add_argument("--short", action="store_true", help="under 90 seconds")
    parser.add_argument("--smoke", action="store_true", help="half a minute: all goes off, once")
    parser.add_argument("--power", action="store_true", help="300 power cuts instead of a week")
    parser.add_argument("--seed", type=int, default=1, help="the same dice again")
    parser.add_argument("--json", action="store_true", help="the report as one JSON object")
    parser.add_argument(
        "--mutant", choices=[*MUTANTS, power.MUTANT], help="break the line on purpose: it is seen"
    )
    parser.add_argument("--log", type=Path, help="keep the log of the line's processes here")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
