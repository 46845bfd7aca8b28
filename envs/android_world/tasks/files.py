"""Files: delete one file; move one to another folder."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.apps.files.roots import DEVICE
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.base import files
from osgenesis.envs.android_world.routines import Moves, launch, scroll_to, tap
from osgenesis.envs.android_world.storage import FOLDERS, SHARED, StorageTask, file_names, noise, put_files, wipe
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff

_ENDS = (".txt", ".md", ".csv", ".pdf", ".log", ".html")


def open_folder(screen: Screen, folder: str) -> Moves:
    """From the home screen to a folder of the storage."""
    yield from launch(screen, "Files")
    yield from tap(screen, description="Show roots")
    yield from tap(screen, text=DEVICE, class_name="TextView", where=_in_drawer)
    yield from tap(screen, text=folder, class_name="TextView")


def _in_drawer(element: Element) -> bool:
    return element.right < 860


class FilesDeleteFile(StorageTask):
    """One file is gone, those beside it are not."""

    name: ClassVar[str] = "FilesDeleteFile"
    apps: ClassVar[tuple[str, ...]] = ("Files",)
    max_steps: ClassVar[int] = 22
    template: ClassVar[str] = (
        "Using the Files app, remove {file_name} from the folder {subfolder}, which is in the storage called "
        + DEVICE
        + "."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A file, its folder and up to 20 others beside it."""
        file_name = file_names(rng, 1, _ENDS)[0]
        others = noise(rng, 3, 20, _ENDS, (file_name,))
        return {"file_name": file_name, "subfolder": words.pick(rng, tuple(FOLDERS)), "noise_candidates": others}

    def prepare(self, phone: Phone) -> None:
        """The target among the others."""
        wipe(phone)
        contents = {**self.params["noise_candidates"], self.params["file_name"]: words.SENTENCES[0]}
        put_files(phone, f"{SHARED}/{self.params['subfolder']}", contents)

    @property
    def _target(self) -> str:
        return f"{SHARED}/{self.params['subfolder']}/{self.params['file_name']}"

    def touched(self) -> frozenset[str]:
        """The target."""
        return frozenset({self._target})

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The target is absent."""
        return float(set(files(diff, "file_removed")) == {self._target})

    def oracle(self, screen: Screen) -> Moves:
        """Storage, folder, long press, bin, OK."""
        yield from open_folder(screen, self.params["subfolder"])
        yield from scroll_to(screen, text=self.params["file_name"])
        yield screen.long_press(screen.need(text=self.params["file_name"]))
        yield from tap(screen, description="Delete")
        yield from tap(screen, text="OK")


class FilesMoveFile(StorageTask):
    """One file is in another folder."""

    name: ClassVar[str] = "FilesMoveFile"
    apps: ClassVar[tuple[str, ...]] = ("Files",)
    max_steps: ClassVar[int] = 20
    template: ClassVar[str] = (
        "Using the Files app, move {file_name} out of {source_folder} and into {destination_folder}; "
        "both folders are in the storage called " + DEVICE + "."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A file, where it is, where it should be, and others beside it."""
        file_name = file_names(rng, 1, _ENDS)[0]
        source, destination = words.pick_many(rng, tuple(FOLDERS), 2)
        others = noise(rng, 2, 12, _ENDS, (file_name,))
        return {
            "file_name": file_name,
            "source_folder": source,
            "destination_folder": destination,
            "noise_candidates": others,
        }

    def prepare(self, phone: Phone) -> None:
        """The target among the others in the source folder."""
        wipe(phone)
        contents = {**self.params["noise_candidates"], self.params["file_name"]: words.SENTENCES[0]}
        put_files(phone, f"{SHARED}/{self.params['source_folder']}", contents)
        phone.files.mkdir(f"{SHARED}/{self.params['destination_folder']}", exist_ok=True)

    @property
    def _paths(self) -> tuple[str, str]:
        name = self.params["file_name"]
        return f"{SHARED}/{self.params['source_folder']}/{name}", f"{SHARED}/{self.params['destination_folder']}/{name}"

    def touched(self) -> frozenset[str]:
        """The target's old and new path."""
        return frozenset(self._paths)

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """Absent from the source, present in the destination with the same content."""
        source, destination = self._paths
        added = files(diff, "file_added")
        right = set(files(diff, "file_removed")) == {source} and set(added) == {destination}
        return float(right and added[destination].after == self.start.files[source])

    def oracle(self, screen: Screen) -> Moves:
        """Long press, Move to, walk to the destination, Move."""
        yield from open_folder(screen, self.params["source_folder"])
        yield from scroll_to(screen, text=self.params["file_name"])
        yield screen.long_press(screen.need(text=self.params["file_name"]))
        yield from tap(screen, description="More options")
        yield from tap(screen, text="Move to\u2026")
        yield from tap(screen, text=DEVICE)
        yield from tap(screen, text=self.params["destination_folder"], class_name="TextView")
        yield from tap(screen, text="Move", class_name="Button")
