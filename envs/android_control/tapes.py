"""`Library` and `Tape`: recorded episodes ready to be played and compared with, the latest ones kept in memory."""

from __future__ import annotations

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Final

from osgenesis.envs.android_control.episodes import LIGHT_FEATURES, ControlEpisode
from osgenesis.envs.android_control.matching import Gold
from osgenesis.envs.android_control.screens import NOTHING, Shown
from osgenesis.envs.android_control.shards import Dataset
from osgenesis.envs.core.actions import Action

__all__ = ["END", "Library", "Tape"]

# What should be done at the last screen; no recording has it.
END: Final = Action("status", goal_status="complete")
MAX_SIDE: Final = 8192  # px, of the panel
_PICTURE_FEATURES: Final = LIGHT_FEATURES - {"accessibility_trees"} | {"screenshots"}
_KEEP: Final = 512  # episodes
_KEEP_FORESTS: Final = 64 << 20  # bytes of them, before they are decoded
_KEEP_BYTES: Final = 128 << 20  # of PNG files; an episode has some MB


class Tape:
    """One recorded episode.

    Args:
        episode: What was recorded.
        where: File, record and episode, for errors.
    """

    def __init__(self, episode: ControlEpisode, where: str) -> None:
        self.episode_id = episode.episode_id
        self.where = where
        self.goal = episode.goal
        self.instructions = episode.instructions
        self.sizes = episode.sizes
        self.actions = tuple(episode.action(i) for i in range(episode.n_steps))
        forests = episode.forests or (b"",) * len(episode.sizes)
        self.n_bytes = sum(map(len, forests))
        self.screens = tuple(
            Shown(forest, size, f"{where}: accessibility_trees[{i}]")
            for i, (forest, size) in enumerate(zip(forests, episode.sizes, strict=True))
        )

    @property
    def n_steps(self) -> int:
        """Recorded actions."""
        return len(self.actions)

    def gold(self, number: int) -> Gold:
        """What was recorded at a step; after the last action, the declaration that it is done."""
        shown = self.screens[number] if self.screens else NOTHING
        if number == self.n_steps:
            return Gold(END, self.sizes[number], shown)
        return Gold(self.actions[number], self.sizes[number], shown, self.instructions[number])


class Library:
    """A data set as tapes. Environments of one process that play the same data share one.

    Args:
        dataset: The shards.
    """

    _shared: ClassVar[weakref.WeakValueDictionary[tuple[str, bool, int], Library]] = weakref.WeakValueDictionary()

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._tapes: OrderedDict[int, Tape] = OrderedDict()
        self._pictures: OrderedDict[int, tuple[bytes, ...]] = OrderedDict()
        self._forests = self._held = 0  # bytes of forests and of pictures
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, skip_bad: bool = False) -> Library:
        """The library of a data set.

        Raises:
            DataError: There is no shard, or one is damaged and `skip_bad` is false.
        """
        # A forked process must not read through its parent's file positions, hence the process id.
        key = str(Path(path).resolve()), skip_bad, os.getpid()
        found = cls._shared.get(key)
        if found is None:
            found = cls._shared[key] = cls(Dataset(path, skip_bad=skip_bad))
        return found

    def ids(self, split: str, subsplit: str | None = None) -> tuple[int, ...]:
        """The episodes of a split that have actions, ascending."""
        return self.dataset.ids(split, subsplit)

    def largest(self, ids: Iterable[int]) -> tuple[int, int]:
        """(width, height) that holds every screen of these episodes, px; a phone's where there are none."""
        entries = [self.dataset.entries[i] for i in ids]
        # What the record says is checked when it is opened; until then no size is taken on trust.
        width = max((min(e.width, MAX_SIDE) for e in entries), default=0)
        height = max((min(e.height, MAX_SIDE) for e in entries), default=0)
        return width or 1080, height or 2400

    def memberships(self, episode_id: int) -> tuple[str, ...]:
        """Every sub-split that holds an episode."""
        return self.dataset.splits.memberships(episode_id)

    def tape(self, episode_id: int) -> Tape:
        """An episode without its pictures.

        Raises:
            UnknownNameError: There is no such episode.
            DataError: Its record is damaged.
        """
        with self._lock:
            found = self._tapes.get(episode_id)
            if found is None:
                episode = self.dataset.episode(episode_id, LIGHT_FEATURES)
                found = Tape(episode, f"{episode.source} (episode {episode_id})")
                self._tapes[episode_id] = found
                self._forests += found.n_bytes
                while len(self._tapes) > 1 and (len(self._tapes) > _KEEP or self._forests > _KEEP_FORESTS):
                    self._forests -= self._tapes.popitem(last=False)[1].n_bytes
            self._tapes.move_to_end(episode_id)
            return found

    def pictures(self, episode_id: int) -> tuple[bytes, ...]:
        """The PNG files of an episode."""
        with self._lock:
            found = self._pictures.get(episode_id)
            if found is None:
                found = self.dataset.episode(episode_id, _PICTURE_FEATURES).screenshots
                self._pictures[episode_id] = found
                self._held += sum(map(len, found))
                while self._held > _KEEP_BYTES and len(self._pictures) > 1:
                    _, oldest = self._pictures.popitem(last=False)
                    self._held -= sum(map(len, oldest))
            self._pictures.move_to_end(episode_id)
            return found

    def close(self) -> None:
        """Close the files; they are opened again when somebody reads on."""
        self.dataset.close()
