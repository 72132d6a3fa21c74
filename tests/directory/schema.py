"""Does a JSON object fit the part of JSON Schema that HSDS 3.0 is written in?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "array": list,
    "object": dict,
}


def misfits(value: Any, file: Path, where: str = "") -> Iterator[str]:
    """Where the value differs from the schema in this file and in those it refers to."""
    schema = json.loads(file.read_text("utf-8"))
    yield from (f"{where} lacks {name}" for name in schema["required"] if name not in value)
    for name, each in value.items():
        if name not in schema["properties"]:
            yield f"{where} has {name}"
        else:
            yield from _property(each, schema["properties"][name], file.parent, f"{where}/{name}")


def _property(value: Any, rule: dict[str, Any], folder: Path, where: str) -> Iterator[str]:
    if "type" in rule and not isinstance(value, _TYPES[rule["type"]]):
        yield f"{where} is no {rule['type']}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{where} is {value!r}"
    if rule.get("format") == "uuid" and str(UUID(value)) != value:
        yield f"{where} is no UUID"
    if "$ref" in rule:
        yield from misfits(value, folder / rule["$ref"], where)
    for number, each in enumerate(value if "items" in rule else ()):
        yield from misfits(each, folder / rule["items"]["$ref"], f"{where}/{number}")
