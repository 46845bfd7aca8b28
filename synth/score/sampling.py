"""Which trajectories train a model: probabilities from rewards, and draws from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.errors import DataError, UnknownNameError

Sampling = Literal["proportional", "uniform", "threshold"]
"""``proportional``: P = reward / sum of rewards (the paper's); ``uniform``: rewards ignored;
``threshold``: uniform over the trajectories that reach a reward, 5 being the complete ones only."""

SAMPLINGS: tuple[str, ...] = get_args(Sampling)


def probabilities(
    rewards: Sequence[float], sampling: Sampling = "proportional", *, threshold: float = 5.0
) -> NDArray[np.float64]:
    """Return the probability of each trajectory, summing to 1.

    Raises:
        DataError: a reward is negative or not a number, or nothing can be drawn.
        UnknownNameError: there is no such sampling.
    """
    values = np.asarray(rewards, dtype=np.float64)
    if values.size == 0:
        raise DataError("cannot sample from no trajectories")
    if not np.all(np.isfinite(values)) or np.any(values < 0):
        raise DataError(f"rewards must be finite and not negative, got {list(rewards)!r}")
    weights = _weights(values, sampling, threshold)
    total = float(weights.sum())
    if total <= 0:
        raise DataError(
            f"sampling {sampling!r} leaves no trajectory: the best reward is {values.max():g}"
            + (f", the threshold {threshold:g}" if sampling == "threshold" else "")
        )
    return weights / total


def draw(
    rewards: Sequence[float],
    n: int,
    rng: np.random.Generator,
    sampling: Sampling = "proportional",
    *,
    threshold: float = 5.0,
) -> list[int]:
    """Draw ``n`` indices with replacement, one per training step."""
    chosen = rng.choice(len(rewards), size=n, p=probabilities(rewards, sampling, threshold=threshold))
    return [int(index) for index in chosen]


def _weights(values: NDArray[np.float64], sampling: str, threshold: float) -> NDArray[np.float64]:
    if sampling == "proportional":
        return values
    if sampling == "uniform":
        return np.ones_like(values)
    if sampling == "threshold":
        return (values >= threshold).astype(np.float64)
    raise UnknownNameError("sampling", sampling, SAMPLINGS)
