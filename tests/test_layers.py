"""Imports point one way: synth -> agents -> envs; in envs, benchmarks -> devices -> core."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]


class Room(NamedTuple):
    """A part of the tree and the parts of the project it may import besides itself."""

    folder: str
    may_import: tuple[str, ...]


CORE = "osgenesis.envs.core"
ANDROID = "osgenesis.envs.android"
WEB = "osgenesis.envs.web"

ROOMS = (
    Room("envs", ()),
    Room("agents", ("osgenesis.envs",)),
    Room("synth", ("osgenesis.envs", "osgenesis.agents")),
    Room("envs/core", ()),
    Room("envs/android", (CORE,)),
    Room("envs/android/sim", (CORE,)),
    Room("envs/web", (CORE,)),
    Room("envs/android_world", (CORE, ANDROID)),
    Room("envs/android_control", (CORE, ANDROID)),
    Room("envs/webarena", (CORE, WEB)),
    Room("envs/miniwob", (CORE, WEB)),
)

# Inside the phone: an app is its screens and its data, and what talks to the phone from outside is
# none of its business; the view toolkit serves every app and knows none.
STRANGERS = {
    "envs/android/sim/apps": ("sim.shell", "sim.console", "wire", "emulator"),
    "envs/android/sim/ui": ("sim.apps", "sim.system", "sim.shell", "sim.console", "sim.phone"),
    "envs/android/sim": ("wire", "emulator"),
}

# What would make the embedded phone depend on the machine it runs on.
CLOCKS_AND_DICE = {"random", "secrets", "time", "uuid"}
# Generated pictures draw from `Random(seed).getrandbits`, whose numbers no Python version has changed.
SEEDED_PICTURES = {("images.py", "random"), ("images.py", "random.Random")}


def python_files(folder: str) -> list[Path]:
    """The sources below a folder, which may not exist yet."""
    return sorted((ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each (line, module) that a file imports anywhere, `from a import b` also as `a.b`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            module = node.module or ""
            yield node.lineno, module
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def within(module: str, package: str) -> bool:
    """Whether `module` is `package` or lies in it."""
    return f"{module}.".startswith(f"{package}.")


def leaving(folder: str, allowed: tuple[str, ...]) -> list[str]:
    """The imports of a folder's files that reach the project's own modules beyond `allowed`."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in python_files(folder)
        for line, module in imports(path)
        if within(module, "osgenesis")
        # A package above one that is allowed counts: `from osgenesis.envs import core`.
        and not any(within(module, one) or within(one, module) for one in allowed)
    ]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.folder)
def test_a_room_imports_only_what_lies_below_it(room: Room) -> None:
    itself = ".".join(("osgenesis", *room.folder.split("/")))
    assert leaving(room.folder, (itself, *room.may_import)) == []


@pytest.mark.parametrize("folder", STRANGERS)
def test_a_part_of_the_phone_does_not_know_its_strangers(folder: str) -> None:
    strangers = [f"{ANDROID}.{name}" for name in STRANGERS[folder]]
    found = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in python_files(folder)
        for line, module in imports(path)
        if any(within(module, package) for package in strangers)
    ]
    assert found == []


def test_the_embedded_phone_has_no_clock_or_dice_but_its_own() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in python_files("envs/android/sim")
        for line, module in imports(path)
        if module.partition(".")[0] in CLOCKS_AND_DICE and (path.name, module) not in SEEDED_PICTURES
    ]
    assert found == []


def test_the_bare_folder_names_are_never_imported() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for folder in ("envs", "agents", "synth", "tests", "benchmarks")
        for path in python_files(folder)
        for line, module in imports(path)
        if module.partition(".")[0] in {"envs", "agents", "synth", "tests"}
    ]
    assert found == []
