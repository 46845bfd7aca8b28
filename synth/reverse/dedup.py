"""Near-duplicate removal: SimHash over the words of a text, Hamming distance between hashes."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable

BITS = 64
DEFAULT_RADIUS = 3


def normalised(text: str) -> str:
    """Lower-case words without punctuation: equal for texts that differ only in form."""
    return " ".join(re.findall(r"\w+", text.lower()))


def simhash(text: str) -> int:
    """A 64-bit hash in which texts with many common words and word pairs differ in few bits."""
    tokens = normalised(text).split()
    features = [*tokens, *(" ".join(pair) for pair in itertools.pairwise(tokens))]
    counts = [0] * BITS
    for feature in features:
        digest = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest(), "big")
        for bit in range(BITS):
            counts[bit] += 1 if digest >> bit & 1 else -1
    return sum(1 << bit for bit in range(BITS) if counts[bit] > 0)


def hamming(one: int, other: int) -> int:
    """Number of differing bits."""
    return (one ^ other).bit_count()


class NearDuplicates:
    """Remembers texts; says whether a new one is as good as one it has.

    Hashes are kept in buckets of ``radius + 1`` bands: two hashes within the radius agree in at
    least one band, so only few are compared.
    """

    def __init__(self, radius: int = DEFAULT_RADIUS) -> None:
        if not 0 <= radius < BITS // 2:
            raise ValueError(f"radius must be 0 to {BITS // 2 - 1} bits, got {radius}")
        self.radius = radius
        self._texts: set[str] = set()
        self._buckets: dict[tuple[int, int], list[int]] = {}

    def add(self, text: str) -> bool:
        """Remember ``text``; False when an equal or nearly equal one is there already."""
        key = normalised(text)
        value = simhash(text)
        bands = list(self._bands(value))
        near = any(hamming(value, known) <= self.radius for band in bands for known in self._buckets.get(band, ()))
        if key in self._texts or near:
            return False
        self._texts.add(key)
        for band in bands:
            self._buckets.setdefault(band, []).append(value)
        return True

    def _bands(self, value: int) -> Iterable[tuple[int, int]]:
        n_bands = self.radius + 1
        width = -(-BITS // n_bands)
        for band in range(n_bands):
            yield band, value >> (band * width) & ((1 << width) - 1)
