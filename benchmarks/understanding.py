"""How fast is a message understood, how long does loading take, how much memory is held?

Run it with `python -m benchmarks.understanding`.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Sequence

BARE = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

from hotline.understand import Lexicon, understand  # noqa: E402
from tests.understand.lexicons import LANGUAGES, whole  # noqa: E402
from tests.understand.messages import said  # noqa: E402

ROUNDS = 5
LONGEST = "je voudrais savoir si quelqu'un peut m'aider car mon logemment est insalubre " * 20


def _microseconds(text: str, lexicon: Lexicon) -> float:
    began = time.thread_time()
    understand(text, lexicon)
    return (time.thread_time() - began) * 1e6


def _row(name: str, times: Sequence[float]) -> str:
    centiles = statistics.quantiles(times, n=100)
    return f"{name:8}{len(times):8}{statistics.median(times):10.0f}{centiles[98]:10.0f}"


def main() -> None:
    began = time.thread_time()
    lexicon = whole()
    print(f"loading: {time.thread_time() - began:.2f} s, {len(LANGUAGES)} languages")
    print(f"{'':8}{'messages':>8}{'median µs':>10}{'99 % µs':>10}")
    every: list[float] = []
    for language in LANGUAGES:
        texts = [one.text for folder in ("said", "aside") for one in said(language, folder)]
        times = [_microseconds(text, lexicon) for _ in range(ROUNDS) for text in texts]
        every += times
        if len(times) > 1:
            print(_row(language, times))
    print(_row("all", every))
    print(f"a text of {len(LONGEST)} characters: {_microseconds(LONGEST, lexicon):.0f} µs")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory: {held // 1024} MB, of which {BARE // 1024} MB is bare Python")


if __name__ == "__main__":
    main()
