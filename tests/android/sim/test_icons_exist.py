"""Every icon that the phone's code names is in the icon font (an unknown one would break the picture at run time)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from osgenesis.envs.android.sim.ui import icons

SIM = Path(icons.__file__).parents[1]
ICON_CALLS = {"icon": 1, "icon_button": 1, "action": 1, "fab": 1, "empty_state": 1}


def constants(name: ast.expr) -> Iterator[str]:
    """A name written out, or the two of a conditional expression."""
    if isinstance(name, ast.IfExp):
        yield from constants(name.body)
        yield from constants(name.orelse)
    elif isinstance(name, ast.Constant) and isinstance(name.value, str) and name.value:
        yield name.value


def named_icons() -> Iterator[tuple[str, str]]:
    for path in sorted(SIM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            where = f"{path.relative_to(SIM)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = ICON_CALLS.get(node.func.id)
                names = [node.args[place]] if place is not None and len(node.args) > place else []
                names += [k.value for k in node.keywords if k.arg == "icon_name"]
                for name in names:
                    yield from ((where, text) for text in constants(name))
            elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
                kind, name = node.elts
                if isinstance(kind, ast.Constant) and kind.value in ("icon", "appicon"):
                    yield from ((where, text) for text in constants(name))


@pytest.mark.parametrize(("where", "name"), sorted(set(named_icons())), ids=lambda value: str(value))
def test_icon_is_in_the_font(where: str, name: str) -> None:
    if " " not in name and name.islower():
        assert icons.has(name), f"{where} names an icon that the font lacks: {name!r}"
