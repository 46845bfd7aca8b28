"""Layout: sizes, gaps, padding, grow and gravity; what scrolls stays within its content; lists build what shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android.sim.ui.layout import arrange
from osgenesis.envs.android.sim.ui.nodes import Box, Node
from osgenesis.envs.android.sim.ui.theme import BODY, FILL

W, H = 600, 1000


def block(width: int, height: int, **more: Any) -> Node:
    return Node(kind="box", width=width, height=height, **more)


def laid_out(kind: str, *children: Node, **more: Any) -> Node:
    root = Node(kind=kind, children=children, **more)
    arrange(root, (0, 0, W, H))
    return root


def boxes(node: Node) -> list[Box]:
    return [child.box() for child in node.children]


# -- rows and columns ------------------------------------------------------------------------------


def test_a_row_puts_children_beside_each_other_with_gaps_inside_its_padding() -> None:
    row = laid_out("row", block(100, 40), block(50, 80), gap=7, pad=(10, 20, 30, 40))
    assert boxes(row) == [(10, 40, 110, 80), (117, 20, 167, 100)], "centred across by default"
    assert row.box() == (0, 0, 197, 140)


def test_a_column_puts_children_below_each_other_with_gaps_inside_its_padding() -> None:
    column = laid_out("column", block(100, 40), block(50, 80), gap=7, pad=(10, 20, 30, 40))
    assert boxes(column) == [(10, 20, 110, 60), (10, 67, 60, 147)]
    assert column.box() == (0, 0, 140, 187)


@pytest.mark.parametrize(
    ("cross", "top", "height"), [("start", 0, 40), ("center", 30, 40), ("end", 60, 40), ("stretch", 0, 100)]
)
def test_across_a_row(cross: str, top: int, height: int) -> None:
    row = laid_out("row", block(10, 40), block(10, 100), cross=cross)
    assert (row.children[0].y, row.children[0].h) == (top, height)


@pytest.mark.parametrize(("cross", "left"), [("start", 0), ("center", 45), ("end", 90)])
def test_across_a_column(cross: str, left: int) -> None:
    assert laid_out("column", block(10, 10), block(100, 10), cross=cross).children[0].x == left


@pytest.mark.parametrize(
    ("align", "places"), [("start", [0, 100]), ("center", [200, 300]), ("end", [400, 500]), ("between", [0, 500])]
)
def test_room_that_is_left_goes_where_align_says(align: str, places: list[int]) -> None:
    row = laid_out("row", block(100, 1), block(100, 1), width=FILL, align=align)
    assert [child.x for child in row.children] == places
    column = laid_out("column", block(1, 300), block(1, 300), height=W + 400, align=align)
    assert [child.y for child in column.children] == [
        {0: 0, 100: 300, 200: 200, 300: 500, 400: 400, 500: 700}[place] for place in places
    ]


@pytest.mark.parametrize(("kind", "length", "size"), [("row", W, "w"), ("column", H, "h")])
def test_grow_shares_what_the_others_leave(kind: str, length: int, size: str) -> None:
    children = (Node(kind="box", grow=1), block(100, 100), Node(kind="box", grow=3))
    root = laid_out(kind, *children, width=FILL, height=FILL)
    assert [getattr(child, size) for child in root.children] == [(length - 100) // 4, 100, (length - 100) * 3 // 4]


def test_a_column_of_a_width_stretches_its_children_but_not_icons() -> None:
    column = laid_out("column", Node(kind="box"), Node(kind="icon", size=50), width=300)
    assert [child.w for child in column.children] == [300, 50]


def test_what_scrolls_in_a_column_leaves_room_for_what_follows() -> None:
    tall = Node(kind="scroll", children=[block(10, 5 * H)])
    column = laid_out("column", block(10, 100), tall, block(10, 60))
    assert boxes(column) == [(0, 0, 10, 100), (0, 100, W, H - 60), (0, H - 60, 10, H)]


@pytest.mark.parametrize("vertical", ["t", "c", "b"])
@pytest.mark.parametrize("horizontal", ["l", "c", "r"])
def test_gravity_places_a_child_in_a_box(vertical: str, horizontal: str) -> None:
    box = laid_out("box", block(100, 200, gravity=vertical + horizontal), width=FILL, height=FILL, pad=(5, 6, 7, 8))
    left = {"l": 5, "c": 5 + (W - 12 - 100) // 2, "r": W - 7 - 100}[horizontal]
    top = {"t": 6, "c": 6 + (H - 14 - 200) // 2, "b": H - 8 - 200}[vertical]
    assert boxes(box) == [(left, top, left + 100, top + 200)]


def test_an_absolute_parent_centres_children_on_their_points() -> None:
    assert boxes(laid_out("absolute", block(40, 20, at=(300, 500)))) == [(280, 490, 320, 510)]


def test_text_wraps_into_the_room_it_gets_and_counts_its_lines() -> None:
    words = "the quick brown fox jumps over the lazy dog " * 4
    root = laid_out("column", Node(kind="text", text=words), Node(kind="text", text=words, lines=2))
    free, cut = root.children
    assert " ".join(free.rows).split() == words.split()
    assert len(cut.rows) == 2
    assert cut.rows[-1].endswith("…")
    assert free.h == cut.h // 2 * len(free.rows)
    assert free.w <= W


# -- every tree ------------------------------------------------------------------------------------


lengths = st.none() | st.just(FILL) | st.integers(0, 400)
pads = st.tuples(*[st.integers(0, 12)] * 4)
leaves = st.one_of(
    st.builds(lambda w, h, g: Node(kind="box", width=w, height=h, grow=g), lengths, lengths, st.integers(0, 2)),
    st.builds(lambda s: Node(kind="icon", size=s), st.integers(0, 300)),
    st.builds(lambda t: Node(kind="text", text=t, size=BODY), st.text("ab c\n", max_size=80)),
    st.builds(lambda t: Node(kind="field", text=t, size=BODY, multiline=True), st.text("ab c\n", max_size=80)),
)
aligns = st.sampled_from(["start", "center", "end", "between"])
crosses = st.sampled_from(["", "start", "center", "end", "stretch"])


def containers(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(
        lambda kind, children, gap, pad, w, h, align, cross: Node(
            kind=kind, children=children, gap=gap, pad=pad, width=w, height=h, align=align, cross=cross
        ),
        st.sampled_from(["row", "column"]), st.lists(inner, max_size=5), st.integers(0, 12), pads, lengths, lengths,
        aligns, crosses,
    )  # fmt: skip


trees = containers(st.recursive(leaves, containers, max_leaves=12))


def every(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from every(child)


@given(trees)
def test_children_stay_inside_and_do_not_overlap(root: Node) -> None:
    arrange(root, (0, 0, W, H))
    for node in every(root):
        assert node.w >= 0
        assert node.h >= 0
        left, top, right, bottom = node.pad
        gaps = node.gap * max(len(node.children) - 1, 0)
        along, across = (gaps, 0) if node.kind == "row" else (0, gaps)
        if node.w < left + right + along or node.h < top + bottom + across:
            continue  # not even room for the gaps
        for child in node.children:
            assert node.x + left <= child.x
            assert child.x + child.w <= node.x + node.w - right
            assert node.y + top <= child.y
            assert child.y + child.h <= node.y + node.h - bottom
        for one, other in zip(node.children, node.children[1:], strict=False):
            if node.kind == "row":
                assert one.x + one.w + node.gap <= other.x
            else:
                assert one.y + one.h + node.gap <= other.y


# -- scrolling -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "got"), [(-50, 0), (0, 0), (700, 700), (1500, 1500), (1501, 1500), (10**9, 1500)])
def test_a_scroll_position_ends_with_the_content(asked: int, got: int) -> None:
    scroll = Node(kind="scroll", children=[block(10, 2000), block(10, 480)], gap=20, offset=asked, height=FILL)
    nodes = arrange(scroll, (0, 0, W, H))
    assert scroll.content == 2500
    assert scroll.offset == got
    assert nodes[1].y == -got


def test_what_fits_does_not_scroll() -> None:
    scroll = laid_out("scroll", block(10, 300), offset=200)
    assert (scroll.offset, scroll.h, scroll.children[0].y) == (0, 300, 0)


def test_a_horizontal_scroll_moves_its_children_to_the_left() -> None:
    strip = laid_out("hscroll", block(500, 100), block(500, 100), gap=10, offset=10**6)
    assert strip.content == 1010
    assert boxes(strip) == [(-410, 0, 90, 100), (100, 0, 600, 100)]


def test_children_of_what_scrolls_are_clipped_to_it() -> None:
    scroll = Node(kind="scroll", children=[block(10, 300)], height=100)
    nodes = arrange(Node(kind="column", children=[block(10, 50), scroll], width=FILL), (0, 0, W, H))
    assert nodes[-1].clip == (0, 50, W, 150)
    assert nodes[-2].clip == (0, 0, W, H)


@given(
    st.lists(st.integers(1, 400), max_size=60) | st.tuples(st.integers(1, 400), st.integers(0, 60)),
    st.integers(-100, 20_000),
    st.integers(0, 30),
    st.integers(0, 120),
)
def test_a_list_builds_exactly_the_rows_in_view(
    heights: list[int] | tuple[int, int], offset: int, above: int, below: int
) -> None:
    each = [heights[0]] * heights[1] if isinstance(heights, tuple) else heights
    built: list[int] = []

    def build(i: int) -> Node:
        built.append(i)
        return Node(kind="box")

    rows: Any = heights[0] if isinstance(heights, tuple) else heights
    root = Node(
        kind="list", count=len(each), heights=rows, builder=build, offset=offset, pad=(3, above, 4, below), height=FILL
    )
    arrange(root, (0, 0, W, H))
    assert root.content == above + sum(each) + below
    assert root.offset == max(0, min(offset, root.content - H))
    tops = [above + sum(each[:i]) - root.offset for i in range(len(each))]
    assert built == [i for i, top in enumerate(tops) if top < H and top + each[i] > 0]
    assert boxes(root) == [(3, tops[i], W - 4, tops[i] + each[i]) for i in built]
