"""Which text message says this plan, within its budget of segments?"""

from __future__ import annotations

from hotline.content.texts import Texts
from hotline.plan import Choice, Plan, Say
from hotline.render import segments
from hotline.render.values import written

BUDGET = 2


def render(plan: Plan, language: str, texts: Texts) -> tuple[str, ...]:
    """The SMS of this plan: one text, or none when the plan says nothing.

    An optional step stays only where it costs no further segment.
    """
    kept = tuple(say for say in plan.says if not say.optional)
    best = _compose(kept, plan.choices, language, texts)
    for extra in (say for say in plan.says if say.optional):
        wider = tuple(say for say in plan.says if say in kept or say is extra)
        longer = _compose(wider, plan.choices, language, texts)
        if segments.count(longer).segments <= segments.count(best).segments:
            kept, best = wider, longer
    return (best,) if best else ()


def sentence(say: Say, language: str, texts: Texts) -> str:
    """One step in words, with its values in the language the text is really in."""
    text = texts.get(say.key, language)
    values = {name: written(value, text.language, texts) for name, value in say.values.items()}
    return text.text.format(**values)


def _compose(
    says: tuple[Say, ...], choices: tuple[Choice, ...], language: str, texts: Texts
) -> str:
    sentences = " ".join(sentence(say, language, texts) for say in says)
    lines = [sentences] if sentences else []
    lines += [
        f"{choice.digit} {sentence(choice.label, choice.language or language, texts)}"
        for choice in choices
        if choice.label
    ]
    return segments.cheapest("\n".join(lines))
