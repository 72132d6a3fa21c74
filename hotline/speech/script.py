"""What does a volunteer read aloud, in which order, and what does it mean in French?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from hotline.content.texts import SOURCE, Texts
from hotline.plan import Utterance
from hotline.speech.library import Library
from hotline.speech.status import Sentence, sentences

_WANTS = {
    "refused": "à refaire",
    "outdated": "le texte a changé : à refaire",
    "reworded": "le texte a un peu changé : à refaire un jour",
    "done": "enregistré",
}
_STYLE = (
    "body{font:16px/1.5 sans-serif;margin:2em auto;max-width:60em}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{border-bottom:1px solid #999;padding:.5em;text-align:start;vertical-align:top}"
    "td.own{font-size:1.3em}td.key{color:#555;font-size:.8em}tr{break-inside:avoid}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: a sentence, what it means in French, and how it is used.

    `context` is the whole text where the sentence is only a part of it.
    """

    sentence: Sentence
    french: str
    context: str


def lines(
    library: Library,
    language: str,
    said: Iterable[Utterance],
    said_in_french: Iterable[Utterance],
    texts: Texts,
) -> list[Line]:
    """Everything a person can record in this language, in the order of a call."""
    french = {each.key: each.text for each in said_in_french if each.key}
    return [
        Line(each, french.get(each.utterance.key, ""), _context(each.utterance, texts))
        for each in sentences(library, language, said)
    ]


def as_text(page: Sequence[Line]) -> str:
    """The page for a terminal: number and key, the sentence, the French."""
    return "\n\n".join(_in_text(number, line) for number, line in enumerate(page, 1))


def as_page(language: str, page: Sequence[Line]) -> str:
    """The page for a printer."""
    direction = "rtl" if language in ("ar", "fa", "ps") else "ltr"
    rows = "".join(_row(number, line, language, direction) for number, line in enumerate(page, 1))
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>À lire : {escape(language)}'
        f"</title><style>{_STYLE}</style><h1>À lire à voix haute : {escape(language)}</h1>"
        "<p>Une phrase par enregistrement. Une pièce calme, une voix posée, le téléphone à une "
        "main de la bouche. Seulement la phrase, rien avant, rien après.</p><table><thead><tr>"
        f"<th>N°<th>À lire<th>En français<tbody>{rows}</table></html>"
    )


def _row(number: int, line: Line, language: str, direction: str) -> str:
    own, key = escape(line.sentence.utterance.text), escape(line.sentence.utterance.key)
    return (
        f'<tr><td>{number}<td class="own" lang="{escape(language)}" dir="{direction}">{own}'
        f"<td>{escape(line.french)}{escape(_remark(line))}"
        f'<td class="key">{key}'
    )


def _in_text(number: int, line: Line) -> str:
    said = line.sentence.utterance
    return f"{number}. [{said.key}]\n   {said.text}\n   {line.french}{_remark(line)}"


def _remark(line: Line) -> str:
    """In brackets: the sentence it is a part of, and what was wrong with the last recording."""
    remarks = [line.context, _WANTS.get(line.sentence.want, "")]
    if line.sentence.recording and line.sentence.want == "refused":
        remarks.append(line.sentence.recording.refused)
    told = " – ".join(filter(None, remarks))
    return f" ({told})" if told else ""


def _context(utterance: Utterance, texts: Texts) -> str:
    key, _, part = utterance.key.rpartition(".")
    if not part.isdigit():
        return ""
    try:
        whole = texts.get(key, SOURCE, "voice").text
    except KeyError:  # a digit, a distance: whole by itself
        return ""
    return f"dans : {whole}"
