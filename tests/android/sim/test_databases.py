"""Databases: real SQLite over the phone's files, whoever else touches those files."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim import foreign
from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.databases import Database, DatabaseError, Databases
from osgenesis.envs.android.sim.storage import FileSystem

SCHEMA = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, size REAL, body BLOB)",
    "CREATE TABLE tags (note INTEGER, tag TEXT, PRIMARY KEY (note, tag))",
    "CREATE TABLE log (line TEXT)",
)
FOLDER = "/data/data/org.example/databases"
PATH = f"{FOLDER}/notes.db"


class World:
    """Files and the databases in them."""

    def __init__(self) -> None:
        self.files = FileSystem(Clock())
        self.databases = Databases(self.files)

    @property
    def notes(self) -> Database:
        return self.databases.open(PATH, SCHEMA)


@pytest.fixture
def world() -> World:
    return World()


def on_host(data: bytes) -> sqlite3.Connection:
    """A file as a host sees it that has pulled it."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    return connection


def titles(world: World) -> list[str]:
    return [row[0] for row in world.notes.query("SELECT title FROM notes ORDER BY id")]


def test_opening_with_a_schema_makes_file_and_tables(world: World) -> None:
    assert titles(world) == []
    assert world.files.listdir(FOLDER) == ["notes.db"]
    assert world.files.read(PATH).startswith(b"SQLite format 3\0")


def test_rows_come_as_tuples_or_dictionaries(world: World) -> None:
    row_id = world.notes.insert("notes", {"title": "one", "size": 1.5, "body": b"\0"})
    assert world.notes.query("SELECT id, title FROM notes") == [(row_id, "one")]
    assert world.notes.rows("SELECT title, size FROM notes") == [{"title": "one", "size": 1.5}]
    assert world.notes.scalar("SELECT COUNT(*) FROM notes") == 1


def test_a_host_that_copies_the_file_sees_every_committed_row(world: World) -> None:
    world.notes.insert("notes", {"title": "one"})
    host = on_host(world.files.read(PATH))
    assert host.execute("SELECT title FROM notes").fetchall() == [("one",)]
    assert host.execute("PRAGMA journal_mode").fetchone()[0] != "wal"
    host.close()
    assert world.files.listdir(FOLDER) == ["notes.db"]


def test_a_file_that_a_host_pushes_is_what_the_next_query_reads(world: World) -> None:
    world.notes.insert("notes", {"title": "ours"})
    host = on_host(world.files.read(PATH))
    host.execute("UPDATE notes SET title = 'theirs'")
    host.commit()
    pushed = host.serialize()
    host.close()
    world.notes.insert("notes", {"title": "lost, as the file is replaced"})
    world.files.rmtree(FOLDER)
    world.files.write(PATH, pushed, parents=True)
    assert titles(world) == ["theirs"]


def test_a_database_in_wal_mode_can_be_pushed(world: World) -> None:
    data = bytearray(world.files.read(world.notes.path))
    data[18:20] = b"\x02\x02"
    world.files.write(PATH, bytes(data))
    world.notes.insert("notes", {"title": "still works"})
    assert titles(world) == ["still works"]


def test_a_deleted_database_comes_back_empty(world: World) -> None:
    database = world.notes
    database.insert("notes", {"title": "gone"})
    world.files.remove(PATH)
    assert not world.databases.exists(PATH)
    assert database.query("SELECT * FROM notes") == []
    assert world.files.exists(PATH)


def test_missing_tables_are_added_and_the_others_left_alone(world: World) -> None:
    world.databases.open(PATH, SCHEMA[:1]).insert("notes", {"title": "kept"})
    assert world.notes.query("SELECT * FROM tags") == []
    assert titles(world) == ["kept"]


def test_a_broken_file_is_an_error_and_with_a_schema_it_is_made_anew(world: World) -> None:
    world.files.write(PATH, b"this is no database", parents=True)
    with pytest.raises(DatabaseError, match=r"notes\.db: file is not a database"):
        world.databases.open(PATH).query("SELECT 1 FROM notes")
    assert titles(world) == []


def test_an_error_names_the_file_and_the_statement(world: World) -> None:
    with pytest.raises(DatabaseError, match=r"notes\.db: no such column: nope; in: SELECT nope"):
        world.notes.query("SELECT nope FROM notes")
    with pytest.raises(DatabaseError, match="no such file"):
        world.databases.open("/data/none.db").query("SELECT 1")


def test_a_transaction_that_fails_leaves_nothing(world: World) -> None:
    world.notes.insert("notes", {"title": "before"})

    def half() -> None:
        with world.notes.transaction() as database:
            database.insert("notes", {"title": "half"})
            assert world.databases.tables(PATH)["notes"].keys() == {1}
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert titles(world) == ["before"]
    world.notes.executemany("INSERT INTO notes (title) VALUES (?)", [("a",), ("b",)])
    assert titles(world) == ["before", "a", "b"]
    assert on_host(world.files.read(PATH)).execute("SELECT COUNT(*) FROM notes").fetchone() == (3,)


def test_tables_are_keyed_by_primary_key_and_stay_the_same_object_while_unchanged(
    world: World,
) -> None:
    world.notes.insert("notes", {"title": "one"})
    world.notes.insert("tags", {"note": 1, "tag": "x"})
    world.notes.insert("log", {"line": "no key"})
    before = world.databases.tables(PATH)
    assert before["notes"] == {1: {"id": 1, "title": "one", "size": None, "body": None}}
    assert before["tags"] == {(1, "x"): {"note": 1, "tag": "x"}}
    assert before["log"] == {1: {"line": "no key"}}
    assert "sqlite_sequence" not in before
    world.notes.execute("UPDATE notes SET title = 'two'")
    after = world.databases.tables(PATH)
    assert after["notes"][1]["title"] == "two"
    assert after["tags"] is before["tags"]
    assert world.databases.tables(PATH) is after


def test_the_content_hash_is_of_rows_and_schema_not_of_bytes(world: World) -> None:
    world.notes.insert("notes", {"title": "one"})
    before = world.databases.content_hash(PATH)
    world.notes.execute("UPDATE notes SET title = 'two'")
    assert world.databases.content_hash(PATH) != before
    world.notes.execute("UPDATE notes SET title = 'one'")
    assert world.databases.content_hash(PATH) == before  # the file's change counter differs
    world.notes.execute("ALTER TABLE log ADD COLUMN extra TEXT")
    assert world.databases.content_hash(PATH) != before


def test_a_snapshot_holds_the_rows_of_its_time(world: World) -> None:
    world.notes.insert("notes", {"title": "one"})
    frozen = world.files.freeze()
    world.notes.insert("notes", {"title": "two"})
    world.files.thaw(frozen)
    assert titles(world) == ["one"]
    world.notes.insert("notes", {"title": "other"})
    assert titles(world) == ["one", "other"]


def test_uncommitted_work_of_one_branch_never_shows_in_another(world: World) -> None:
    world.notes.insert("notes", {"title": "root"})
    frozen = world.files.freeze()
    fork = World()
    fork.files.thaw(frozen)
    fork.notes.insert("notes", {"title": "fork"})
    assert titles(world) == ["root"]
    assert titles(fork) == ["root", "fork"]


def test_writes_move_the_version_and_reads_do_not(world: World) -> None:
    world.notes.insert("notes", {"title": "one"})
    version = world.databases.version
    titles(world)
    world.databases.tables(PATH)
    world.files.freeze()
    assert world.databases.version == version
    world.notes.execute("DELETE FROM notes")
    assert world.databases.version > version


def test_a_script_runs_statement_by_statement(world: World) -> None:
    answer = world.databases.script(
        world.notes, "INSERT INTO log VALUES ('a;b'); SELECT line FROM log; DELETE FROM log"
    )
    assert answer.rows == [("a;b",)]
    assert world.notes.query("SELECT * FROM log") == []


def test_closing_writes_back(world: World) -> None:
    world.notes.insert("notes", {"title": "one"})
    world.databases.close("/data/data/org.example")
    assert titles(world) == ["one"]


@pytest.mark.parametrize("package", [p for p, app in foreign.FOREIGN.items() if app.databases])
def test_every_listed_app_has_its_tables(world: World, package: str) -> None:
    for path, schema in foreign.FOREIGN[package].databases.items():
        world.databases.open(path, schema)
        assert world.databases.tables(path)
        assert len(world.databases.tables(path)) == sum("CREATE TABLE" in s for s in schema)


WORK = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.text(max_size=4)),
        st.tuples(st.just("drop"), st.just("")),
        st.tuples(st.just("look"), st.just("")),
        st.tuples(st.just("freeze"), st.just("")),
        st.tuples(st.just("thaw"), st.just("")),
        st.tuples(st.just("delete file"), st.just("")),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(WORK)
def test_rows_follow_the_files_through_any_history(work: list[tuple[str, str]]) -> None:
    world = World()
    model: list[str] = []
    kept = [(world.files.freeze(), model)]
    for what, text in work:
        if what == "add":
            world.notes.insert("notes", {"title": text})
            model = [*model, text]
        elif what == "drop":
            world.notes.execute("DELETE FROM notes")
            model = []
        elif what == "freeze":
            kept.append((world.files.freeze(), model))
        elif what == "thaw":
            frozen, model = kept[-1]
            world.files.thaw(frozen)
        elif what == "delete file" and world.files.exists(PATH):
            world.files.remove(PATH)
            model = []
        if what != "add":  # otherwise leave the change waiting in the open connection
            assert titles(world) == model
    assert titles(world) == model
