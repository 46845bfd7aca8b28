"""The app that ARCHITECTURE.md shows is a whole app: it installs, creates, edits and keeps a note."""

import re
from pathlib import Path
from typing import Any

import pytest

from osgenesis.envs.android.sim import app, page, phone
from osgenesis.envs.android.sim.apps import load_apps
from osgenesis.envs.android.sim.ui import nodes, widgets
from osgenesis.envs.core import vocabulary
from osgenesis.envs.core.actions import Action

ARCHITECTURE = Path(__file__).parents[3] / "ARCHITECTURE.md"


@pytest.fixture
def handset(monkeypatch: pytest.MonkeyPatch) -> phone.Phone:
    match = re.search(r"```python\n(class Notepad.*?)```", ARCHITECTURE.read_text("utf-8"), re.DOTALL)
    assert match is not None
    scope: dict[str, Any] = {"Phone": phone.Phone, "Node": nodes.Node, "Page": page.Page}
    for module in (app, widgets, vocabulary):
        scope |= {name: value for name, value in vars(module).items() if not name.startswith("_")}
    exec(match[1], scope)
    monkeypatch.setitem(load_apps(), "org.example.notepad", scope["Notepad"]())
    phone.boot_image.cache_clear()
    return phone.Phone()


@pytest.fixture(autouse=True)
def _forget_the_app() -> Any:
    yield
    phone.boot_image.cache_clear()


def tap(handset: phone.Phone, label: str) -> None:
    labels = [(e.text, e.description, e.hint) for e in handset.elements()]
    handset.perform(Action("click", index=next(i for i, words in enumerate(labels) if label in words)))


def test_a_note_is_made_and_kept(handset: phone.Phone) -> None:
    handset.perform(Action("open_app", app="Notepad"))
    tap(handset, "New note")
    handset.perform(Action("input_text", text="ideas"))
    tap(handset, "OK")
    tap(handset, "ideas.txt")
    body = next(i for i, e in enumerate(handset.elements()) if e.editable)
    handset.perform(Action("input_text", index=body, text="buy a kite"))
    tap(handset, "Save")
    assert handset.files.read_text("/sdcard/Notepad/ideas.txt") == "buy a kite"
    assert any(e.text == "ideas.txt" for e in handset.elements())
