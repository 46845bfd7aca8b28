"""Pictures of articles, drawn from numbers: charts, cards, tile maps, globes. SVG that needs no fonts and no files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.lettering import lettering

__all__ = ["draw"]

_INK: Final = "#2b3a4a"
_PALE: Final = "#c9d3de"
_ACCENT: Final = "#3f74b5"

# Where a state's square lies in the tile map: column, row.
_TILES: Final = dict(
    entry.split(":")
    for entry in (
        "AK:0.0 ME:10.0 VT:9.1 NH:10.1 WA:0.2 ID:1.2 MT:2.2 ND:3.2 MN:4.2 IL:5.2 WI:5.1 MI:7.2 NY:8.2 RI:10.3 MA:9.2 "
        "OR:0.3 NV:1.3 WY:2.3 SD:3.3 IA:4.3 IN:5.3 OH:6.3 PA:7.3 NJ:8.3 CT:9.3 CA:0.4 UT:1.4 CO:2.4 NE:3.4 MO:4.4 "
        "KY:5.4 WV:6.4 VA:7.4 MD:8.4 DE:9.4 AZ:1.5 NM:2.5 KS:3.5 AR:4.5 TN:5.5 NC:6.5 SC:7.5 DC:8.5 OK:3.6 LA:4.6 "
        "MS:5.6 AL:6.6 GA:7.6 HI:0.7 TX:3.7 FL:8.7"
    ).split()
)

_CATEGORY_COLOURS: Final = {
    "alkali metal": "#e07b67",
    "alkaline earth metal": "#e8b04b",
    "transition metal": "#5b8fc9",
    "post-transition metal": "#6fae9e",
    "metalloid": "#7d9b5a",
    "reactive nonmetal": "#4fa36b",
    "halogen": "#3b9db0",
    "noble gas": "#8a6fc0",
    "lanthanide": "#c77fb2",
    "actinide": "#b0618b",
}


def draw(picture: dict[str, Any]) -> str:
    """The SVG of a picture; `picture["type"]` says which sort."""
    return _SORTS[picture["type"]](picture)


def _svg(width: int, height: int, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{body}</svg>"
    )


def _text(
    x: float, y: float, words: Any, size: float = 11, *, fill: str = _INK, bold: bool = False, anchor: str = "start"
) -> str:
    return lettering(x, y, str(words), size, fill=fill, bold=bold, anchor=anchor)


def _rect(x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> str:
    size = f'width="{max(width, 0.5):.1f}" height="{height:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} rx="{radius}" fill="{colour}"/>'


def _element(picture: dict[str, Any]) -> str:
    """A card with the symbol above the whole periodic table, in which the element's cell is lit."""
    colour = _CATEGORY_COLOURS.get(picture["category"], "#8793a0")
    body = _rect(0, 0, 264, 250, "#f8fafc", 6) + _rect(82, 10, 100, 104, colour, 8)
    body += _text(92, 32, picture["number"], 15, fill="#fff")
    body += _text(132, 80, picture["symbol"], 44, fill="#fff", bold=True, anchor="middle")
    body += _text(132, 104, picture["weight"], 12, fill="#fff", anchor="middle")
    for number, (column, row, category) in enumerate(picture["cells"], 1):
        here = number == picture["number"]
        tint = _CATEGORY_COLOURS.get(category, "#8793a0")
        x, y = 6 + column * 14, 126 + row * 12 + (4 if row > 6 else 0)
        opacity = "" if here else ' opacity=".28"'
        body += f"<g{opacity}>{_rect(x, y, 13, 11, tint, 1.5)}</g>"
        if here:
            body += (
                f'<rect x="{x - 1.5}" y="{y - 1.5}" width="16" height="14" rx="2.5" fill="none" '
                f'stroke="{_INK}" stroke-width="2"/>'
            )
    return _svg(264, 250, body)


def _tiles(picture: dict[str, Any]) -> str:
    """The states as squares; those meant are dark."""
    body = _rect(0, 0, 264, 196, "#f8fafc", 6)
    for code, place in _TILES.items():
        column, _, row = place.partition(".")
        lit = code in picture["states"]
        x, y = 6 + int(column) * 23, 6 + int(row) * 23
        body += _rect(x, y, 21.5, 21.5, _ACCENT if lit else "#dbe3ec", 3)
        body += _text(x + 10.8, y + 14.6, code, 9, fill="#fff" if lit else "#6d7b8a", anchor="middle")
    return _svg(264, 196, body)


def _bars(picture: dict[str, Any]) -> str:
    """Horizontal bars; the row of the article is dark."""
    rows = picture["rows"]
    largest = max(float(value) for _, value, _ in rows) or 1.0
    height = 34 + 27 * len(rows)
    body = _rect(0, 0, 264, height, "#f8fafc", 6) + _text(12, 20, picture["title"], 11.5, fill="#5f6975")
    for at, (label, value, lit) in enumerate(rows):
        y = 32 + 27 * at
        body += _text(12, y + 9, label, 10.5, fill=_INK, bold=lit)
        body += _text(252, y + 9, f"{value:,}", 10.5, fill=_INK, bold=lit, anchor="end")
        body += _rect(12, y + 13, 240, 6, "#e7ecf2", 3)
        body += _rect(12, y + 13, 240 * float(value) / largest, 6, _ACCENT if lit else _PALE, 3)
    return _svg(264, height, body)


def _timeline(picture: dict[str, Any]) -> str:
    """Spans of years above an axis; the row of the article is dark."""
    rows = picture["rows"]
    low = min(start for _, start, _, _ in rows) // 10 * 10
    high = -(-max(end for _, _, end, _ in rows) // 10) * 10
    width = max(high - low, 10)
    height = 58 + 26 * len(rows)

    def place(year: float) -> float:
        return float(16 + 232 * (year - low) / width)

    body = _rect(0, 0, 264, height, "#f8fafc", 6) + _text(12, 20, picture["title"], 11.5, fill="#5f6975")
    step = next(s for s in (5, 10, 20, 25, 50, 100, 200, 500) if width / s <= 6)
    for year in range(low - low % step + (step if low % step else 0), high + 1, step):
        x = place(year)
        body += f'<path d="M{x:.1f} 28V{height - 24}" stroke="#e1e7ee"/>'
        body += _text(x, height - 9, year, 9.5, fill="#6d7b8a", anchor="middle")
    for at, (label, start, end, lit) in enumerate(rows):
        y = 30 + 26 * at
        anchor = "end" if place(start) > 150 else "start"
        x = place(end) if anchor == "end" else place(start)
        body += _text(x, y + 9, label, 10.5, fill=_INK, bold=lit, anchor=anchor)
        body += _rect(place(start), y + 13, place(end) - place(start), 7, _ACCENT if lit else _PALE, 3.5)
    return _svg(264, height, body)


def _globe(picture: dict[str, Any]) -> str:
    """A sphere with bands or craters in the colours of a planet or moon."""
    dice = Dice("globe", picture["name"])
    light, dark = picture["colours"]
    body = _rect(0, 0, 264, 220, "#10161f", 6)
    for _ in range(60):
        x, y = dice.between(4, 260), dice.between(4, 216)
        size, light_of_it = 0.4 + dice.unit(), 0.25 + dice.unit() / 2
        body += f'<circle cx="{x}" cy="{y}" r="{size:.2f}" fill="#fff" opacity="{light_of_it:.2f}"/>'
    body += (
        f'<defs><radialGradient id="g" cx=".35" cy=".32" r=".8"><stop offset="0" stop-color="{light}"/>'
        f'<stop offset=".75" stop-color="{dark}"/><stop offset="1" stop-color="#0a0d12"/></radialGradient>'
        '<clipPath id="c"><circle cx="132" cy="110" r="76"/></clipPath></defs>'
    )
    ring = picture.get("ring")
    tilt = 'transform="rotate(-18 132 110)"'
    if ring:
        stroke = f'fill="none" stroke="{ring}" stroke-width="13" {tilt}'
        body += f'<ellipse cx="132" cy="110" rx="122" ry="30" opacity=".75" {stroke}/>'
    body += '<circle cx="132" cy="110" r="76" fill="url(#g)"/><g clip-path="url(#c)">'
    if picture["surface"] == "bands":
        for _ in range(9):
            y, tall = dice.between(40, 176), dice.between(3, 11)
            shade = dice.pick((light, dark, "#ffffff"))
            body += f'<ellipse cx="132" cy="{y}" rx="92" ry="{tall}" fill="{shade}" opacity=".22"/>'
    elif picture["surface"] == "land":
        for _ in range(12):
            x, y = dice.between(65, 195), dice.between(45, 175)
            body += (
                f'<ellipse cx="{x}" cy="{y}" rx="{dice.between(8, 30)}" ry="{dice.between(6, 18)}" '
                f'fill="{picture["land"]}" opacity=".7" transform="rotate({dice.between(0, 90)} {x} {y})"/>'
            )
    else:
        for _ in range(26):
            x, y, r = dice.between(60, 204), dice.between(38, 182), dice.between(2, 13)
            body += f'<circle cx="{x}" cy="{y}" r="{r}" fill="#000" opacity=".13"/>'
            body += f'<circle cx="{x - 1}" cy="{y - 1}" r="{r}" fill="none" stroke="#fff" opacity=".10"/>'
    body += '</g><circle cx="132" cy="110" r="76" fill="none" stroke="#fff" opacity=".08"/>'
    if ring:
        stroke = f'fill="none" stroke="{ring}" stroke-width="13" {tilt}'
        body += f'<path d="M10 110A122 30 0 0 0 254 110" opacity=".9" {stroke}/>'
    return _svg(264, 220, body)


def _peaks(picture: dict[str, Any]) -> str:
    """Mountains side by side, to scale; the article's is dark."""
    rows = picture["rows"]
    highest = max(value for _, value, _ in rows)
    body = _rect(0, 0, 264, 200, "#eaf1f8", 6)
    step = 264 / (len(rows) + 1)
    for lit_pass in (False, True):
        for at, (label, value, lit) in enumerate(rows):
            if lit != lit_pass:
                continue
            x, tall = step * (at + 1), 130 * value / highest
            top, wide = 172 - tall, 0.62 * tall
            body += (
                f'<path d="M{x - wide:.1f} 172L{x:.1f} {top:.1f}L{x + wide:.1f} 172Z" '
                f'fill="{"#41607f" if lit else "#b4c5d6"}"/>'
            )
            body += (
                f'<path d="M{x - wide * 0.22:.1f} {top + tall * 0.22:.1f}L{x:.1f} {top:.1f}L{x + wide * 0.22:.1f} '
                f"{top + tall * 0.22:.1f}L{x + wide * 0.08:.1f} {top + tall * 0.17:.1f}L{x:.1f} {top + tall * 0.25:.1f}"
                f'L{x - wide * 0.08:.1f} {top + tall * 0.17:.1f}Z" fill="#fff"/>'
            )
            body += _text(x, top - 7, f"{value:,} m", 9.5, fill=_INK, bold=lit, anchor="middle")
            if lit:
                body += _text(min(max(x, 60), 204), 190, label, 11, fill=_INK, bold=True, anchor="middle")
    return _svg(264, 200, body + _rect(0, 172, 264, 1.5, "#8fa3b8"))


def _bridge(picture: dict[str, Any]) -> str:
    """A bridge over water, by its sort; the main span is written below."""
    body = _rect(0, 0, 264, 170, "#e3eef7", 6) + _rect(0, 120, 264, 50, "#a9c9e4", 0) + _rect(0, 98, 264, 5, _INK)
    if picture["sort"] == "suspension":
        body += "".join(_rect(x, 30, 6, 100, "#9c4a3c") for x in (62, 196))
        body += (
            '<path d="M0 88Q50 60 65 32Q132 140 199 32Q214 60 264 88" fill="none" stroke="#9c4a3c" stroke-width="2.5"/>'
        )
        for x in range(72, 196, 9):
            u = (x - 65) / 134
            y = (1 - u) ** 2 * 32 + 2 * u * (1 - u) * 140 + u * u * 32
            body += f'<path d="M{x} {y:.1f}V98" stroke="#9c4a3c" stroke-width=".9"/>'
    elif picture["sort"] == "arch":
        body += '<path d="M26 120Q132 -30 238 120" fill="none" stroke="#55616e" stroke-width="6"/>'
        for x in range(50, 220, 13):
            u = (x - 26) / 212
            y = (1 - u) ** 2 * 120 + 2 * u * (1 - u) * -30 + u * u * 120
            body += f'<path d="M{x} {y:.1f}V98" stroke="#55616e" stroke-width="1.6"/>'
    elif picture["sort"] == "cable-stayed":
        for tower in (70, 194):
            body += _rect(tower - 3, 26, 6, 104, "#6a7785")
            for reach in range(10, 62, 8):
                line = f"M{tower} 32L{tower - reach} 98M{tower} 32L{tower + reach} 98"
                body += f'<path d="{line}" stroke="#6a7785" stroke-width="1"/>'
    else:
        for x in range(18, 264, 38):
            body += _rect(x, 101, 8, 40, "#7c8794")
            body += f'<path d="M{x + 8} 122Q{x + 23} 98 {x + 38} 122" fill="none" stroke="#7c8794" stroke-width="4"/>'
    body += _text(132, 160, picture["words"], 11.5, fill="#17364f", bold=True, anchor="middle")
    return _svg(264, 170, body)


def _card(picture: dict[str, Any]) -> str:
    """A title card in two colours with a simple figure, for films and books."""
    dice = Dice("card", picture["title"])
    hue = dice.between(0, 359)
    body = (
        f'<defs><linearGradient id="g" x1="0" y1="0" x2=".3" y2="1"><stop offset="0" stop-color="hsl({hue} 38% 30%)"/>'
        f'<stop offset="1" stop-color="hsl({(hue + 50) % 360} 45% 16%)"/></linearGradient></defs>'
        '<rect width="264" height="190" rx="6" fill="url(#g)"/>'
    )
    for _ in range(7):
        x, y, r = dice.between(0, 264), dice.between(0, 190), dice.between(14, 80)
        body += (
            f'<circle cx="{x}" cy="{y}" r="{r}" fill="hsl({(hue + dice.between(0, 80)) % 360} 60% 70%)" opacity=".08"/>'
        )
    words, lines = picture["title"].split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 16 and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    for at, line in enumerate(lines):
        y = 98 - 14 * (len(lines) - 1) + 28 * at
        body += _text(132, y, line, 23, fill="#fff", bold=True, anchor="middle")
    body += _text(132, 170, picture["below"], 11.5, fill="#fffc", anchor="middle")
    return _svg(264, 190, body)


_SORTS: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "element": _element,
    "tiles": _tiles,
    "bars": _bars,
    "timeline": _timeline,
    "globe": _globe,
    "peaks": _peaks,
    "bridge": _bridge,
    "card": _card,
}
