"""Which text message says this plan, within its budget of segments?"""

from __future__ import annotations

from dataclasses import replace

from hotline.content.texts import Texts
from hotline.plan import Choice, Plan, Say
from hotline.render import segments
from hotline.render.values import written

BUDGET = 2


def render(plan: Plan, language: str, texts: Texts) -> tuple[str, ...]:
    """The SMS of this plan: one text, or none when the plan says nothing.

    Over budget, the last step that has a shorter form is said in it, and so on; then the first
    spare step goes. Optional steps are tried last: they stay only where they cost nothing.
    """

    def composed(says: tuple[Say, ...]) -> str:
        return _compose(says, plan.choices, language, texts)

    kept = tuple(say for say in plan.says if not say.optional)
    best = composed(kept)
    while segments.count(best).segments > BUDGET and (less := _less(kept)) is not None:
        kept, best = less, composed(less)
    for extra in (say for say in plan.says if say.optional):
        wider = _with(extra, plan.says, kept)
        longer = composed(wider)
        if segments.count(longer).segments <= segments.count(best).segments:
            kept, best = wider, longer
    return (best,) if best else ()


def sentence(say: Say, language: str, texts: Texts, medium: str = "sms") -> str:
    """One step in words, with its values in the language the text is really in."""
    text = texts.get(say.key, language, medium)
    values = {name: written(value, text.language, texts) for name, value in say.values.items()}
    return text.text.format(**values)


def _less(says: tuple[Say, ...]) -> tuple[Say, ...] | None:
    """The same steps, one shorter or one fewer; None when nothing can be spared."""
    for index in reversed(range(len(says))):
        if says[index].shorter:
            shorter = replace(says[index], key=says[index].shorter, shorter="")
            return (*says[:index], shorter, *says[index + 1 :])
    spare = [index for index, say in enumerate(says) if say.spare]
    if not spare:
        return None
    # Of a list, its end goes first.
    index = max(at for at in spare if says[at].key == says[spare[0]].key)
    return (*says[:index], *says[index + 1 :])


def _with(extra: Say, planned: tuple[Say, ...], kept: tuple[Say, ...]) -> tuple[Say, ...]:
    """The kept steps and this one, before the hints that follow it in the plan."""
    after = planned[planned.index(extra) + 1 :]
    at = next((index for index, say in enumerate(kept) if say in after), len(kept))
    return (*kept[:at], extra, *kept[at:])


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
