"""The file system: paths, errors, times, snapshots, and equality with a plain dictionary model."""

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim import paths
from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.storage import FOLDERS, FileSystem
from osgenesis.envs.android.sim.storage_errors import (
    BusyError,
    ExistsError,
    FsError,
    InvalidPathError,
    IsADirectoryFsError,
    NameTooLongError,
    NotADirectoryFsError,
    NotEmptyError,
    NotFoundError,
)

SHARED = "/storage/emulated/0"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def files(clock: Clock) -> FileSystem:
    return FileSystem(clock)


def test_a_new_phone_has_the_twelve_public_folders(files: FileSystem) -> None:
    assert files.listdir("/sdcard") == sorted(FOLDERS)
    assert len(FOLDERS) == 12


@pytest.mark.parametrize(
    "alias",
    ["/sdcard", "/data/media/0", "/mnt/sdcard", "/storage/self/primary", "/mnt/user/0/primary"],
)
def test_every_name_of_shared_storage_is_the_same_directory(files: FileSystem, alias: str) -> None:
    files.write(f"{alias}/Download/x.txt", "hello")
    assert files.read(f"{SHARED}/Download/x.txt") == b"hello"
    files.remove("/sdcard/Download/x.txt")
    assert not files.exists(f"{alias}/Download/x.txt")


def test_an_alias_is_only_whole_path_components() -> None:
    assert paths.canonical("/sdcardx/a") == "/sdcardx/a"
    assert paths.canonical("/sdcard//a/./b/../c/") == f"{SHARED}/a/c"


def test_two_dots_stop_at_the_root(files: FileSystem) -> None:
    assert paths.canonical("/../../etc/passwd") == "/etc/passwd"
    files.write("/sdcard/../../../../../top", "x")
    assert files.listdir("/").count("top") == 1


def test_missing_things_raise_with_their_errno_and_the_path_as_given(files: FileSystem) -> None:
    with pytest.raises(NotFoundError, match=r"^/sdcard/nope: No such file or directory$") as caught:
        files.read("/sdcard/nope")
    assert (caught.value.code, caught.value.errno) == ("ENOENT", 2)
    assert isinstance(caught.value, OSError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_each_mistake_has_its_own_error(files: FileSystem) -> None:
    files.write("/sdcard/f", "x")
    files.mkdir("/sdcard/d")
    files.write("/sdcard/d/g", "y")
    cases: list[tuple[type[FsError], Any]] = [
        (IsADirectoryFsError, lambda: files.read("/sdcard/d")),
        (IsADirectoryFsError, lambda: files.write("/sdcard/d", "x")),
        (NotADirectoryFsError, lambda: files.listdir("/sdcard/f")),
        (NotADirectoryFsError, lambda: files.read("/sdcard/f/below")),
        (NotADirectoryFsError, lambda: files.write("/sdcard/f/below", "x")),
        (NotFoundError, lambda: files.write("/sdcard/none/x", "x")),
        (ExistsError, lambda: files.mkdir("/sdcard/d")),
        (ExistsError, lambda: files.mkdir("/sdcard/f", parents=True, exist_ok=True)),
        (NotEmptyError, lambda: files.remove("/sdcard/d")),
        (BusyError, lambda: files.rename("/sdcard", "/x")),
        (InvalidPathError, lambda: files.rename("/sdcard/d", "/sdcard/d/e")),
        (InvalidPathError, lambda: files.copytree("/sdcard/d", "/sdcard/d/e")),
        (InvalidPathError, lambda: files.write("/sdcard/a\0b", "x")),
        (NameTooLongError, lambda: files.write("/sdcard/" + "n" * 256, "x")),
        (NameTooLongError, lambda: files.mkdir("/a" * 4000, parents=True)),
    ]
    for error, action in cases:
        with pytest.raises(error):
            action()


def test_reading_does_not_change_the_access_time(files: FileSystem, clock: Clock) -> None:
    files.write("/sdcard/f", "x")
    before = files.stat("/sdcard/f")
    clock.advance(5_000)
    files.read("/sdcard/f")
    files.listdir("/sdcard")
    assert files.stat("/sdcard/f") == before


def test_overwriting_changes_the_modification_time_alone(files: FileSystem, clock: Clock) -> None:
    files.write("/sdcard/f", "x", mode=0o600)
    before = files.stat("/sdcard/f")
    clock.advance(1_000)
    files.write("/sdcard/f", "y")
    after = files.stat("/sdcard/f")
    assert after.atime_ns == before.atime_ns
    assert after.mtime_ns - before.mtime_ns == pytest.approx(1e9, rel=0.01)
    assert after.mode == before.mode


def test_times_come_from_the_phones_clock_and_keep_the_order_of_writing(files: FileSystem, clock: Clock) -> None:
    for name in "cab":
        files.write(f"/sdcard/{name}", name)
    stamps = [files.stat(f"/sdcard/{name}").mtime_ns for name in "cab"]
    assert stamps == sorted(set(stamps))
    assert all(stamp // 1_000_000 == clock.now_ms for stamp in stamps)


def test_a_clock_set_back_gives_older_files(files: FileSystem, clock: Clock) -> None:
    files.write("/sdcard/new", "x")
    clock.set_ms(clock.now_ms - 500 * 60_000)
    files.write("/sdcard/old", "x")
    assert files.stat("/sdcard/old").mtime_ns < files.stat("/sdcard/new").mtime_ns


def test_a_preserving_copy_keeps_times_and_mode(files: FileSystem, clock: Clock) -> None:
    files.write("/sdcard/f", "x")
    files.chmod("/sdcard/f", 0o777)
    clock.advance(9_000)
    files.copy("/sdcard/f", "/sdcard/kept", preserve=True)
    files.copy("/sdcard/f", "/sdcard/fresh")
    source, kept, fresh = (files.stat(f"/sdcard/{name}") for name in ("f", "kept", "fresh"))
    assert (kept.mtime_ns, kept.atime_ns, kept.mode) == (
        source.mtime_ns,
        source.atime_ns,
        source.mode,
    )
    assert fresh.mtime_ns > source.mtime_ns


def test_renaming_a_directory_takes_everything_along(files: FileSystem) -> None:
    files.mkdir("/sdcard/a/b/c", parents=True)
    files.write("/sdcard/a/b/c/f", "x")
    files.rename("/sdcard/a", "/sdcard/z")
    assert files.read("/sdcard/z/b/c/f") == b"x"
    assert not files.exists("/sdcard/a/b/c/f")


def test_removing_a_mount_point_only_empties_it(files: FileSystem) -> None:
    with pytest.raises(BusyError):
        files.rmtree("/sdcard")
    assert files.listdir("/sdcard") == []


def test_glob_spells_paths_as_the_pattern_does_and_skips_hidden_names(files: FileSystem) -> None:
    for name in ("a b.md", "b.md", ".hidden.md", "c.txt"):
        files.write(f"/sdcard/Documents/{name}", "x")
    assert files.glob("/sdcard/Doc*/*.md") == [
        "/sdcard/Documents/a b.md", "/sdcard/Documents/b.md",
    ]  # fmt: skip
    assert files.glob("*.txt", "/sdcard/Documents") == ["c.txt"]
    assert files.glob("/sdcard/Documents/.h*") == ["/sdcard/Documents/.hidden.md"]
    assert files.glob("/nowhere/*") == []


def test_walk_names_links_without_entering_them(files: FileSystem) -> None:
    seen = [folder for folder, _, _ in files.walk("/")]
    assert f"{SHARED}/Download" in seen
    assert "/sdcard" in ["/" + name for name in files.listdir("/")]
    assert not any(folder.startswith("/sdcard") for folder in seen)


def test_a_snapshot_is_the_live_mapping_until_somebody_writes(files: FileSystem) -> None:
    first = files.freeze()
    assert files.freeze() is first
    files.write("/sdcard/f", "x")
    assert f"{SHARED}/f" not in first
    files.thaw(first)
    assert not files.exists("/sdcard/f")


def test_a_snapshot_survives_pickling(files: FileSystem, clock: Clock) -> None:
    files.write("/sdcard/f", b"\0\xff")
    copy = FileSystem(clock)
    copy.thaw(pickle.loads(pickle.dumps(files.freeze())))
    assert dict(copy.items()) == dict(files.items())


def test_version_grows_with_changes_and_not_with_looks(files: FileSystem) -> None:
    files.write("/sdcard/f", "x")
    version = files.version
    files.read("/sdcard/f")
    files.stat("/sdcard/f")
    files.glob("/sdcard/*")
    files.freeze()
    assert files.version == version
    files.write("/sdcard/f", "y")
    assert files.version > version


class _Late:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.asked = 0
        self.void = False

    def produce(self) -> bytes:
        self.asked += 1
        return self.data

    def discard(self) -> None:
        self.void = True


def test_deferred_content_is_produced_when_somebody_looks(files: FileSystem) -> None:
    files.write("/sdcard/f", b"old")
    late = _Late(b"new!")
    files.defer("/sdcard/f", late)
    files.listdir("/sdcard")
    assert (late.asked, files.stored("/sdcard/f")) == (0, b"old")
    assert files.stat("/sdcard/f").size == 4
    assert (files.read("/sdcard/f"), late.asked) == (b"new!", 1)


def test_deferred_content_is_void_once_the_file_is_overwritten(files: FileSystem) -> None:
    files.write("/sdcard/f", b"old")
    late = _Late(b"new!")
    files.defer("/sdcard/f", late)
    files.write("/sdcard/f", b"mine")
    assert late.void
    assert (files.read("/sdcard/f"), late.asked) == (b"mine", 0)


# A dictionary is the model: path -> bytes for files, None for directories.

NAMES = st.sampled_from(["a", "b", "c", ".d"])
SPOTS = st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: "/".join(parts))
STEPS = st.one_of(
    st.tuples(st.just("write"), SPOTS, st.binary(max_size=3)),
    st.tuples(st.just("mkdir"), SPOTS, st.booleans()),
    st.tuples(st.just("remove"), SPOTS, st.none()),
    st.tuples(st.just("rmtree"), SPOTS, st.none()),
    st.tuples(st.just("rename"), SPOTS, SPOTS),
    st.tuples(st.just("freeze"), st.just(""), st.none()),
    st.tuples(st.just("thaw"), st.just(""), st.none()),
)
Model = dict[str, bytes | None]


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _step(model: Model, what: str, path: str, extra: Any) -> Model | None:
    """The model after a step, `None` where the step has to fail."""
    inside = [p for p in model if p.startswith(path + "/")]
    is_parent_folder = model.get(_parent(path), b"") is None if _parent(path) else True
    if what == "write":
        return {**model, path: extra} if is_parent_folder and model.get(path, b"") is not None else None
    if what == "mkdir":
        if not extra:
            return {**model, path: None} if is_parent_folder and path not in model else None
        parts = path.split("/")
        above = ["/".join(parts[:i]) for i in range(1, len(parts) + 1)]
        if path in model or any(model.get(p, None) is not None for p in above):
            return None
        return {**model, **dict.fromkeys(above)}
    if what in ("remove", "rmtree"):
        if path not in model or (what == "remove" and inside):
            return None
        return {p: v for p, v in model.items() if p != path and p not in inside}
    target: str = extra
    if path == target:
        return model if path in model else None
    target_folder = model.get(_parent(target), b"") is None if _parent(target) else True
    if path not in model or target.startswith(path + "/") or not target_folder:
        return None
    if target in model:
        occupied = any(p.startswith(target + "/") for p in model)
        if occupied or (model[target] is None) != (model[path] is None):
            return None
    moved = {target + p[len(path) :]: model[p] for p in [path, *inside]}
    return {**{p: v for p, v in model.items() if p != path and p not in inside}, **moved}


def _content(files: FileSystem) -> Model:
    root = f"{SHARED}/Music"
    found: Model = {}
    for folder, folders, names in files.walk(root):
        for name in folders:
            found[f"{folder}/{name}"[len(root) + 1 :]] = None
        for name in names:
            found[f"{folder}/{name}"[len(root) + 1 :]] = files.read(f"{folder}/{name}")
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_any_sequence_of_operations_does_what_a_dictionary_does(steps: list[Any]) -> None:
    files = FileSystem(Clock())
    model: Model = {}
    kept: list[tuple[Any, Model]] = []
    for what, path, extra in steps:
        place = f"/sdcard/Music/{path}"
        if what == "freeze":
            kept.append((files.freeze(), model))
            continue
        if what == "thaw":
            if kept:
                frozen, model = kept[-1]
                files.thaw(frozen)
            continue
        expected = _step(model, what, path, extra)
        try:
            if what == "write":
                files.write(place, extra)
            elif what == "mkdir":
                files.mkdir(place, parents=extra)
            elif what == "rename":
                files.rename(place, f"/data/media/0/Music/{extra}")
            else:
                getattr(files, what)(place)
            succeeded = True
        except FsError:
            succeeded = False
        assert succeeded == (expected is not None), (what, path, extra)
        model = model if expected is None else expected
        assert _content(files) == model
    for frozen, then in kept:
        files.thaw(frozen)
        assert _content(files) == then


@given(st.text(max_size=30))
def test_every_path_has_one_canonical_spelling(path: str) -> None:
    spot = paths.canonical(path)
    assert spot.startswith("/")
    assert paths.canonical(spot) == spot
    assert ".." not in spot.split("/")
