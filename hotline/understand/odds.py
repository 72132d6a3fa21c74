"""How likely is each of several answers, only one of which is right?"""

from __future__ import annotations

import math
from collections.abc import Mapping


def likely(weights: Mapping[str, float]) -> dict[str, float]:
    """How likely each answer is (0-1), from what speaks for it, in natural logarithms.

    Together they are 1. Raises ValueError without any answer.
    """
    most = max(weights.values())
    odds = {answer: math.exp(weight - most) for answer, weight in weights.items()}
    whole = sum(odds.values())
    return {answer: each / whole for answer, each in odds.items()}
