"""Markor: create, edit, rename, merge, move and delete notes."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.apps.markor.notes import ROOT
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.base import files
from osgenesis.envs.android_world.notes import (
    EDITOR,
    NoteTask,
    created,
    delete_selection,
    new_note,
    rename_note,
    renamed_with,
    rewrite_note,
    select_note,
)
from osgenesis.envs.android_world.notes import (
    create_note as create_note,
)
from osgenesis.envs.android_world.routines import Moves, launch, tap, type_in
from osgenesis.envs.android_world.storage import (
    file_names,
    noise,
    put_files,
    random_text,
    wipe,
)
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.texts import fuzzy_match

ENDS = (".md", ".txt")
_MINUTE_MS = 60_000
_TOPICS = ("travel", "garden", "kitchen", "music", "sports", "errands", "reading", "family", "budget", "health")


class MarkorAddNoteHeader(NoteTask):
    """A note has a first line more and another name."""

    name: ClassVar[str] = "MarkorAddNoteHeader"
    max_steps: ClassVar[int] = 12
    template: ClassVar[str] = (
        "In Markor, give the note {original_name} the new name {new_name} and put this line at its very top, with one "
        "empty line between it and the text that is already there: {header}"
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A note, its header, its new name, noise."""
        original, new = file_names(rng, 2, ENDS)
        header, content = words.pick_many(rng, words.SENTENCES, 2)
        return {"original_name": original, "original_content": content, "header": header, "new_name": new,
                "noise_candidates": noise(rng, 1, 4, ENDS, (original, new))}  # fmt: skip

    def notes(self) -> dict[str, str]:
        """The note as it was."""
        return {self.params["original_name"]: self.params["original_content"]}

    def touched(self) -> frozenset[str]:
        """Old and new path."""
        return frozenset({self.path("original_name"), self.path("new_name")})

    @property
    def _wanted(self) -> str:
        return f"{self.params['header']}\n\n{self.params['original_content']}\n"

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """Exactly header, empty line, content, line break, under the new name."""
        return float(renamed_with(diff, self.path("original_name"), self.path("new_name")) == self._wanted)

    def oracle(self, screen: Screen) -> Moves:
        """Rename, open, write, save."""
        yield from launch(screen, "Markor")
        yield from rename_note(screen, self.params["original_name"], self.params["new_name"])
        yield from rewrite_note(screen, self.params["new_name"], self._wanted)


class MarkorChangeNoteContent(NoteTask):
    """A note has another text and another name."""

    name: ClassVar[str] = "MarkorChangeNoteContent"
    max_steps: ClassVar[int] = 12
    template: ClassVar[str] = (
        'In Markor, replace the whole text of the note {original_name} by "{updated_content}" '
        "and rename the note to {new_name}."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A note of random text, its new name and text, noise."""
        original, new = file_names(rng, 2, ENDS)
        return {
            "original_name": original,
            "new_name": new,
            "original_content": random_text(rng, 20),
            "updated_content": words.pick(rng, words.SENTENCES),
            "noise_candidates": noise(rng, 1, 4, ENDS, (original, new)),
        }

    def notes(self) -> dict[str, str]:
        """The note as it was."""
        return {self.params["original_name"]: self.params["original_content"]}

    def touched(self) -> frozenset[str]:
        """Old and new path."""
        return frozenset({self.path("original_name"), self.path("new_name")})

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The new name holds the new text."""
        text = renamed_with(diff, self.path("original_name"), self.path("new_name"))
        return float(fuzzy_match(text, self.params["updated_content"]))

    def oracle(self, screen: Screen) -> Moves:
        """Rename, open, write, save."""
        yield from launch(screen, "Markor")
        yield from rename_note(screen, self.params["original_name"], self.params["new_name"])
        yield from rewrite_note(screen, self.params["new_name"], self.params["updated_content"])


class MarkorCreateFolder(NoteTask):
    """There is a folder of this name in the notebook."""

    name: ClassVar[str] = "MarkorCreateFolder"
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = "Make a new folder called {folder_name} in Markor's notebook."

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A folder's name, noise."""
        return {"folder_name": f"folder_{int(rng.integers(10**7, 10**8))}", "noise_candidates": noise(rng, 1, 5, ENDS)}

    def touched(self) -> frozenset[str]:
        """The folder."""
        return frozenset({self.path("folder_name") + "/"})

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The folder exists."""
        return float(set(files(diff, "file_added")) == self.touched())

    def oracle(self, screen: Screen) -> Moves:
        """Plus, name, FOLDER."""
        yield from launch(screen, "Markor")
        yield from tap(screen, description="Create a new file or folder", scroll=False)
        yield from type_in(screen, self.params["folder_name"], hint="my_note")
        yield from tap(screen, text="FOLDER", scroll=False)


class MarkorCreateNote(NoteTask):
    """There is a note with this text."""

    name: ClassVar[str] = "MarkorCreateNote"
    max_steps: ClassVar[int] = 16
    template: ClassVar[str] = "Write a new note in Markor, file name {file_name}, with this text: {text}"

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """Name and text."""
        return {"file_name": file_names(rng, 1, ENDS)[0], "text": " ".join(words.pick_many(rng, words.SENTENCES, 2))}

    def touched(self) -> frozenset[str]:
        """The note."""
        return frozenset({self.path("file_name")})

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The note exists; its text is near enough."""
        return float(fuzzy_match(created(diff, self.path("file_name")), self.params["text"]))

    def oracle(self, screen: Screen) -> Moves:
        """Plus, name, OK, text, save."""
        yield from create_note(screen, self.params["file_name"], self.params["text"])
        yield from tap(screen, description="Save", scroll=False)


class MarkorCreateNoteFromClipboard(NoteTask):
    """There is a note with the clipboard's text."""

    name: ClassVar[str] = "MarkorCreateNoteFromClipboard"
    max_steps: ClassVar[int] = 14
    template: ClassVar[str] = "Create the note {file_name} in Markor and paste what is on the clipboard into it."

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """Name and clipboard."""
        return {"file_name": file_names(rng, 1, ENDS)[0], "file_content": random_text(rng, 20)}

    def prepare(self, phone: Phone) -> None:
        """An empty notebook and a full clipboard."""
        super().prepare(phone)
        phone.clipboard = self.params["file_content"]

    def touched(self) -> frozenset[str]:
        """The note."""
        return frozenset({self.path("file_name")})

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The note holds the clipboard's text and nothing else (a last line break aside)."""
        text = created(diff, self.path("file_name"))
        return float(text is not None and text.rstrip("\n") == self.params["file_content"])

    def oracle(self, screen: Screen) -> Moves:
        """Plus, name, OK, long press, Paste, save."""
        yield from launch(screen, "Markor")
        yield from new_note(screen, self.params["file_name"])
        yield screen.long_press(screen.need(resource_id=EDITOR))
        yield from tap(screen, text="Paste", scroll=False)
        yield from tap(screen, description="Save", scroll=False)


class MarkorDeleteAllNotes(NoteTask):
    """The notebook is empty."""

    name: ClassVar[str] = "MarkorDeleteAllNotes"
    max_steps: ClassVar[int] = 14
    template: ClassVar[str] = "Empty Markor's notebook: delete every note in it."

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """One to six notes."""
        return {"noise_candidates": noise(rng, 1, 6, ENDS)}

    def touched(self) -> frozenset[str]:
        """All notes."""
        return frozenset(f"{ROOT}/{name}" for name in self.params["noise_candidates"])

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """No regular file is left in the notebook."""
        return float(phone.files.is_dir(ROOT) and not phone.files.files_under(ROOT))

    def oracle(self, screen: Screen) -> Moves:
        """Long press, Select all, bin, OK."""
        yield from launch(screen, "Markor")
        yield from select_note(screen, next(iter(self.params["noise_candidates"])))
        yield from tap(screen, description="More options", scroll=False)
        yield from tap(screen, text="Select all", scroll=False)
        yield from delete_selection(screen)


class MarkorDeleteNewestNote(NoteTask):
    """The note that was changed last is gone; the others have not been touched."""

    name: ClassVar[str] = "MarkorDeleteNewestNote"
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = "Delete the most recent note in Markor, the one that was modified last. Keep the others."

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """Two to six notes; the minutes that the clock jumps before each is written."""
        notes = noise(rng, 2, 6, ENDS)
        ages = rng.permutation(1000)[: len(notes)]  # all different, so that one is the newest
        return {"notes": notes, "minutes": [int(age) - 500 for age in ages]}

    def prepare(self, phone: Phone) -> None:
        """Writes the notes while the clock jumps to and fro, and sets it right again."""
        wipe(phone)
        clock = phone.clock
        now_ms = clock.now_ms
        for (name, content), minutes in zip(self.params["notes"].items(), self.params["minutes"], strict=True):
            clock.set_ms(now_ms + minutes * _MINUTE_MS)
            put_files(phone, ROOT, {name: content})
        clock.set_ms(now_ms)
        self.access_ns = {path: phone.files.stat(path).atime_ns for path in self._rest}

    @property
    def _newest(self) -> str:
        minutes = self.params["minutes"]
        return f"{ROOT}/{list(self.params['notes'])[minutes.index(max(minutes))]}"

    @property
    def _rest(self) -> list[str]:
        return [path for path in (f"{ROOT}/{name}" for name in self.params["notes"]) if path != self._newest]

    def touched(self) -> frozenset[str]:
        """The newest note."""
        return frozenset({self._newest})

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The newest is gone; the others are there, never written or copied since."""
        gone = set(files(diff, "file_removed")) == {self._newest}
        return float(gone and all(phone.files.stat(path).atime_ns == ns for path, ns in self.access_ns.items()))

    def oracle(self, screen: Screen) -> Moves:
        """Sort by date, long press on the first, bin, OK."""
        yield from launch(screen, "Markor")
        yield from tap(screen, description="Sort by", scroll=False)
        yield from tap(screen, text="Date", scroll=False)
        shown = [e for e in screen.elements if e.text in self.params["notes"]]
        yield screen.long_press(min(shown, key=lambda e: e.top))
        yield from delete_selection(screen)


class MarkorDeleteNote(NoteTask):
    """One note is gone."""

    name: ClassVar[str] = "MarkorDeleteNote"
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = "Remove the note {file_name} from Markor."

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A note whose file has no extension, noise."""
        file_name = file_names(rng, 1, ("",))[0]
        return {"file_name": file_name, "noise_candidates": noise(rng, 1, 10, ENDS, (file_name,))}

    def notes(self) -> dict[str, str]:
        """The target."""
        return {self.params["file_name"]: words.SENTENCES[0]}

    def touched(self) -> frozenset[str]:
        """The target."""
        return frozenset({self.path("file_name")})

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The target is absent."""
        return float(set(files(diff, "file_removed")) == self.touched())

    def oracle(self, screen: Screen) -> Moves:
        """Long press, bin, OK."""
        yield from launch(screen, "Markor")
        yield from select_note(screen, self.params["file_name"])
        yield from delete_selection(screen)


class MarkorEditNote(NoteTask):
    """A note has a line more at its start or end, or another text."""

    name: ClassVar[str] = "MarkorEditNote"
    max_steps: ClassVar[int] = 12
    template: ClassVar[str] = "In Markor, open the note {file_name} and "
    _KINDS = ("header", "footer", "replace")

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A note of one sentence and how it is to be edited."""
        file_name = file_names(rng, 1, ENDS)[0]
        sentence, new = words.pick_many(rng, words.SENTENCES, 2)
        kind = words.pick(rng, cls._KINDS)
        return {
            "file_name": file_name,
            "content": sentence,
            "edit_type": kind,
            "replace_text" if kind == "replace" else kind: new,
            "noise_candidates": noise(rng, 1, 5, ENDS, (file_name,)),
        }

    @property
    def goal(self) -> str:
        """What to do depends on the kind of edit."""
        deed = {
            "header": "write this line above its text: {header}",
            "footer": "write this line below its text: {footer}",
            "replace": "replace all of its text by this: {replace_text}",
        }[self.params["edit_type"]]
        return (self.template + deed).format(**self.params)

    def notes(self) -> dict[str, str]:
        """The note as it was."""
        return {self.params["file_name"]: self.params["content"]}

    def touched(self) -> frozenset[str]:
        """The note."""
        return frozenset({self.path("file_name")})

    @property
    def _wanted(self) -> str:
        params = self.params
        texts = {
            "header": (params.get("header"), params["content"]),
            "footer": (params["content"], params.get("footer")),
            "replace": (params.get("replace_text"),),
        }
        return "\n".join(str(part) for part in texts[params["edit_type"]]) + "\n"

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The whole note is near enough to the expected text."""
        change = files(diff, "file_changed").get(self.path("file_name"))
        return float(change is not None and fuzzy_match(change.after.text, self._wanted))

    def oracle(self, screen: Screen) -> Moves:
        """Open, write, save."""
        yield from launch(screen, "Markor")
        yield from rewrite_note(screen, self.params["file_name"], self._wanted)


class MarkorMergeNotes(NoteTask):
    """A new note holds the texts of three others."""

    name: ClassVar[str] = "MarkorMergeNotes"
    max_steps: ClassVar[int] = 78
    template: ClassVar[str] = (
        "Make a new note {new_file_name} in Markor from the texts of three notes: first {file1_name}, then "
        "{file2_name}, then {file3_name}, with one empty line between one text and the next."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """Three notes of 20 characters, the new one's name."""
        one, two, three, new = file_names(rng, 4, ENDS)
        names = {"file1_name": one, "file2_name": two, "file3_name": three, "new_file_name": new}
        return names | {f"file{i}_content": random_text(rng, 20) for i in (1, 2, 3)}

    def notes(self) -> dict[str, str]:
        """The three notes."""
        return {self.params[f"file{i}_name"]: self.params[f"file{i}_content"] for i in (1, 2, 3)}

    def touched(self) -> frozenset[str]:
        """The new note."""
        return frozenset({self.path("new_file_name")})

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """Five lines, the second and the fourth empty, near enough to the three texts."""
        text = created(diff, self.path("new_file_name"))
        lines = (text or "").splitlines()
        if len(lines) != 5 or lines[1].strip() or lines[3].strip():
            return 0.0
        return float(fuzzy_match(text, "\n\n".join(self.notes().values())))

    def oracle(self, screen: Screen) -> Moves:
        """Read the three notes, then write the new one."""
        yield from launch(screen, "Markor")
        texts = []
        for i in (1, 2, 3):
            yield from tap(screen, text=self.params[f"file{i}_name"])
            texts.append(screen.need(resource_id=EDITOR).text.strip())
            yield screen.back()
        yield from new_note(screen, self.params["new_file_name"])
        yield screen.type("\n\n".join(texts), screen.need(resource_id=EDITOR))
        yield from tap(screen, description="Save", scroll=False)


class MarkorMoveNote(NoteTask):
    """A note is in another folder of the notebook."""

    name: ClassVar[str] = "MarkorMoveNote"
    max_steps: ClassVar[int] = 14
    template: ClassVar[str] = (
        "In Markor, move the note {file_name} from the folder {source_folder} to the folder {destination_folder}."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A note, two folders, noise beside the note."""
        file_name = file_names(rng, 1, ENDS)[0]
        source, destination = words.pick_many(rng, _TOPICS, 2)
        return {"file_name": file_name, "source_folder": source, "destination_folder": destination,
                "noise_candidates": noise(rng, 1, 8, ENDS, (file_name,))}  # fmt: skip

    def prepare(self, phone: Phone) -> None:
        """The note among others in its folder; the other folder."""
        wipe(phone)
        contents = {**self.params["noise_candidates"], self.params["file_name"]: words.SENTENCES[0]}
        put_files(phone, f"{ROOT}/{self.params['source_folder']}", contents)
        phone.files.mkdir(f"{ROOT}/{self.params['destination_folder']}", exist_ok=True)

    @property
    def _paths(self) -> tuple[str, str]:
        return (
            f"{self.path('source_folder')}/{self.params['file_name']}",
            f"{self.path('destination_folder')}/{self.params['file_name']}",
        )

    def touched(self) -> frozenset[str]:
        """Old and new path."""
        return frozenset(self._paths)

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """Absent from the source, present in the destination with the same text."""
        source, destination = self._paths
        text = renamed_with(diff, source, destination)
        return float(text is not None and text == self.start.files[source].text)

    def oracle(self, screen: Screen) -> Moves:
        """Long press, Move, the other folder, Select."""
        yield from launch(screen, "Markor")
        yield from tap(screen, text=self.params["source_folder"])
        yield from select_note(screen, self.params["file_name"])
        yield from tap(screen, description="More options", scroll=False)
        yield from tap(screen, text="Move", scroll=False)
        yield from tap(screen, text="..")
        yield from tap(screen, text=self.params["destination_folder"])
        yield from tap(screen, text="Select", scroll=False)
