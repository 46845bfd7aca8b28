"""Suites, near misses, what an oracle sees, comparing texts."""

import pickle

import numpy as np
import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.backend import load_attribute
from osgenesis.envs.core.errors import TaskError, UnknownNameError, near_misses
from osgenesis.envs.core.fake import FAKE_SUITE, AddNote, CountTo, FakeBackend
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.texts import fuzzy_match


def test_a_suite_finds_its_tasks_by_name() -> None:
    assert FAKE_SUITE["CountTo"] is CountTo
    assert list(FAKE_SUITE) == ["CountTo", "AddNote", "ReadCount"]
    with pytest.raises(UnknownNameError, match="Did you mean 'AddNote'"):
        FAKE_SUITE["addnote"]
    assert FAKE_SUITE.get("Nothing") is None
    assert "CountTo" in FAKE_SUITE


def test_tasks_given_by_name_are_loaded_when_asked_for() -> None:
    suite = Suite("Lazy", {"AddNote": "osgenesis.envs.core.fake:AddNote", "Gone": "nowhere:Task"})
    assert suite["AddNote"] is AddNote
    with pytest.raises(UnknownNameError, match="nowhere"):
        suite["Gone"]
    with pytest.raises(TaskError, match="not a Task class"):
        Suite("Odd", {"dumps": "json:dumps"})["dumps"]


def test_parts_of_a_suite() -> None:
    assert list(FAKE_SUITE.only(["ReadCount", "CountTo"])) == ["ReadCount", "CountTo"]
    assert len(FAKE_SUITE.using("Counter")) == 3
    with pytest.raises(UnknownNameError, match="ReadCount"):
        FAKE_SUITE.only(["ReadCounts"])
    with pytest.raises(TaskError, match="two tasks"):
        Suite("Twice", [CountTo, CountTo])
    with pytest.raises(TaskError, match="no tasks"):
        Suite("Empty", []).sample(np.random.default_rng(0))


def test_sampling_follows_the_generator() -> None:
    def draw(seed: int) -> list[str]:
        rng = np.random.default_rng(seed)
        return [FAKE_SUITE.sample(rng) for _ in range(9)]

    assert draw(1) == draw(1)
    assert set(draw(1)) == set(FAKE_SUITE)


def test_near_misses() -> None:
    names = ["ContactsAddContact", "MarkorCreateNote", "MarkorCreateFolder"]
    assert near_misses("ContactAddContact", names) == ("ContactsAddContact",)
    assert near_misses("markorcreatenotes", names)[0] == "MarkorCreateNote"
    assert near_misses("Markor", names) == ("MarkorCreateFolder", "MarkorCreateNote")
    assert near_misses("x" * 10**6, names) == ()
    error = UnknownNameError("task", "Nope", names)
    assert "Known: 'ContactsAddContact'" in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert str(UnknownNameError("module", "x", ())) == "Unknown module 'x'."


def test_attributes_are_loaded_by_path() -> None:
    assert load_attribute("osgenesis.envs.core.fake:FakeBackend") is FakeBackend
    assert load_attribute("json:decoder.JSONDecoder").__name__ == "JSONDecoder"
    for path in ("json", "json:", ":dumps", "json:dumpz", "no_such_module_here:x"):
        with pytest.raises(UnknownNameError):
            load_attribute(path)


def test_a_screen_finds_elements_and_names_actions() -> None:
    backend = FakeBackend()
    backend.seed_world(3, ("Buy Milk", "tea"))
    screen = Screen(backend.elements(), backend.screen_size, "Counter")
    assert screen.find("Save") == screen.elements[5]
    assert screen.find(hint="New note") == screen.find(resource_id="field")
    assert screen.find(contains="milk") == screen.find("Buy Milk")
    assert screen.find("milk") is None
    assert len(screen.find_all(class_name="Button")) == 4
    assert screen.find(where=lambda e: e.long_clickable) == screen.find("Buy Milk")
    assert screen.has("New note")
    assert screen.tap(screen.need("+")) == Action("click", index=1)
    field = screen.need(resource_id="field")
    typed = Action("input_text", index=4, text="x", clear_text=True)
    assert screen.type("x", field, clear=True) == typed
    with pytest.raises(TaskError, match=r"text='Delete'.*\n.*Counter"):
        screen.need("Delete")
    with pytest.raises(TaskError, match="Not on this screen"):
        screen.tap(field._replace(text="changed"))


def test_every_word_of_a_screen_is_an_action() -> None:
    screen = Screen(FakeBackend().elements())
    button = screen.need("+")
    for action in (
        screen.double_tap(button),
        screen.long_press(button),
        screen.tap_xy(1, 2),
        screen.scroll("down", button),
        screen.scroll("up"),
        screen.swipe(1, 2, 3, 4),
        screen.swipe_screen("left"),
        screen.back(),
        screen.home(),
        screen.enter(),
        screen.open_app("x"),
        screen.wait(),
        screen.answer("x"),
        screen.done(),
    ):
        assert Action.from_json(action.to_json()) == action


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("Buy milk", "buy MILK", True),
        ("Buy milk", "Buy milk.", True),
        ("Buy milk", "Buy bread", False),
        ("", "", True),
        ("", "a", False),
        (None, None, False),
        (None, "", False),
        ("x" * 9000, "y" * 9000, False),
    ],
)
def test_fuzzy_match(one: str | None, other: str | None, match: bool) -> None:
    assert fuzzy_match(one, other) is match
    assert fuzzy_match(other, one) is match
