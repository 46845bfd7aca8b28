"""What the Files and Markor tasks do not accept."""

from __future__ import annotations

from typing import Any

import pytest

from osgenesis.envs.android.sim.apps.markor.notes import ROOT
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.tasks.files import FilesDeleteFile, FilesMoveFile
from osgenesis.envs.android_world.tasks.markor import (
    MarkorAddNoteHeader,
    MarkorCreateNote,
    MarkorDeleteNewestNote,
    MarkorMergeNotes,
)

HEADER = {"original_name": "a.md", "original_content": "old text", "header": "Top", "new_name": "b.md"}
MERGE = {"new_file_name": "all.md"} | {
    key: value
    for i, content in enumerate(("first first first 123", "second second secon", "third third third 3"), 1)
    for key, value in ((f"file{i}_name", f"n{i}.md"), (f"file{i}_content", content))
}


def started(task: Any) -> Phone:
    phone = Phone()
    task.initialize(phone)
    return phone


@pytest.mark.parametrize(
    ("content", "score"),
    [
        ("Top\n\nold text\n", 1.0),
        ("Top\n\nold text", 0.0),
        ("Top\nold text\n", 0.0),
        ("top\n\nold text\n", 0.0),
    ],
)
def test_the_header_must_be_exact(content: str, score: float) -> None:
    task = MarkorAddNoteHeader(HEADER)
    phone = started(task)
    phone.files.rename(f"{ROOT}/a.md", f"{ROOT}/b.md")
    phone.files.write(f"{ROOT}/b.md", content)
    assert task.evaluate(phone, None) == score


def test_the_old_note_must_not_stay() -> None:
    task = MarkorAddNoteHeader(HEADER)
    phone = started(task)
    phone.files.write(f"{ROOT}/b.md", "Top\n\nold text\n")
    assert task.evaluate(phone, None) == 0.0


@pytest.mark.parametrize(("gap", "score"), [("\n\n", 1.0), ("\n", 0.0), ("\n\n\n", 0.0), ("\n-\n", 0.0)])
def test_merged_notes_have_one_empty_line_between(gap: str, score: float) -> None:
    task = MarkorMergeNotes(MERGE)
    phone = started(task)
    phone.files.write(f"{ROOT}/all.md", gap.join(MERGE[f"file{i}_content"] for i in (1, 2, 3)) + "\n")
    assert task.evaluate(phone, None) == score


def test_a_second_new_note_is_a_side_effect() -> None:
    task = MarkorCreateNote({"file_name": "x.md", "text": "hello world"})
    phone = started(task)
    phone.files.write(f"{ROOT}/x.md", "hello world")
    assert task.evaluate(phone, None) == 1.0
    phone.files.write(f"{ROOT}/y.md", "")
    assert task.evaluate(phone, None) == 0.0


def test_the_newest_note_is_the_one_that_was_changed_last_by_the_clock() -> None:
    task = MarkorDeleteNewestNote({"notes": {"a.md": "1", "b.md": "2", "c.md": "3"}, "minutes": [-20, 400, 10]})
    phone = started(task)
    twin = phone.fork()
    phone.files.remove(f"{ROOT}/b.md")
    assert task.evaluate(phone, None) == 1.0
    phone.files.touch(f"{ROOT}/a.md")
    assert task.evaluate(phone, None) == 0.0
    twin.files.remove(f"{ROOT}/c.md")
    assert task.evaluate(twin, None) == 0.0


def test_deleting_another_file_as_well_scores_nothing() -> None:
    task = FilesDeleteFile({"file_name": "a.txt", "subfolder": "Music", "noise_candidates": {"b.txt": "x"}})
    phone = started(task)
    phone.files.remove("/sdcard/Music/a.txt")
    assert task.evaluate(phone, None) == 1.0
    phone.files.remove("/sdcard/Music/b.txt")
    assert task.evaluate(phone, None) == 0.0


def test_a_copy_is_no_move() -> None:
    params = {"file_name": "a.txt", "source_folder": "Music", "destination_folder": "Movies", "noise_candidates": {}}
    task = FilesMoveFile(params)
    phone = started(task)
    phone.files.copy("/sdcard/Music/a.txt", "/sdcard/Movies/a.txt")
    assert task.evaluate(phone, None) == 0.0
    phone.files.remove("/sdcard/Music/a.txt")
    assert task.evaluate(phone, None) == 1.0


def test_setting_up_is_fast_and_repeatable() -> None:
    task = MarkorMergeNotes(MERGE)
    one, other = started(task), started(task)
    assert one.state_hash() == other.state_hash()
    assert one.files.listdir(ROOT) == ["n1.md", "n2.md", "n3.md"]
