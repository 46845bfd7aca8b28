"""`Node`: one piece of a screen. A page function returns a tree of them; layout, forest and picture read it.

A node keeps only the attributes that differ from the class defaults, so that building a screen of a hundred
nodes costs microseconds. Widgets (`widgets.py`) are functions that return nodes; apps rarely touch this class.
"""

from collections.abc import Callable, Sequence
from typing import Any

from osgenesis.envs.android.sim.ui.theme import BODY, Color

Handler = Callable[[], object]
Box = tuple[int, int, int, int]

NO_PAD: Box = (0, 0, 0, 0)


class Node:
    """One view: how it is laid out, what it looks like, what it says and what a touch does.

    Lengths are px. `width`/`height` of None wrap the content, `FILL` takes what the parent offers; `grow` shares
    what is left in a row or column. Only nodes with a class name (`cls`) appear in the accessibility forest.
    After layout `x, y, w, h` hold the absolute box and `clip` the part of the screen it may show in.
    """

    kind: str = "box"  # of layout.MEASURE
    children: Sequence["Node"] = ()

    # layout
    width: int | None = None
    height: int | None = None
    grow: int = 0
    pad: Box = NO_PAD  # left, top, right, bottom
    gap: int = 0
    align: str = "start"  # main axis: start, center, end, between
    cross: str = ""  # cross axis: start, center, end, stretch; "" = the kind's usual
    gravity: str = "tl"  # inside a box: t/c/b + l/c/r
    at: tuple[int, int] = (0, 0)  # in an "absolute" parent: where the centre goes
    offset: int = 0  # scrolling position
    count: int = 0  # lists: number of rows
    builder: Callable[[int], "Node"] | None = None
    heights: int | Sequence[int] = 0  # lists: one height for all rows, or each row's

    # look
    bg: Color | None = None
    radius: int = 0
    border: tuple[Color, int] | None = None  # colour, width
    shadow: int = 0  # elevation
    color: Color = (27, 27, 31)
    size: int = BODY  # text or icon size
    weight: str = "regular"
    lines: int = 0  # most lines of text; 0 = any
    text_align: str = "start"
    draw: tuple[Any, ...] | None = None  # a drawing operation of its own: (kind, *params)

    # meaning
    cls: str = ""
    text: str = ""
    desc: str = ""
    hint: str = ""
    rid: str = ""
    flags: int = 0  # of elements.Flag, beside those that follow from the handlers
    disabled: bool = False
    key: str = ""  # names the scroll offset, text or value in the page's state
    caption: str = ""  # drawn but not reported as text (a field's floating label)
    cursor: tuple[int, int] | None = None  # fields: selection, when focused
    select_all: bool = False  # fields: getting the focus selects the text
    multiline: bool = False
    input_kind: str = "text"  # text, number, phone, email, password, time
    ime: str = ""  # next, done, search, send, go; "" = newline or done

    # behaviour
    on_tap: Handler | None = None
    on_long: Handler | None = None
    on_double: Handler | None = None
    on_slide: Callable[[float], object] | None = None  # 0..1 along the node's width
    on_swipe: Callable[[str], object] | None = None  # "left" or "right" (or "up"/"down" with swipe_axis="y")
    swipe_axis: str = "x"
    on_change: Callable[[str], object] | None = None
    on_submit: Handler | None = None
    on_back: Handler | None = None  # on a page's root: BACK does this instead of closing the page
    solid: bool = False  # swallows touches that nothing on it wants

    # after layout
    x: int = 0
    y: int = 0
    w: int = 0
    h: int = 0
    clip: Box = NO_PAD
    content: int = 0  # scrolling kinds: length of all content
    depth: int = 0
    parent: int = -1  # position of the nearest reported ancestor in the window's list; no reference, so no cycle
    rows: tuple[str, ...] = ()  # text: wrapped lines

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)

    def box(self) -> Box:
        """The laid-out box, unclipped (left, top, right, bottom) px."""
        return (self.x, self.y, self.x + self.w, self.y + self.h)

    def __repr__(self) -> str:
        what = self.text or self.desc or self.key
        return f"Node({self.kind} {self.cls.rpartition('.')[2]} {what!r} {self.box()})"
