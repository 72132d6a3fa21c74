"""Which verbs, nested how, and with which attributes does the installed twilio package know?

Read from its source: each class is an element, each of its methods nests another one, and what it
hands over by keyword is an attribute unless the child takes it for its text.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from twilio.twiml import TwiML, lower_camel, messaging_response, voice_response


@dataclass(frozen=True)
class Verb:
    """An element: what may be in it, each with its attributes."""

    children: dict[str, frozenset[str]]


def unknown(document: str, medium: str = "voice") -> list[str]:
    """What the package would never write; empty for a good document."""
    root = ET.fromstring(document)
    known = _known(voice_response if medium == "voice" else messaging_response)
    return [*_unknown(root, root.tag, known)]


def _unknown(element: ET.Element, path: str, known: dict[str, Verb]) -> Iterator[str]:
    children = known[element.tag].children if element.tag in known else {}
    for child in element:
        here = f"{path}/{child.tag}"
        if child.tag not in children:
            yield here
            continue
        yield from (f"{here}@{name}" for name in {*child.attrib} - children[child.tag])
        yield from _unknown(child, here, known)


@cache
def _known(module: ModuleType) -> dict[str, Verb]:
    classes = dict(inspect.getmembers(module, lambda each: inspect.isclass(each)))
    verbs = {name: made for name, made in classes.items() if issubclass(made, TwiML)}
    names = {name: _element(made) for name, made in verbs.items()}
    return {names[name]: Verb(dict(_children(made, verbs, names))) for name, made in verbs.items()}


def _element(made: type) -> str:
    for node in ast.walk(_tree(made.__init__)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "self.name":
            return str(node.value.value) if isinstance(node.value, ast.Constant) else made.__name__
    return made.__name__


def _children(
    made: type, verbs: dict[str, type], names: dict[str, str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for _, method in inspect.getmembers(made, inspect.isfunction):
        for node in ast.walk(_tree(method)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in verbs:
                child = ast.unparse(node.func)
                text = {*inspect.signature(verbs[child]).parameters}
                given = {keyword.arg for keyword in node.keywords if keyword.arg} - text
                yield names[child], frozenset(lower_camel(name) for name in given)


def _tree(function: object) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))  # type: ignore[arg-type]
