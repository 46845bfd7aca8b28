"""Shared storage as tasks set it up and judge it: wiped, filled with notes and noise, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from osgenesis.envs.android.sim.paths import SHARED
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.storage import FOLDERS
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.base import PhoneTask
from osgenesis.envs.core.state import Change

__all__ = ["FOLDERS", "SHARED", "StorageTask", "file_names", "noise", "put_files", "random_text", "wipe"]

_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class StorageTask(PhoneTask):
    """A task about files: nothing but the paths it names may change."""

    def touched(self) -> frozenset[str]:
        """Paths that may change; a folder's ends in a slash."""
        return frozenset()

    def is_side_effect(self, change: Change) -> bool:
        """Any other row or file."""
        return change.kind.startswith(("row", "file")) and change.subject not in self.touched()


def wipe(phone: Phone) -> None:
    """Removes all files of shared storage, and all folders but the usual ones."""
    files = phone.files
    for name in files.listdir(SHARED):
        path = f"{SHARED}/{name}"
        if not files.is_dir(path):
            files.remove(path)
            continue
        for child in files.listdir(path):
            files.rmtree(f"{path}/{child}")
        if name not in FOLDERS:
            files.rmtree(path)


def put_files(phone: Phone, folder: str, contents: Mapping[str, str]) -> None:
    """Writes files as `echo` does: the content and a line break."""
    phone.files.mkdir(folder, parents=True, exist_ok=True)
    for name, content in contents.items():
        phone.files.write(f"{folder}/{name}", content + "\n")


def file_names(rng: np.random.Generator, count: int, ends: tuple[str, ...], taken: Iterable[str] = ()) -> list[str]:
    """Different names such as `cedar_lagoon_41.txt`."""
    names: list[str] = []
    used = set(taken)
    while len(names) < count:
        first, second = words.pick_many(rng, words.WORDS, 2)
        name = f"{first}_{second}_{int(rng.integers(10, 100))}{words.pick(rng, ends)}"
        if name not in used:
            used.add(name)
            names.append(name)
    return names


def noise(
    rng: np.random.Generator, low: int, high: int, ends: tuple[str, ...], taken: Iterable[str] = ()
) -> dict[str, str]:
    """Between `low` and `high` files that have nothing to do with the task: name -> content."""
    names = file_names(rng, int(rng.integers(low, high + 1)), ends, taken)
    return {name: words.pick(rng, words.SENTENCES) for name in names}


def random_text(rng: np.random.Generator, length: int) -> str:
    """Letters and digits without meaning."""
    return "".join(_LETTERS[int(i)] for i in rng.integers(0, len(_LETTERS), size=length))
