"""Photos of products, drawn: a shape in the product's colour on a lit studio background, seen in three ways."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["Shape", "draw", "mixed", "shape"]


class Shape(NamedTuple):
    """A figure with places for colours, and half the width of its shadow."""

    shadow: int
    figure: str


@cache
def shape(name: str) -> Shape:
    """A shape by its name; they lie in the folder `templates/shapes`."""
    text = (site.folder / "templates" / "shapes" / f"{name}.svg").read_text("utf-8")
    found = re.match(r"<!-- shadow (\d+) -->", text)
    if found is None:
        raise ValueError(f"the shape {name!r} does not begin with its shadow, such as <!-- shadow 110 -->")
    return Shape(int(found.group(1)), text[found.end() :])


# Studio backgrounds: upper and lower colour.
_BACKGROUNDS: Final = (
    ("#f7f8f9", "#e4e8ec"),
    ("#f9f6f1", "#ebe3d7"),
    ("#f3f6f8", "#dbe5eb"),
    ("#f6f5f8", "#e3e0ea"),
    ("#f5f8f5", "#dfe8df"),
    ("#faf5f3", "#eedfd9"),
)
_VIEWS: Final = {
    1: "",
    2: "translate(200 205) rotate(-9) scale(1.32) translate(-200 -195)",
    3: "translate(200 200) scale(-.8 .8) translate(-200 -200)",
}

_WOODS: Final = (
    ("#dcb684", "#c4965e", "#a1743f"),
    ("#9a7150", "#7a5336", "#573921"),
    ("#ead2ab", "#d9b988", "#bd9862"),
)
_SCREENS: Final = (("#7fb7e8", "#3f6fb5"), ("#f2a65a", "#b0476b"), ("#7ad0b3", "#2c6e8f"), ("#c09be0", "#5a4aa0"))


def mixed(color: str, other: str, share: float) -> str:
    """A colour with a share of another one, both as #rrggbb."""
    parts = ((int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


@cache
def _frame() -> str:
    return (site.folder / "templates" / "shapes" / "frame.svg").read_text("utf-8")


@lru_cache(maxsize=4096)
def draw(name: str, color: str, look: int, view: int = 1) -> str:
    """A photo of a shape as SVG. `look` is a number by which photos of equal things differ."""
    shadow, figure = shape(name)
    high, low = _BACKGROUNDS[(look + view * 2) % len(_BACKGROUNDS)]
    wood = _WOODS[(look >> 3) % len(_WOODS)]
    screen = _SCREENS[(look >> 5) % len(_SCREENS)]
    accents = ("#e8a33d", "#d9634c", "#3f8f88", "#5b7fb8", "#8a6bb0", "#ede6d6")
    words = {
        "c": color,
        "d": mixed(color, "#10151f", 0.42),
        "dd": mixed(color, "#0b0f17", 0.66),
        "l": mixed(color, "#ffffff", 0.42),
        "ll": mixed(color, "#ffffff", 0.72),
        "a": accents[(look >> 7) % len(accents)],
        "wl": wood[0],
        "wc": wood[1],
        "wd": wood[2],
    }
    return _frame().format(
        **words,
        high=high,
        low=low,
        floor=mixed(low, "#8c97a3", 0.14),
        screen=screen[0],
        screen2=screen[1],
        view=_VIEWS[view] + (" translate(400 0) scale(-1 1)" if look & 1 else ""),
        shadow=shadow,
        shape=figure.format_map(words),
    )


@site.get("/media/product/<int:key>/<int:view>.svg")
def photo(visit: Visit, key: int, view: int) -> Response:
    """The photo of a product."""
    row = visit.store.one("SELECT picture FROM product WHERE id = ?", key)
    if row is None or view not in _VIEWS:
        visit.fail(404)
    picture = json.loads(row["picture"])
    svg = draw(picture["shape"], picture["color"], picture["look"], view)
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(svg, mimetype="image/svg+xml", headers=headers)
