"""States, what changed between them, and predicates made from that."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.errors import DataError
from osgenesis.envs.core.predicates import Atom, Predicate
from osgenesis.envs.core.state import Change, FileFact, State, StateDiff, from_plain, to_plain
from osgenesis.envs.core.vocabulary import (
    FieldWords,
    FolderWords,
    SettingWords,
    TableWords,
    ValueWords,
    Vocabulary,
)

WORDS = Vocabulary.of(
    TableWords("app/notes", "App", "note", "text", {"text": FieldWords("text")}, ("id", "at")),
    SettingWords("global/boots", "Settings", "boots", kind="hidden"),
    SettingWords("global/wifi_on", "Settings", "Wi-Fi", {"0": "off", "1": "on"}),
    ValueWords("ticks", "Clock", ""),
)


def notes(*rows: tuple[int, str], at: int = 0) -> dict[str, Any]:
    return {"app/notes": {i: {"id": i, "text": text, "at": at + i} for i, text in rows}}


def fact(text: str | None = "hello", digest: str = "d") -> FileFact:
    return FileFact(digest, len(text or ""), text)


def predicate(before: State, after: State) -> Predicate:
    return Predicate.from_diff(StateDiff.between(before, after), WORDS)


# ---- differences ---------------------------------------------------------------------------------


def test_what_changed() -> None:
    before = State(notes((1, "a"), (2, "b")), {"/f": fact()}, {"s": "0"}, {"clipboard": "x"})
    after = State(notes((2, "B"), (3, "c")), {"/g": fact()}, {"s": "1"}, {})
    kinds = [(c.kind, c.subject, c.key) for c in StateDiff.between(before, after)]
    assert kinds == [
        ("row_removed", "app/notes", 1),
        ("row_changed", "app/notes", 2),
        ("row_added", "app/notes", 3),
        ("file_removed", "/f", None),
        ("file_added", "/g", None),
        ("setting_changed", "s", None),
        ("value_changed", "clipboard", None),
    ]


class Unreadable(dict[Any, Any]):
    def keys(self) -> Any:
        raise AssertionError("an unchanged part was read")

    __iter__ = keys


def test_parts_that_are_the_same_object_are_not_read() -> None:
    same = Unreadable()
    before = State({"t": same}, same, same, {"a": "1"})
    after = State({"t": same}, same, same, {"a": "2"})
    assert len(StateDiff.between(before, after)) == 1
    assert not StateDiff.between(before, before)


def test_the_order_of_changes_depends_on_contents_only() -> None:
    rows = {k: {"v": str(k)} for k in (10, 9, "b", ("x", 1))}
    one = State({"t": rows})
    other = State({"t": dict(reversed(rows.items()))})
    assert StateDiff.between(State(), one) == StateDiff.between(State(), other)


VALUES = st.none() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6) | st.binary(max_size=6)
PLAIN = st.recursive(VALUES, lambda x: st.lists(x, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=7), x))


@given(PLAIN | st.dictionaries(st.sampled_from(["$bytes", "$float", "$row"]), VALUES))
def test_values_survive_json(value: Any) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(value)))) == value


# ---- a vocabulary --------------------------------------------------------------------------------


def test_vocabularies_merge_and_find_the_deepest_folder() -> None:
    files = Vocabulary.of(FolderWords("/a/", "Files", "file"), apps={"p": "Files"})
    deeper = Vocabulary.of(FolderWords("/a/b/", "Notes", "note"))
    merged = Vocabulary.merged([files, deeper, files])
    assert len(merged.folders) == 2
    assert merged.folder("/a/b/c.txt") == FolderWords("/a/b/", "Notes", "note")
    assert merged.folder("/elsewhere") is None
    assert merged.app_label("p") == "Files"
    assert merged.app_label("q") == "q"


# ---- predicates ----------------------------------------------------------------------------------

TEXTS = st.sampled_from(["milk", "eggs", "tea", ""])
ROWS = st.dictionaries(
    st.integers(1, 5),
    st.fixed_dictionaries({"text": TEXTS, "done": st.integers(0, 1), "at": st.integers(0, 9)}),
    max_size=4,
)
FILES = st.dictionaries(
    st.sampled_from(["/n/a.md", "/n/b.md", "/n/*.md", "/p/IMG_20231015_153401.jpg", "/p/IMG_20231015_153402.jpg"]),
    st.builds(fact, st.none() | TEXTS, st.sampled_from(["d1", "d2"])),
    max_size=3,
)
STATES = st.builds(
    State,
    tables=st.fixed_dictionaries({"app/notes": ROWS, "other/t": ROWS}),
    files=FILES,
    settings=st.dictionaries(st.sampled_from(["global/wifi_on", "global/boots"]), st.sampled_from("01"), max_size=2),
    values=st.dictionaries(st.sampled_from(["clipboard", "ticks"]), TEXTS, max_size=2),
)


@given(STATES, STATES)
def test_a_predicate_is_false_before_and_true_after(before: State, after: State) -> None:
    wanted = predicate(before, after)
    assert not wanted.holds(before, before)
    assert wanted.holds(before, after) == bool(wanted.atoms)
    assert wanted.side_effects(before, after) == ()
    assert wanted.side_effects(before, before) == ()


@given(STATES, STATES)
def test_json_round_trip_of_predicates_and_differences(before: State, after: State) -> None:
    diff = StateDiff.between(before, after)
    wanted = Predicate.from_diff(diff, WORDS)
    again = Predicate.from_json(wanted.to_json())
    assert again == wanted
    assert again.to_json() == wanted.to_json()
    assert again.holds(before, after) == wanted.holds(before, after)
    assert StateDiff.from_plain(json.loads(json.dumps(diff.to_plain()))) == diff


@given(STATES, STATES, STATES)
def test_what_a_predicate_does_not_ask_for_is_a_side_effect(before: State, after: State, elsewhere: State) -> None:
    wanted = predicate(before, after)
    if wanted.holds(before, elsewhere) and not wanted.side_effects(before, elsewhere):
        # Then the two ends are the same but for noise, in either direction.
        assert predicate(before, elsewhere).holds(before, after)


def test_volatile_columns_do_not_matter() -> None:
    before = State(notes((1, "a")))
    wanted = predicate(before, State(notes((1, "a"), (2, "milk"))))
    (atom,) = wanted.atoms
    assert atom == Atom("row_exists", "app/notes", None, (("text", "milk"),), 1)
    later = State({"app/notes": {**before.tables["app/notes"], 77: {"id": 77, "text": "milk", "at": 999}}})
    assert wanted.holds(before, later)
    assert not wanted.side_effects(before, later)


def test_other_rows_and_their_order_do_not_matter_to_the_goal_but_are_side_effects() -> None:
    before = State(notes((1, "a")))
    wanted = predicate(before, State(notes((1, "a"), (2, "milk"))))
    more = State(notes((3, "tea"), (2, "milk"), (1, "a")))
    assert wanted.holds(before, more)
    assert [(c.kind, c.key) for c in wanted.side_effects(before, more)] == [("row_added", 3)]


def test_counts_must_be_met_exactly() -> None:
    before = State(notes((1, "milk")))
    wanted = predicate(before, State(notes((1, "milk"), (2, "milk"), (3, "milk"))))
    assert wanted.atoms[0].count_delta == 2
    assert not wanted.holds(before, State(notes((1, "milk"), (2, "milk"))))
    assert not wanted.holds(before, State(notes(*((i, "milk") for i in range(1, 6)))))


def test_a_row_rewritten_under_a_new_id_is_no_change() -> None:
    before, after = State(notes((1, "a"), (2, "b"))), State(notes((1, "a"), (9, "b")))
    assert not predicate(before, after)
    deleted = predicate(before, State(notes((1, "a"))))
    assert deleted.atoms == (Atom("row_absent", "app/notes", None, (("text", "b"),), 1),)
    assert not deleted.side_effects(before, State(notes((7, "a"))))


def test_a_changed_row_must_be_that_row_with_those_values() -> None:
    before = State(notes((1, "a"), (2, "b")))
    wanted = predicate(before, State(notes((1, "a"), (2, "B"))))
    assert wanted.atoms == (Atom("row_changed", "app/notes", 2, (("text", "B"),)),)
    assert not wanted.holds(before, State(notes((1, "B"), (2, "b"))))
    assert wanted.side_effects(before, State(notes((1, "a"), (2, "C"))))
    touched = State(notes((1, "a"), (2, "b"), at=500))
    assert not wanted.side_effects(before, touched)
    assert not wanted.holds(before, touched)


def test_a_change_of_hidden_settings_is_noise() -> None:
    before = State(settings={"global/boots": "1", "global/wifi_on": "0"}, values={"ticks": "1"})
    after = State(settings={"global/boots": "2", "global/wifi_on": "1"}, values={"ticks": "2"})
    wanted = predicate(before, after)
    assert wanted.atoms == (Atom("setting_is", "global/wifi_on", value="1"),)
    assert not predicate(before, State(settings={**before.settings, "global/boots": "9"}, values={}))


def test_a_picture_taken_at_another_moment_counts() -> None:
    before = State(files={"/p/IMG_20231015_100000.jpg": fact(None, "old")})
    after = State(files={**before.files, "/p/IMG_20231015_153412.jpg": fact(None, "new")})
    wanted = predicate(before, after)
    assert wanted.atoms == (Atom("file_exists", "/p/IMG_*.jpg", pattern=True),)
    later = State(files={**before.files, "/p/IMG_20231016_070809.jpg": fact(None, "other")})
    assert wanted.holds(before, later)
    assert not wanted.side_effects(before, later)
    two = State(files={**later.files, **after.files})
    assert not wanted.holds(before, two)
    assert len(wanted.side_effects(before, two)) == 1
    elsewhere = State(files={**before.files, "/p/IMG_final.jpg": fact(None)})
    assert not wanted.holds(before, elsewhere)


def test_a_moved_picture_keeps_its_name() -> None:
    name = "IMG_20231015_100000.jpg"
    before, after = State(files={f"/p/{name}": fact(None)}), State(files={f"/q/{name}": fact(None)})
    wanted = predicate(before, after)
    assert {(a.kind, a.subject) for a in wanted.atoms} == {
        ("file_exists", f"/q/{name}"),
        ("file_absent", f"/p/{name}"),
    }


def test_files_by_text_or_by_digest() -> None:
    before = State(files={"/a": fact("x"), "/b": fact(None, "1"), "/c": fact()})
    after = State(files={"/a": fact("y"), "/b": fact(None, "2")})
    wanted = predicate(before, after)
    assert wanted.holds(before, after)
    assert not wanted.holds(before, State(files={"/a": fact("z"), "/b": fact(None, "2")}))
    assert not wanted.holds(before, State(files={"/a": fact("y"), "/b": fact(None, "3")}))
    assert not wanted.holds(before, State(files={**after.files, "/c": fact()}))


def test_a_condition_written_by_hand_may_name_some_columns_only() -> None:
    rows: Mapping[str, Any] = {"t": {1: {"name": "Ann", "age": 3}, 2: {"name": "Bo", "age": 4}}}
    wanted = Predicate((Atom("row_exists", "t", None, (("name", "Ann"),), 1),))
    after = State({"t": {**rows["t"], 3: {"name": "Ann", "age": 9}}})
    assert wanted.holds(State(rows), after)
    assert not wanted.side_effects(State(rows), after)


def test_an_empty_predicate_never_holds() -> None:
    assert not Predicate()
    assert not Predicate().holds(State(), State(settings={"a": "1"}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"atoms": [{"kind": "row_exist"}]}',
        '{"atoms": [{"kind": "row_exists"}]}',
        '{"atoms": [{"kind": "row_exists", "table": "t", "where": {}, "count_delta": 0}]}',
        '{"atoms": [{"kind": "row_exists", "table": "t", "where": {"a": {"$bytes": "?"}}}]}',
        '{"atoms": [{"kind": "setting_is", "key": "k", "value": 3}]}',
        '{"atoms": [{"kind": "file_exists", "path": 3}]}',
        '{"atoms": [], "noise": {"columns": []}}',
    ],
)
def test_what_is_no_predicate_is_a_data_error(text: str) -> None:
    with pytest.raises(DataError):
        Predicate.from_json(text)


def test_what_is_no_change_is_a_data_error() -> None:
    for data in (None, [], ["row_added", "t"], ["exploded", "t", None, None, None]):
        with pytest.raises(DataError):
            Change.from_plain(data)
    with pytest.raises(DataError):
        StateDiff.from_plain({})
    with pytest.raises(DataError, match="object"):
        to_plain(object())
