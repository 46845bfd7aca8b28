"""What a screen tells: elements by AndroidWorld's rule, the accessibility forest, uiautomator's XML - one tree."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from osgenesis.envs.android.sim.apps import load_apps
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.forest import Window, forest, hierarchy_xml
from osgenesis.envs.android.sim.ui.layout import arrange
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import FILL
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag

APPS = sorted(app.label for app in load_apps().values() if app.launcher and app.package != Phone.home_package)
BOX = (0, 0, 400, 800)
VIEW = "android.view.View"
ATTRIBUTES = {
    "index", "text", "resource-id", "class", "package", "content-desc", "checkable", "checked", "clickable", "enabled",
    "focusable", "focused", "scrollable", "long-clickable", "password", "selected", "bounds",
}  # fmt: skip


def nothing() -> None:
    """What a node does here when it is tapped."""


def window(*children: Node, **root: Any) -> Window:
    tree = Node(kind="column", width=FILL, height=FILL, children=children, **root)
    return Window("application", "org.example", "Example", BOX, arrange(tree, BOX))


def only(node: Node) -> Element:
    (element,) = window(node).elements()
    return element


def block(**more: Any) -> Node:
    return Node(**{"kind": "box", "width": 100, "height": 50, "cls": VIEW, **more})


# -- which nodes are elements ----------------------------------------------------------------------


def test_leaves_are_elements_and_plain_containers_are_not() -> None:
    shown = window(block(height=100, children=[block(text="leaf")]), cls=VIEW).elements()
    assert [e.text for e in shown] == ["leaf"]


def test_a_described_container_is_an_element() -> None:
    shown = window(block(desc="card", children=[block(text="leaf")])).elements()
    assert [(e.description, e.text) for e in shown] == [("card", ""), ("", "leaf")]


def test_what_can_scroll_is_an_element_and_what_fits_is_not() -> None:
    long, short = (
        Node(kind="scroll", key="s", height=100, cls="Scroll", children=[block(height=h, text="in")]) for h in (300, 90)
    )
    assert [e.class_name for e in window(long).elements()] == ["Scroll", VIEW]
    assert [e.class_name for e in window(short).elements()] == [VIEW]


def test_a_node_without_a_class_is_passed_over_but_its_children_are_not() -> None:
    shown = window(Node(kind="row", desc="no class", children=[block(text="a"), block(text="b")])).elements()
    assert [e.text for e in shown] == ["a", "b"]


def test_elements_come_breadth_first() -> None:
    deep = block(desc="1", height=200, children=[block(desc="1.1", children=[block(text="1.1.1", height=20)])])
    assert [e.label for e in window(deep, block(desc="2")).elements()] == ["1", "2", "1.1", "1.1.1"]


def test_boxes_end_where_a_scrollable_cuts_them_off_and_what_is_outside_is_no_element() -> None:
    rows = [block(text=str(i), height=60) for i in range(4)]
    scroll = Node(kind="scroll", height=100, offset=30, children=rows)
    shown = window(block(height=10, text="above"), scroll).elements()
    assert [(e.text, e.top, e.bottom) for e in shown] == [
        ("above", 0, 10), ("0", 10, 40), ("1", 40, 100), ("2", 100, 110),
    ]  # fmt: skip


# -- what an element says ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("node", "flags"),
    [
        (block(text="t"), Flag.ENABLED),
        (block(on_tap=nothing), Flag.ENABLED | Flag.CLICKABLE | Flag.FOCUSABLE),
        (block(on_long=nothing), Flag.ENABLED | Flag.LONG_CLICKABLE),
        (block(on_slide=print), Flag.ENABLED | Flag.CLICKABLE | Flag.FOCUSABLE),
        (block(on_tap=nothing, on_long=nothing, disabled=True), Flag(0)),
        (block(flags=int(Flag.CHECKABLE | Flag.CHECKED)), Flag.ENABLED | Flag.CHECKABLE | Flag.CHECKED),
        (
            Node(kind="field", cls="f"),
            Flag.ENABLED | Flag.EDITABLE | Flag.CLICKABLE | Flag.LONG_CLICKABLE | Flag.FOCUSABLE,
        ),
        (
            Node(kind="field", cls="f", input_kind="password", cursor=(0, 0)),
            Flag.ENABLED | Flag.EDITABLE | Flag.CLICKABLE | Flag.LONG_CLICKABLE | Flag.FOCUSABLE | Flag.FOCUSED
            | Flag.PASSWORD,
        ),
    ],
)  # fmt: skip
def test_flags_follow_from_what_a_node_does(node: Node, flags: Flag) -> None:
    assert Flag(only(node).flags) == flags


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"text": ""}, "Name"),
        ({"text": "Ada"}, "Ada"),
        ({"text": "secret", "input_kind": "password"}, "••••••"),
        ({"text": "", "input_kind": "password"}, "Name"),
    ],
)
def test_a_field_says_its_hint_while_it_is_empty_and_never_a_password(more: dict[str, str], text: str) -> None:
    field = only(Node(kind="field", cls="f", hint="Name", **more))
    assert (field.text, field.hint) == (text, "Name")


# -- the three views agree --------------------------------------------------------------------------


def screens() -> list[tuple[str, Phone]]:
    found = [("home", Phone())]
    for app in APPS:
        phone = Phone()
        phone.perform(Action("open_app", app=app))
        found.append((app, phone))
    shade = Phone()
    shade.perform(Action("swipe", direction="down"))
    typing = Phone()
    typing.perform(Action("open_app", app="Contacts"))
    typing.perform(Action("click", index=next(i for i, e in enumerate(typing.elements()) if "reate" in e.description)))
    return [*found, ("shade", shade), ("typing", typing)]


@pytest.fixture(scope="module", params=screens(), ids=lambda case: str(case[0]))
def phone(request: pytest.FixtureRequest) -> Phone:
    shown: Phone = request.param[1]
    return shown


def test_elements_are_the_visible_leaves_described_nodes_and_scrollables_of_the_forest(phone: Phone) -> None:
    expected = [
        (n.text, n.description, n.class_name, n.hint, n.resource_id, n.package, n.bounds)
        for w in phone.forest()
        for n in w.nodes
        if n.visible and (not n.child_ids or n.description or n.flags & Flag.SCROLLABLE)
    ]
    shown = [
        (e.text, e.description, e.class_name, e.hint, e.resource_id, e.package, (e.left, e.top, e.right, e.bottom))
        for e in phone.elements()
    ]
    assert shown == expected


def test_every_element_has_room_on_the_screen(phone: Phone) -> None:
    width, height = phone.screen_size
    for element in phone.elements():
        assert 0 <= element.left < element.right <= width, element
        assert 0 <= element.top < element.bottom <= height, element


def test_ids_and_children_of_the_forest_make_one_tree_per_window(phone: Phone) -> None:
    for shown in phone.forest():
        assert [n.unique_id for n in shown.nodes] == list(range(len(shown.nodes)))
        assert [n.depth for n in shown.nodes] == sorted(n.depth for n in shown.nodes)
        children = [i for n in shown.nodes for i in n.child_ids]
        assert len(children) == len(set(children))
        for node in shown.nodes:
            assert all(shown.nodes[i].depth == node.depth + 1 for i in node.child_ids)
        roots = [n for n in shown.nodes if n.unique_id not in children]
        assert all(n.depth == 0 for n in roots)
        assert not any(n.flags & Flag.FOCUSED for n in shown.nodes)


def test_windows_are_active_once_and_have_types(phone: Phone) -> None:
    windows = phone.forest()
    assert sum(w.is_active for w in windows) == any(w.window_type == 1 for w in windows)
    assert all(w.window_type in (1, 2, 3) for w in windows)
    assert [w.layer for w in windows] == sorted(w.layer for w in windows)


def test_the_dump_is_xml_with_every_attribute(phone: Phone) -> None:
    root = ElementTree.fromstring(phone.hierarchy_xml())
    assert root.tag == "hierarchy"
    assert root.attrib == {"rotation": "0"}
    for node in root.iter("node"):
        assert set(node.attrib) == ATTRIBUTES
        assert re.fullmatch(r"\[\d+,\d+\]\[\d+,\d+\]", node.attrib["bounds"])


def test_the_dump_holds_the_application_window_in_document_order(phone: Phone) -> None:
    dumped = [
        (n.attrib["text"], n.attrib["content-desc"], n.attrib["class"])
        for n in ElementTree.fromstring(phone.hierarchy_xml()).iter("node")
    ]
    forests = [w for w in phone.forest() if w.window_type == 1][-1:]
    assert sorted(dumped) == sorted(
        (n.text, n.description, n.class_name) for w in forests for n in w.nodes if n.visible
    )


@pytest.mark.parametrize("text", ['<a href="x">&amp;</a>', "it's", "line\nbreak", "\x00\x1bcontrol", "\ud800", "😀 é"])
def test_the_dump_escapes_what_it_quotes(text: str) -> None:
    dump = hierarchy_xml([window(block(text=text, desc=text, rid=text))])
    (node,) = ElementTree.fromstring(dump.encode("utf-8")).iter("node")
    clean = "".join(c for c in text if (c >= " " and not "\ud800" <= c <= "\udfff") or c == "\n")
    assert (node.attrib["text"], node.attrib["content-desc"], node.attrib["resource-id"]) == (clean, clean, clean)


def test_an_index_is_the_place_among_the_siblings() -> None:
    dump = hierarchy_xml([window(block(text="a"), block(height=90, children=[block(text="b")]), cls=VIEW)])
    nodes = ElementTree.fromstring(dump).iter("node")
    assert [(n.attrib["index"], n.attrib["text"]) for n in nodes] == [("0", ""), ("0", "a"), ("1", ""), ("0", "b")]


def test_invisible_nodes_stay_in_the_forest_and_say_so() -> None:
    scroll = Node(kind="scroll", height=100, cls="s", children=[block(height=90, text=t) for t in "abc"])
    (shown,) = forest([window(scroll)])
    assert [(n.text, n.visible) for n in shown.nodes] == [("", True), ("a", True), ("b", True), ("c", False)]
