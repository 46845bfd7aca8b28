"""The few statistics that an evaluation reports."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple


class Interval(NamedTuple):
    """A confidence interval for a proportion."""

    low: float
    high: float


def wilson(n_success: int, n: int, z: float = 1.959963984540054) -> Interval:
    """Wilson's score interval; ``z`` is the normal quantile, by default for 95 %.

    Unlike the textbook interval it stays within 0 and 1 and is honest at 0 and n successes.
    """
    if not 0 <= n_success <= n:
        raise ValueError(f"{n_success} successes of {n} are impossible")
    if n == 0:
        return Interval(0.0, 1.0)
    share = n_success / n
    center = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # At 0 and n one end is exact; rounding must not move it.
    low = 0.0 if n_success == 0 else max(0.0, (center - spread) / scale)
    high = 1.0 if n_success == n else min(1.0, (center + spread) / scale)
    return Interval(low, high)


def mean(values: Sequence[float]) -> float | None:
    """The mean, or None of nothing."""
    return math.fsum(values) / len(values) if values else None
