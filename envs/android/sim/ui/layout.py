"""Layout: gives every node of a tree its box in px.

`measure` goes down with the space on offer and comes up with sizes; `flatten` turns relative positions into
absolute ones, applies scrolling and clipping, and lists the nodes in painter's order.
"""

from collections.abc import Callable, Sequence

from osgenesis.envs.android.sim.ui.nodes import Box, Node
from osgenesis.envs.android.sim.ui.text import line_height, width, wrap
from osgenesis.envs.android.sim.ui.theme import FILL

UNBOUNDED = 1 << 24
FIXED = frozenset({"icon", "image", "space"})  # kinds that a column doesn't stretch
YIELDING = frozenset({"scroll", "list"})  # kinds that a column shrinks rather than what comes after them


def measure(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    """Sizes a node within the space on offer and positions its children relative to it."""
    if max_w < 0:  # the parent's padding alone is more than it got
        max_w = 0
    if max_h < 0:
        max_h = 0
    fixed = node.width
    if fixed is not None:
        if fixed != FILL and fixed < max_w:
            max_w = fixed
    fixed_h = node.height
    if fixed_h is not None:
        if fixed_h != FILL and fixed_h < max_h:
            max_h = fixed_h
    w, h = MEASURE[node.kind](node, max_w, max_h)
    if fixed is not None:
        w = max_w
    elif w > max_w:
        w = max_w
    if fixed_h is not None:
        h = max_h
    elif h > max_h:
        h = max_h
    node.w = w
    node.h = h
    return w, h


def _text(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    left, top, right, bottom = node.pad
    text = node.text or node.caption
    inner = max_w - left - right
    w = width(text, node.size, node.weight) if "\n" not in text else UNBOUNDED
    if w <= inner:
        rows: tuple[str, ...] = (text,)
    else:
        rows = wrap(text, node.size, node.weight, max(inner, 1), node.lines)
        w = max((width(row, node.size, node.weight) for row in rows), default=0)
    node.rows = rows
    return w + left + right, max(len(rows), 1) * line_height(node.size) + top + bottom


def _field(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    left, top, right, bottom = node.pad
    inner = max(max_w - left - right, 1)
    text = node.text or node.hint
    if node.multiline:
        node.rows = wrap(text, node.size, node.weight, inner, 0)
    else:
        node.rows = (text,)
    return max_w, max(len(node.rows), 1) * line_height(node.size) + top + bottom


def _leaf(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    return node.size, node.size


def _space(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    return 0, 0


def _row(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    left, top, right, bottom = node.pad
    inner_w, inner_h = max_w - left - right, max_h - top - bottom
    children, gap = node.children, node.gap
    used = gap * (len(children) - 1) if children else 0
    share = 0
    tallest = 0
    for child in children:
        if child.grow:
            share += child.grow
        else:
            w, h = measure(child, max(inner_w - used, 0), inner_h)
            used += w
            if h > tallest:
                tallest = h
    spare = max(inner_w - used, 0)
    if share:
        for child in children:
            if child.grow:
                part = child.width = spare * child.grow // share
                _, h = measure(child, part, inner_h)
                used += part
                if h > tallest:
                    tallest = h
        spare = 0
    if node.height is not None:
        tallest = max(inner_h, 0)
    x, extra = left, 0
    if spare and node.align != "start" and node.width is not None:
        if node.align == "end":
            x += spare
        elif node.align == "center":
            x += spare // 2
        elif node.align == "between" and len(children) > 1:
            extra = spare // (len(children) - 1)
    cross = node.cross or "center"
    for child in children:
        child.x = x
        if cross == "center":
            child.y = top + (tallest - child.h) // 2
        elif cross == "stretch":
            child.y, child.h = top, tallest
        else:
            child.y = top + (tallest - child.h if cross == "end" else 0)
        x += child.w + gap + extra
    return used + left + right, tallest + top + bottom


def _column(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    left, top, right, bottom = node.pad
    inner_w, inner_h = max_w - left - right, max_h - top - bottom
    children, gap = node.children, node.gap
    used = gap * (len(children) - 1) if children else 0
    share = 0
    widest = inner_w if node.width is not None else 0
    cross = node.cross or "stretch"
    stretch = cross == "stretch" and node.width is not None
    yielding = []  # what can scroll takes only the room that the others leave
    for child in children:
        if stretch and child.width is None and child.kind not in FIXED:
            child.width = FILL
        if child.grow:
            share += child.grow
        elif child.kind in YIELDING:
            yielding.append(child)
        else:
            w, h = measure(child, inner_w, max(inner_h - used, 0))
            used += h
            if w > widest:
                widest = w
    for child in yielding:
        w, h = measure(child, inner_w, max(inner_h - used, 0))
        used += h
        if w > widest:
            widest = w
    spare = max(inner_h - used, 0)
    if share:
        for child in children:
            if child.grow:
                part = child.height = spare * child.grow // share
                w, _ = measure(child, inner_w, part)
                used += part
                if w > widest:
                    widest = w
        spare = 0
    y, extra = top, 0
    if spare and node.align != "start" and node.height is not None:
        if node.align == "end":
            y += spare
        elif node.align == "center":
            y += spare // 2
        elif node.align == "between" and len(children) > 1:
            extra = spare // (len(children) - 1)
    for child in children:
        child.y = y
        if cross == "center":
            child.x = left + (widest - child.w) // 2
        else:
            child.x = left + (widest - child.w if cross == "end" else 0)
        y += child.h + gap + extra
    return widest + left + right, used + top + bottom


def _box(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    left, top, right, bottom = node.pad
    inner_w, inner_h = max_w - left - right, max_h - top - bottom
    w = h = 0
    for child in node.children:
        cw, ch = measure(child, inner_w, inner_h)
        if cw > w:
            w = cw
        if ch > h:
            h = ch
    full_w = inner_w if node.width is not None else w
    full_h = inner_h if node.height is not None else h
    for child in node.children:
        gravity = child.gravity
        child.x = left + _place(gravity[1], full_w - child.w, "l", "r")
        child.y = top + _place(gravity[0], full_h - child.h, "t", "b")
    return full_w + left + right, full_h + top + bottom


def _absolute(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    for child in node.children:
        measure(child, max_w, max_h)
        child.x, child.y = child.at[0] - child.w // 2, child.at[1] - child.h // 2
    return max_w, max_h


def _place(gravity: str, spare: int, start: str, end: str) -> int:
    if gravity == start:
        return 0
    return spare if gravity == end else spare // 2


def _scroll(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    left, top, right, bottom = node.pad
    y, inner_w = top, max_w - left - right
    for child in node.children:
        if child.width is None and child.kind not in FIXED:
            child.width = FILL
        _, h = measure(child, inner_w, UNBOUNDED)
        child.x, child.y = left, y
        y += h + node.gap
    node.content = y - (node.gap if node.children else 0) + bottom
    height = min(node.content, max_h)
    if node.height is not None:
        height = max_h
    node.offset = max(0, min(node.offset, node.content - height))
    return max_w, height


def _hscroll(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    left, top, right, bottom = node.pad
    x, tallest = left, 0
    for child in node.children:
        w, h = measure(child, UNBOUNDED, max_h - top - bottom)
        child.x, child.y = x, top
        x += w + node.gap
        tallest = max(tallest, h)
    node.content = x - (node.gap if node.children else 0) + right
    node.offset = max(0, min(node.offset, node.content - max_w))
    return max_w, tallest + top + bottom


def _list(node: Node, max_w: int, max_h: int) -> tuple[int, int]:
    left, top, right, bottom = node.pad
    heights, count = node.heights, node.count
    inner_w = max_w - left - right
    tops = _tops(heights, count)
    node.content = top + tops[count] + bottom
    offset = node.offset = max(0, min(node.offset, node.content - max_h))
    first = _first_visible(tops, offset - top)
    builder = node.builder
    children: list[Node] = []
    if builder is not None:
        for i in range(first, count):
            if tops[i] + top >= offset + max_h:
                break
            child = builder(i)
            row_h = tops[i + 1] - tops[i]
            measure(child, inner_w, row_h)
            child.w, child.h = inner_w, row_h
            child.x, child.y = left, top + tops[i]
            children.append(child)
    node.children = children
    return max_w, max_h if node.height is not None else min(node.content, max_h)


def _tops(heights: int | Sequence[int], count: int) -> Sequence[int]:
    if isinstance(heights, int):
        return range(0, heights * (count + 1), heights) if heights else [0] * (count + 1)
    tops = [0]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def _first_visible(tops: Sequence[int], offset: int) -> int:
    low, high = 0, len(tops) - 1
    while low < high:
        middle = (low + high) // 2
        if tops[middle + 1] <= offset:
            low = middle + 1
        else:
            high = middle
    return low


MEASURE: dict[str, Callable[[Node, int, int], tuple[int, int]]] = {
    "text": _text,
    "field": _field,
    "icon": _leaf,
    "image": _leaf,
    "space": _space,
    "row": _row,
    "column": _column,
    "box": _box,
    "absolute": _absolute,
    "scroll": _scroll,
    "hscroll": _hscroll,
    "list": _list,
}

CLIPPING = frozenset({"scroll", "hscroll", "list", "field"})


def arrange(root: Node, box: Box, clip: Box | None = None) -> list[Node]:
    """Lays a window's tree out in a box of the screen and lists its nodes in painter's order.

    `clip` is the part of the screen that the window may show in; by default the whole box.
    """
    x0, y0, x1, y1 = box
    measure(root, x1 - x0, y1 - y0)
    root.x, root.y = 0, 0
    out: list[Node] = []
    _flatten(root, x0, y0, clip or box, 0, -1, out)
    return out


def _flatten(node: Node, dx: int, dy: int, clip: Box, depth: int, parent: int, out: list[Node]) -> None:
    x = node.x = node.x + dx
    y = node.y = node.y + dy
    node.clip = clip
    node.depth = depth
    node.parent = parent
    out.append(node)
    if node.kind in CLIPPING:
        a, b, c, d = clip
        clip = (
            x if x > a else a,
            y if y > b else b,
            x + node.w if x + node.w < c else c,
            y + node.h if y + node.h < d else d,
        )
        if node.kind == "hscroll":
            x -= node.offset
        else:
            y -= node.offset
    if node.cls:
        parent = len(out) - 1
        depth += 1
    for child in node.children:
        if child.children:
            _flatten(child, x, y, clip, depth, parent, out)
        else:  # a leaf, as most nodes are: the same without a call
            child.x += x
            child.y += y
            child.clip = clip
            child.depth = depth
            child.parent = parent
            out.append(child)
