"""The Files app, through taps and typed text."""

from __future__ import annotations

from typing import Any

import pytest

from osgenesis.envs.android.sim.apps.files.entries import free_name, size_text
from osgenesis.envs.android.sim.paths import SHARED
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen

DEVICE = "sdk_gphone_x86_64"


class Hand:
    """A person with the Files app open on the whole storage."""

    def __init__(self) -> None:
        self.phone = Phone()
        for folder in ("Download", "Documents"):
            for name in self.phone.files.listdir(f"{SHARED}/{folder}"):
                self.phone.files.rmtree(f"{SHARED}/{folder}/{name}")
        self.write("Download/apple.txt", "a red apple")
        self.write("Download/pear.md", "# Pear")
        self.write("Download/.secret.txt", "hidden")
        self.phone.perform(Action("open_app", app="Files"))

    def write(self, path: str, content: str) -> None:
        self.phone.files.write(f"{SHARED}/{path}", content, parents=True)

    def read(self, path: str) -> str:
        return self.phone.files.read_text(f"{SHARED}/{path}")

    def exists(self, path: str) -> bool:
        return self.phone.files.exists(f"{SHARED}/{path}")

    def names(self, folder: str) -> list[str]:
        return self.phone.files.listdir(f"{SHARED}/{folder}")

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    def has(self, label: str) -> bool:
        return self.screen.has(label)

    def tap(self, label: str, **what: Any) -> None:
        def fits(element: Element) -> bool:
            return label in (element.text, element.description)

        self.phone.perform(self.screen.tap(self.screen.need(where=fits, **what)))

    def hold(self, text: str) -> None:
        self.phone.perform(self.screen.long_press(self.screen.need(text=text)))

    def type(self, text: str, *, clear: bool = False) -> None:
        self.phone.perform(Action("input_text", text=text, clear_text=clear))

    def back(self) -> None:
        self.phone.perform(Action("navigate_back"))

    def go(self, folder: str) -> None:
        self.tap("Show roots")
        self.tap(DEVICE)
        self.tap(folder, class_name="TextView")


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_starts_in_downloads_without_hidden_files(hand: Hand) -> None:
    assert hand.has("Files in Downloads")
    assert hand.has("apple.txt")
    assert not hand.has(".secret.txt")


def test_hidden_files_can_be_shown(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Show hidden files")
    assert hand.has(".secret.txt")


def test_drawer_leads_to_the_whole_storage(hand: Hand) -> None:
    hand.go("Documents")
    assert hand.has("No items")
    hand.back()
    assert hand.has("Alarms")


def test_delete_asks_first(hand: Hand) -> None:
    hand.hold("apple.txt")
    hand.tap("Delete")
    hand.tap("Cancel")
    assert hand.exists("Download/apple.txt")
    hand.tap("Delete")
    hand.tap("OK")
    assert not hand.exists("Download/apple.txt")
    assert hand.exists("Download/pear.md")


def test_selecting_several_and_all(hand: Hand) -> None:
    hand.hold("apple.txt")
    hand.tap("pear.md")
    assert hand.has("2 selected")
    hand.tap("pear.md")
    assert hand.has("1 selected")
    hand.tap("More options")
    hand.tap("Select all")
    assert hand.has("2 selected")
    hand.back()
    assert hand.has("Files in Downloads")


@pytest.mark.parametrize(
    ("entry", "button", "stays"), [("Move to\u2026", "Move", False), ("Copy to\u2026", "Copy", True)]
)
def test_move_and_copy_to_another_folder(hand: Hand, entry: str, button: str, stays: bool) -> None:
    hand.hold("apple.txt")
    hand.tap("More options")
    hand.tap(entry)
    hand.tap(DEVICE)
    hand.tap("Documents")
    hand.tap(button, class_name="Button")
    assert hand.read("Documents/apple.txt") == "a red apple"
    assert hand.exists("Download/apple.txt") is stays


def test_copying_onto_a_taken_name_keeps_both(hand: Hand) -> None:
    hand.hold("apple.txt")
    hand.tap("More options")
    hand.tap("Copy to\u2026")
    hand.tap("Copy", class_name="Button")
    assert hand.names("Download") == [".secret.txt", "apple (1).txt", "apple.txt", "pear.md"]


def test_rename_refuses_a_taken_name(hand: Hand) -> None:
    hand.hold("apple.txt")
    hand.tap("More options")
    hand.tap("Rename")
    hand.type("pear.md", clear=True)
    hand.tap("Rename", class_name="Button")
    assert hand.exists("Download/apple.txt")
    assert hand.screen.find(contains="already exists")


def test_rename(hand: Hand) -> None:
    hand.hold("apple.txt")
    hand.tap("More options")
    hand.tap("Rename")
    hand.type("plum.txt", clear=True)
    hand.tap("Rename", class_name="Button")
    assert hand.read("Download/plum.txt") == "a red apple"


def test_new_folder_is_entered(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("New folder")
    hand.type("Trip")
    hand.tap("OK")
    assert hand.phone.files.is_dir(f"{SHARED}/Download/Trip")
    assert hand.has("No items")


def test_compress_and_extract_give_the_same_files(hand: Hand) -> None:
    hand.hold("apple.txt")
    hand.tap("pear.md")
    hand.tap("More options")
    hand.tap("Compress")
    hand.type("fruit", clear=True)
    hand.tap("OK")
    hand.tap("fruit.zip")
    assert hand.has("pear.md")
    hand.tap("Extract")
    hand.tap("Extract", class_name="Button")
    assert hand.read("Download/fruit/apple.txt") == "a red apple"
    assert hand.read("Download/fruit/pear.md") == "# Pear"


def test_a_broken_archive_is_reported(hand: Hand) -> None:
    hand.write("Download/bad.zip", "not a zip")
    hand.tap("bad.zip")
    assert hand.screen.find(contains="can\u2019t be read")


def test_search_looks_below_the_folder(hand: Hand) -> None:
    hand.write("Download/deep/down/apple pie.txt", "crust")
    hand.tap("Search")
    hand.type("APPLE")
    assert hand.has("apple pie.txt")
    assert hand.has("apple.txt")
    assert not hand.has("pear.md")


def test_sort_and_grid_survive_force_stop(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Sort by\u2026")
    hand.tap("File name (Z to A)")
    hand.tap("Grid view")
    hand.phone.activities.force_stop("com.google.android.documentsui")
    hand.phone.perform(Action("open_app", app="Files"))
    assert hand.has("List view")
    pear, apple = hand.screen.need(text="pear.md"), hand.screen.need(text="apple.txt")
    assert (pear.top, pear.left) < (apple.top, apple.left)


def test_a_text_opens_for_editing_and_back_returns(hand: Hand) -> None:
    hand.tap("apple.txt")
    if hand.has("Open with"):
        hand.tap("Markor")
    assert hand.phone.context()["app"] == "net.gsantner.markor"
    hand.back()
    assert hand.phone.context()["app"] == "com.google.android.documentsui"


def test_info_tells_size_and_place(hand: Hand) -> None:
    hand.hold("apple.txt")
    hand.tap("More options")
    hand.tap("Get info")
    assert hand.has("11 B (11 bytes)")
    assert hand.has("/Download")


def test_chips_and_type_roots_gather_files_by_kind(hand: Hand) -> None:
    hand.write("Music/song.mp3", "x")
    hand.tap("Show roots")
    hand.tap("Audio", class_name="TextView")
    assert hand.has("song.mp3")
    assert not hand.has("apple.txt")


def test_broken_pictures_do_not_break_the_screen(hand: Hand) -> None:
    hand.write("Download/photo.jpg", "no picture")
    assert hand.phone.screenshot().shape == (2400, 1080, 3)
    hand.tap("photo.jpg")
    assert hand.phone.screenshot().any()


def test_snapshot_in_mid_rename(hand: Hand) -> None:
    hand.hold("apple.txt")
    hand.tap("More options")
    hand.tap("Rename")
    hand.type("fig.txt", clear=True)
    twin = hand.phone.fork()
    before = hand.phone.state_hash()
    hand.tap("Rename", class_name="Button")
    assert hand.exists("Download/fig.txt")
    assert twin.state_hash() == before
    assert twin.files.exists(f"{SHARED}/Download/apple.txt")


def test_landscape_and_dark_draw(hand: Hand) -> None:
    hand.phone.set_setting("system", "accelerometer_rotation", "0")
    hand.phone.set_setting("system", "user_rotation", "1")
    hand.phone.set_setting("secure", "ui_night_mode", "2")
    assert hand.phone.screenshot().shape == (1080, 2400, 3)


def test_sizes_and_free_names(hand: Hand) -> None:
    assert [size_text(n) for n in (0, 899, 1500, 12_300, 4_560_000)] == [
        "0 B",
        "899 B",
        "1.50 kB",
        "12.3 kB",
        "4.56 MB",
    ]
    assert free_name(hand.phone.files, f"{SHARED}/Download", "apple.txt") == "apple (1).txt"
    assert free_name(hand.phone.files, f"{SHARED}/Download", "new.txt") == "new.txt"
