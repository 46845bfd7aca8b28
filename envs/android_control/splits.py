"""Which episode belongs to which split. Sub-splits of the test set overlap: an episode counts in each that holds it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from osgenesis.envs.core.errors import DataError, UnknownNameError

__all__ = ["SPLITS_FILE", "SUBSPLITS_FILE", "Splits"]

SPLITS_FILE: Final = "splits.json"
SUBSPLITS_FILE: Final = "test_subsplits.json"
ALL: Final = "all"
_RIGHT: Final = 'it must be an object of lists of episode ids, such as {"train": [0, 1], "test": [2]}'


@dataclass(frozen=True)
class Splits:
    """Episode ids by split and by sub-split of the test set.

    Attributes:
        splits: "train", "validation", "test" -> episode ids.
        subsplits: "IDD", "app_unseen", "task_unseen", "category_unseen" -> episode ids; they overlap.
    """

    splits: Mapping[str, frozenset[int]] = field(default_factory=dict)
    subsplits: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Splits:
        """Read `splits.json` and `test_subsplits.json`; a missing file gives no splits.

        Raises:
            DataError: A file is not an object of lists of whole numbers; names file and key.
        """
        return cls(_read(folder / SPLITS_FILE), _read(folder / SUBSPLITS_FILE))

    def ids(self, present: Iterable[int], split: str = ALL, subsplit: str | None = None) -> tuple[int, ...]:
        """The episodes of a split among those that are there, ascending.

        Args:
            present: Ids that exist.
            split: A split, or "all".
            subsplit: A sub-split to narrow it to.

        Raises:
            UnknownNameError: There is no such split or sub-split.
            DataError: There is no file that says what belongs to it.
        """
        chosen = set(present)
        if split != ALL:
            if not self.splits:
                raise DataError(_absent(SPLITS_FILE, "split", split))
            if split not in self.splits:
                raise UnknownNameError("split", split, (*self.splits, ALL))
            chosen &= self.splits[split]
        if subsplit is not None:
            if not self.subsplits:
                raise DataError(_absent(SUBSPLITS_FILE, "sub-split", subsplit))
            if subsplit not in self.subsplits:
                raise UnknownNameError("sub-split", subsplit, self.subsplits)
            chosen &= self.subsplits[subsplit]
        return tuple(sorted(chosen))

    def memberships(self, episode_id: int) -> tuple[str, ...]:
        """Every sub-split that holds an episode."""
        return tuple(name for name, ids in self.subsplits.items() if episode_id in ids)


def _absent(file: str, kind: str, name: str) -> str:
    return f"{kind} {name!r}: no {file} lies beside the shards to say what belongs to it; split {ALL!r} has everything"


def _read(path: Path) -> Mapping[str, frozenset[int]]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8: {error}") from error
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} is not JSON: {error}; {_RIGHT}") from error
    if not isinstance(data, dict):
        raise DataError(f"{path} holds a {type(data).__name__}; {_RIGHT}")
    for name, ids in data.items():
        if not isinstance(ids, list) or any(type(i) is not int for i in ids):
            raise DataError(f"{path}: {name!r} is no list of whole numbers; {_RIGHT}")
    return {name: frozenset(ids) for name, ids in data.items()}
