"""Notes for Markor tasks: the moves that oracles share, the notebook at the start, what has become of a note."""

from __future__ import annotations

from typing import ClassVar

from osgenesis.envs.android.sim.apps.markor.notes import ROOT
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.base import files
from osgenesis.envs.android_world.routines import Moves, launch, scroll_to, tap, type_in
from osgenesis.envs.android_world.storage import StorageTask, put_files, wipe
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff

EDITOR = "document__fragment__edit__highlighting_editor"


def new_note(screen: Screen, file_name: str) -> Moves:
    """In Markor's file list: create a note and have it open."""
    stem, _, end = file_name.rpartition(".")
    yield from tap(screen, description="Create a new file or folder", scroll=False)
    yield from type_in(screen, stem, hint="my_note")
    shown = screen.need(resource_id="new_file_dialog__ext")
    if shown.text != "." + end:
        yield screen.type("." + end, shown, clear=True)
    yield from tap(screen, text="OK", scroll=False)


def create_note(screen: Screen, file_name: str, text: str) -> Moves:
    """From the home screen: write a note with Markor. It is saved by leaving it (HOME, BACK) or by the Save button."""
    yield from launch(screen, "Markor")
    yield from new_note(screen, file_name)
    yield screen.type(text, screen.need(resource_id=EDITOR))


def rewrite_note(screen: Screen, file_name: str, text: str) -> Moves:
    """In Markor's file list: replace a note's text and save it."""
    yield from tap(screen, text=file_name)
    yield screen.type(text, screen.need(resource_id=EDITOR), clear=True)
    yield from tap(screen, description="Save", scroll=False)


def select_note(screen: Screen, file_name: str) -> Moves:
    """In Markor's file list: long-press a note."""
    yield from scroll_to(screen, text=file_name)
    yield screen.long_press(screen.need(text=file_name))


def rename_note(screen: Screen, file_name: str, new_name: str) -> Moves:
    """In Markor's file list: give a note another name."""
    yield from select_note(screen, file_name)
    yield from tap(screen, description="Rename", scroll=False)
    yield from type_in(screen, new_name, clear=True, hint="Name")
    yield from tap(screen, text="OK", scroll=False)


def delete_selection(screen: Screen) -> Moves:
    """With notes selected: bin and OK."""
    yield from tap(screen, description="Delete", scroll=False)
    yield from tap(screen, text="OK", scroll=False)


class NoteTask(StorageTask):
    """Starts with an empty notebook and the notes that `notes` gives."""

    apps: ClassVar[tuple[str, ...]] = ("Markor",)

    def notes(self) -> dict[str, str]:
        """Name -> content of the notes at the start, beside the noise."""
        return {}

    def prepare(self, phone: Phone) -> None:
        """Wipes the storage and writes the notes, noise first."""
        wipe(phone)
        put_files(phone, ROOT, {**self.params.get("noise_candidates", {}), **self.notes()})

    def path(self, key: str) -> str:
        """The path of the note whose name is the parameter `key`."""
        return f"{ROOT}/{self.params[key]}"


def renamed_with(diff: StateDiff, old: str, new: str) -> str | None:
    """The text of `new`, if it is the only new file and `old` the only one gone."""
    added = files(diff, "file_added")
    if set(files(diff, "file_removed")) != {old} or set(added) != {new}:
        return None
    content: str | None = added[new].after.text
    return content


def created(diff: StateDiff, path: str) -> str | None:
    """The text of `path`, if it is the only new file."""
    added = files(diff, "file_added")
    content: str | None = added[path].after.text if set(added) == {path} else None
    return content
