"""The bundled sample: a dozen demonstrations in the official format, recorded on the embedded phone.

It is for tests and first steps. It is not part of AndroidControl, and no figure measured on it says anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["SAMPLE_NOTE", "sample_path"]

SAMPLE_NOTE: Final = (
    "the bundled sample, recorded on the embedded phone; not AndroidControl itself "
    "(`osgenesis data androidcontrol fetch` says how to get that)"
)


def sample_path() -> Path:
    """The folder of the bundled sample: two shards, `splits.json` and `test_subsplits.json`."""
    return Path(__file__).parent / "assets" / "sample"
