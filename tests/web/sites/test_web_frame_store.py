"""A store's episode is one transaction: what is written is known exactly, can be frozen, thawed and rolled back."""

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.web.sites.store import Delta, Image, Store

SCHEMA = """
CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, price REAL, data BLOB);
CREATE TABLE tag (id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL, word TEXT NOT NULL, UNIQUE (item_id, word));
CREATE TABLE untouched (id INTEGER PRIMARY KEY, value TEXT);
"""


def made_image() -> Image:
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(SCHEMA)
        connection.executemany(
            "INSERT INTO item VALUES (?, ?, ?, ?)", [(n, f"i{n}", n * 1.5, None) for n in range(1, 6)]
        )
        connection.executemany("INSERT INTO tag VALUES (?, ?, ?)", [(n, 1 + n % 3, f"w{n}") for n in range(1, 5)])
        connection.execute("INSERT INTO untouched VALUES (1, 'a')")
        connection.commit()
        return Image(connection.serialize())
    finally:
        connection.close()


IMAGE = made_image()


@contextmanager
def opened() -> Iterator[Store]:
    store = Store(IMAGE)
    try:
        yield store
    finally:
        store.close()


def contents(store: Store) -> dict[str, list[dict[str, object]]]:
    """The rows as SQLite has them, not as the store remembers them."""
    return {name: store.query(f"SELECT * FROM {name} ORDER BY id") for name in IMAGE.names}


keys = st.integers(1, 8)
names = st.sampled_from([f"i{n}" for n in range(1, 9)] + ["ä", "x'y", ""])
values = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, width=32))
writes = st.one_of(
    st.tuples(st.just("INSERT INTO item (name, price) VALUES (?, ?)"), st.tuples(names, values)),
    st.tuples(st.just("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)"), st.tuples(keys, names, values, st.none())),
    st.tuples(st.just("REPLACE INTO tag (item_id, word) VALUES (?, ?)"), st.tuples(keys, names)),
    st.tuples(st.just("INSERT OR IGNORE INTO tag VALUES (?, ?, ?)"), st.tuples(keys, keys, names)),
    st.tuples(st.just("INSERT OR ABORT INTO tag VALUES (?, ?, ?)"), st.tuples(keys, keys, names)),
    st.tuples(
        st.just("INSERT INTO item (name, price) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET price = excluded.price"),
        st.tuples(names, values),
    ),
    st.tuples(st.just("UPDATE item SET name = ? WHERE id = ?"), st.tuples(names, keys)),
    st.tuples(st.just("UPDATE OR REPLACE item SET name = ? WHERE id = ?"), st.tuples(names, keys)),
    st.tuples(st.just("UPDATE OR ABORT item SET price = ? WHERE id > ?"), st.tuples(values, keys)),
    st.tuples(st.just("UPDATE item SET id = ? WHERE id = ?"), st.tuples(keys, keys)),
    st.tuples(st.just("UPDATE item SET data = ? WHERE id = ?"), st.tuples(st.binary(max_size=3), keys)),
    st.tuples(st.just("DELETE FROM item WHERE id = ?"), st.tuples(keys)),
    st.tuples(st.just("DELETE FROM tag WHERE item_id > ?"), st.tuples(keys)),
)
Edits = list[tuple[str, tuple[object, ...]]]
edits = st.lists(writes, max_size=12)


def do(store: Store, todo: Edits) -> None:
    for sql, parameters in todo:
        problem = ""
        try:
            with store.attempt():
                store.execute(sql, *parameters)
        except sqlite3.IntegrityError as error:
            problem = str(error)  # a unique column: the attempt leaves nothing
        assert "touched" not in problem


@given(edits, edits)
@settings(max_examples=150)
def test_a_thawed_store_has_the_rows_of_the_frozen_one(first: Edits, then: Edits) -> None:
    with opened() as store:
        do(store, first)
        frozen, rows = store.delta(), contents(store)
        do(store, then)
        store.apply(frozen)
        assert contents(store) == rows
        assert store.delta() == frozen
        assert hash(store.delta()) == hash(frozen)
    with opened() as other:
        other.apply(pickle.loads(pickle.dumps(frozen)))
        assert contents(other) == rows
        do(other, then)
        other.rollback()
        assert other.delta() == ()


@given(edits)
@settings(max_examples=150)
def test_the_delta_is_the_difference_from_the_image(todo: Edits) -> None:
    with opened() as untouched, opened() as store:
        before = contents(untouched)
        do(store, todo)
        after = contents(store)
        expected: list[tuple[str, int, object]] = []
        for table in sorted(IMAGE.names):
            old = {row["id"]: row for row in before[table]}
            new = {row["id"]: row for row in after[table]}
            for key in sorted(old.keys() | new.keys()):  # type: ignore[type-var]
                if old.get(key) != new.get(key):
                    expected.append((table, key, tuple(new[key].items()) if key in new else None))  # type: ignore[arg-type]
        assert store.delta() == tuple(expected)
        assert {name: dict(store.table(name)) for name in IMAGE.names} == {
            name: {row["id"]: row for row in rows} for name, rows in after.items()
        }


@given(edits)
@settings(max_examples=60)
def test_rollback_is_the_image(todo: Edits) -> None:
    with opened() as store:
        before = contents(store)
        do(store, todo)
        store.rollback()
        assert contents(store) == before
        assert store.delta() == ()


@given(st.permutations(["UPDATE item SET price = 9 WHERE id = 1", "DELETE FROM item WHERE id = 2",
                        "INSERT INTO item VALUES (7, 'seven', 7, NULL)", "UPDATE tag SET word = 'new' WHERE id = 3",
                        "UPDATE item SET name = 'third' WHERE id = 3"]))  # fmt: skip
def test_the_order_of_edits_does_not_show(order: list[str]) -> None:
    def delta(statements: list[str]) -> Delta:
        with opened() as store:
            for sql in statements:
                store.execute(sql)
            return store.delta()

    assert delta(order) == delta(sorted(order))


def test_unique_names_can_be_swapped_and_thawed() -> None:
    with opened() as store:
        for key, name in ((1, "aside"), (2, "i1"), (1, "i2")):
            store.update("item", key, name=name)
        frozen = store.delta()
        store.rollback()
        store.apply(frozen)
        assert [row["name"] for row in store.query("SELECT name FROM item WHERE id < 3 ORDER BY id")] == ["i2", "i1"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE OR ABORT item SET price = 3 WHERE id = 1",
        "UPDATE OR FAIL item SET price = 3 WHERE id = 1",
        "INSERT OR REPLACE INTO item VALUES (1, 'i1', 3, NULL)",
        "INSERT INTO item (name, price) VALUES ('i1', 3) ON CONFLICT (name) DO UPDATE SET price = excluded.price",
    ],
)
def test_every_way_to_write_a_row_is_noted(sql: str) -> None:
    with opened() as store:
        for _ in range(2):
            store.execute(sql)
        assert store.delta() == (("item", 1, (("id", 1), ("name", "i1"), ("price", 3.0), ("data", None))),)


def test_an_edit_that_is_taken_back_is_no_difference() -> None:
    with opened() as store:
        store.update("item", 1, price=99.0)
        store.update("item", 1, price=1.5)
        store.delete("item", store.insert("item", name="short-lived"))
        assert store.delta() == ()


def fail_within(store: Store) -> None:
    store.insert("item", name="inner")
    store.delete("item", 1)
    raise RuntimeError("a view failed")


def test_a_failed_attempt_leaves_nothing_and_the_outer_one_goes_on() -> None:
    with opened() as store, store.attempt():
        store.insert("item", name="outer")
        with pytest.raises(RuntimeError), store.attempt():
            fail_within(store)
        assert store.one("SELECT * FROM item WHERE name = 'inner'") is None
        assert store.get("item", 1) is not None
        assert [key for _, key, _ in store.delta()] == [6]


def test_tables_that_nothing_changed_are_the_same_objects() -> None:
    with opened() as store, opened() as other:
        store.update("item", 1, price=2.0)
        assert store.table("untouched") is other.table("untouched")
        assert store.table("item") is not other.table("item")
        assert other.table("item")[1]["price"] == 1.5


def test_stores_of_one_image_share_nothing() -> None:
    with opened() as one, opened() as other:
        one.update("item", 1, name="mine")
        other.update("item", 1, name="theirs")
        assert one.get("item", 1) != other.get("item", 1)
        one.rollback()
        assert other.value("SELECT name FROM item WHERE id = 1") == "theirs"
