"""Pictures drawn from their names: landscapes, cats, charts, skylines, plates, skies and flowers, as SVG."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from osgenesis.envs.web.sites.dice import Dice

__all__ = ["draw"]

_WIDTH: Final = 960
_HEIGHT: Final = 600
# Sky above, sky below, far hills, near hills, light.
_MOODS: Final = (
    ("#2b3a67", "#f3a477", "#8a6d8c", "#1d2438", "#ffd9a0"),
    ("#7db4d8", "#e8f1f5", "#8fa9b8", "#2e4a44", "#fff6d8"),
    ("#1b2a49", "#5b7ba6", "#40577d", "#101a2e", "#e9eefc"),
    ("#f0b48a", "#fbe6c8", "#b98f8b", "#4a3a46", "#fff3d0"),
    ("#5fa3c4", "#cfe7e3", "#6d9c94", "#23443f", "#ffffff"),
    ("#c9d3da", "#f2f2ee", "#aab5ba", "#4d5b60", "#ffffff"),
    ("#3a2f5b", "#d8708a", "#7b4f7d", "#231a38", "#ffc7a8"),
)
_FURS: Final = (
    ("#d9924a", "#b06a2a", "#f6e3cb"),
    ("#3c3d45", "#26272d", "#6b6d78"),
    ("#b9b4ad", "#8f8a83", "#ece8e1"),
    ("#f1e9dc", "#cdb99a", "#ffffff"),
    ("#8a6a4e", "#5d4531", "#d9c4ab"),
)
_ROOMS: Final = (
    ("#e6d5c1", "#b9876a", "#c8553d"),
    ("#cfdcd8", "#7e9a8f", "#3f6f8c"),
    ("#e9e1ee", "#9a86ad", "#d0a03c"),
    ("#f2e6cf", "#a98b5f", "#4f7a5b"),
)
_INKS: Final = ("#2f6f9f", "#c4582f", "#4d8a57", "#8c5aa0", "#c79a2b")


def draw(name: str, tags: str) -> str:
    """The picture of that name, in the manner of a forum with these tags."""
    dice = Dice("picture", name)
    words = tuple(tags.lower().replace(",", " ").split())
    scene = next((scene for scene, keys in _SCENES.items() if any(word.startswith(keys) for word in words)), None)
    paint = scene if scene is not None else dice.pick((_landscape, _landscape, _city, _flowers))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}">{paint(dice)}</svg>'
    )


def _gradient(key: str, *stops: str, across: bool = False) -> str:
    direction = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
    step = 100 // max(1, len(stops) - 1)
    marks = "".join(f'<stop offset="{i * step}%" stop-color="{color}"/>' for i, color in enumerate(stops))
    return f'<linearGradient id="{key}" x1="0" y1="0" {direction}>{marks}</linearGradient>'


def _mix(a: str, b: str, share: int) -> str:
    """A colour `share` percent of the way from a to b."""
    parts = [(int(a[i : i + 2], 16) * (100 - share) + int(b[i : i + 2], 16) * share) // 100 for i in (1, 3, 5)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _ridge(dice: Dice, level: int, rough: int) -> list[tuple[int, int]]:
    """Points of a mountain line from left to right, by halving."""
    heights = [level + dice.between(-rough, rough) for _ in range(2)]
    while len(heights) < 65:
        finer = []
        for left, right in pairwise(heights):
            finer += [left, (left + right) // 2 + dice.between(-rough, rough)]
        heights = [*finer, heights[-1]]
        rough = rough * 52 // 100
    step = _WIDTH / (len(heights) - 1)
    return [(round(i * step), height) for i, height in enumerate(heights)]


def _landscape(dice: Dice) -> str:
    high, low, far, near, light = dice.pick(_MOODS)
    sun_x, sun_y = dice.between(120, 840), dice.between(90, 260)
    lake = dice.chance(0.45)
    horizon = dice.between(380, 440) if lake else _HEIGHT
    parts = [
        f"<defs>{_gradient('sky', high, low)}"
        f'<radialGradient id="glow"><stop offset="0" stop-color="{light}"/>'
        f'<stop offset=".18" stop-color="{light}" stop-opacity=".75"/>'
        f'<stop offset="1" stop-color="{light}" stop-opacity="0"/></radialGradient></defs>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="url(#sky)"/>',
        f'<circle cx="{sun_x}" cy="{sun_y}" r="{dice.between(120, 230)}" fill="url(#glow)"/>',
    ]
    if dice.chance(0.6):
        parts += [_cloud(dice, light) for _ in range(dice.between(2, 5))]
    layers = dice.between(3, 5)
    hills = []
    for i in range(layers):
        level = 250 + (horizon - 270 if lake else 300) * i // layers
        points = _ridge(dice, level, 105 - 14 * i)
        color = _mix(_mix(far, low, 45), near, 100 * i // (layers - 1))
        line = " ".join(f"L{x} {min(y, horizon)}" for x, y in points)
        hills.append(f'<path d="M0 {horizon}{line}L{_WIDTH} {horizon}z" fill="{color}"/>')
        if i == 0 and dice.chance(0.5):
            hills.append(_snow(points, light))
        if i < layers - 1 and dice.chance(0.6):
            y = level + 40
            hills.append(f'<ellipse cx="480" cy="{y}" rx="620" ry="26" fill="{low}" opacity=".28"/>')
    parts += hills
    if lake:
        parts.append(
            f'<g transform="translate(0 {2 * horizon}) scale(1 -1)" opacity=".5">{"".join(hills)}</g>'
            f'<rect y="{horizon}" width="{_WIDTH}" height="{_HEIGHT - horizon}" fill="{_mix(high, low, 50)}" '
            f'opacity=".52"/>'
        )
        for _ in range(14):
            x, y, length = dice.below(900), dice.between(horizon + 6, 590), dice.between(30, 150)
            parts.append(f'<rect x="{x}" y="{y}" width="{length}" height="1.6" fill="{light}" opacity=".35"/>')
    else:
        parts.append(_trees(dice, _mix(near, "#000000", 35)))
    return "".join(parts)


def _snow(points: list[tuple[int, int]], light: str) -> str:
    caps = []
    for (x0, y0), (x, y), (x1, y1) in zip(points, points[1:], points[2:], strict=False):
        if y < y0 and y < y1 and y < 250:
            caps.append(f"M{x0} {y0}L{x} {y}L{x1} {y1}L{(x + x1) // 2} {y1 + 5}L{x} {y + 16}L{(x0 + x) // 2} {y0 + 6}z")
    return f'<path d="{"".join(caps)}" fill="{light}" opacity=".85"/>' if caps else ""


def _cloud(dice: Dice, color: str) -> str:
    x, y = dice.below(_WIDTH), dice.between(40, 200)
    puffs = "".join(
        f'<ellipse cx="{x + dice.between(-90, 90)}" cy="{y + dice.between(-12, 12)}" '
        f'rx="{dice.between(50, 120)}" ry="{dice.between(8, 20)}"/>'
        for _ in range(4)
    )
    return f'<g fill="{color}" opacity=".22">{puffs}</g>'


def _trees(dice: Dice, color: str) -> str:
    shapes = []
    for _ in range(dice.between(14, 34)):
        x, base, height = dice.below(_WIDTH), dice.between(570, 630), dice.between(60, 170)
        wide = height // 5
        for part in range(3):
            top = base - height + part * height // 4
            spread = wide * (part + 2) // 4
            bottom = top + height * 45 // 100
            shapes.append(f"M{x} {top}L{x + spread} {bottom}L{x - spread} {bottom}z")
    return f'<path d="{"".join(shapes)}" fill="{color}"/><rect y="592" width="{_WIDTH}" height="8" fill="{color}"/>'


def _cat(dice: Dice) -> str:
    wall, floor, accent = dice.pick(_ROOMS)
    fur, stripe, belly = dice.pick(_FURS)
    x, tilt = dice.between(380, 600), dice.between(-6, 6)
    eyes = dice.pick(("#e3b23c", "#7fae6b", "#79a9c9"))
    parts = [f'<rect width="960" height="600" fill="{wall}"/>']
    if dice.chance(0.6):
        wx = dice.pick((70, 660))
        parts.append(
            f'<rect x="{wx}" y="60" width="220" height="250" rx="6" fill="#fff"/>'
            f'<rect x="{wx + 12}" y="72" width="196" height="226" fill="#a9d0e6"/>'
            f'<path d="M{wx + 12} 250q60-50 110-20t86-10v78h-196z" fill="#7fa97c"/>'
            f'<path d="M{wx + 110} 72v226M{wx + 12} 180h196" stroke="#fff" stroke-width="8"/>'
        )
    else:
        fx = dice.pick((110, 690))
        parts.append(
            f'<rect x="{fx}" y="90" width="150" height="190" fill="#fff"/>'
            f'<rect x="{fx + 14}" y="104" width="122" height="162" fill="{accent}"/>'
            f'<circle cx="{fx + 75}" cy="180" r="38" fill="{wall}"/>'
        )
    parts.append(f'<rect y="440" width="960" height="160" fill="{floor}"/>')
    parts.append(f'<ellipse cx="{x}" cy="528" rx="310" ry="58" fill="{accent}"/>')
    tail = dice.pick((1, -1))
    parts.append(
        f'<path d="M{x + tail * 110} 500q{tail * 150} 10 {tail * 130}-120" fill="none" stroke="{fur}" '
        f'stroke-width="34" stroke-linecap="round"/>'
        f'<ellipse cx="{x}" cy="430" rx="128" ry="112" fill="{fur}"/>'
        f'<ellipse cx="{x}" cy="450" rx="72" ry="84" fill="{belly}"/>'
        f'<ellipse cx="{x - 58}" cy="526" rx="42" ry="22" fill="{fur}"/>'
        f'<ellipse cx="{x + 58}" cy="526" rx="42" ry="22" fill="{fur}"/>'
    )
    parts.append(f'<g transform="rotate({tilt} {x} 280)">{_cat_head(dice, x, fur, stripe, belly, eyes)}</g>')
    return "".join(parts)


def _cat_head(dice: Dice, x: int, fur: str, stripe: str, belly: str, eyes: str) -> str:
    asleep = dice.chance(0.22)
    ears = (
        f'<path d="M{x - 108} 250L{x - 92} 130L{x - 24} 190zM{x + 108} 250L{x + 92} 130L{x + 24} 190z" fill="{fur}"/>'
        f'<path d="M{x - 92} 222L{x - 84} 158L{x - 48} 190zM{x + 92} 222L{x + 84} 158L{x + 48} 190z" fill="#e8a9a0"/>'
    )
    face = f'<ellipse cx="{x}" cy="268" rx="116" ry="98" fill="{fur}"/>'
    stripes = (
        f'<path d="M{x} 176v38M{x - 26} 182l5 30M{x + 26} 182l-5 30" stroke="{stripe}" stroke-width="10" '
        'stroke-linecap="round"/>'
        if dice.chance(0.65)
        else ""
    )
    muzzle = f'<ellipse cx="{x}" cy="312" rx="52" ry="36" fill="{belly}"/>'
    if asleep:
        look = (
            f'<path d="M{x - 68} 262q24 20 46 0M{x + 22} 262q24 20 46 0" fill="none" stroke="{stripe}" '
            'stroke-width="6" stroke-linecap="round"/>'
        )
    else:
        gaze = dice.between(-7, 7)
        look = "".join(
            f'<ellipse cx="{cx}" cy="260" rx="25" ry="23" fill="{eyes}"/>'
            f'<ellipse cx="{cx + gaze}" cy="260" rx="9" ry="19" fill="#1c1a1a"/>'
            f'<circle cx="{cx + gaze + 5}" cy="252" r="5" fill="#fff"/>'
            for cx in (x - 45, x + 45)
        )
    nose = (
        f'<path d="M{x - 12} 294h24l-12 13z" fill="#d98880"/>'
        f'<path d="M{x} 307v10q-12 14-26 6M{x} 317q12 14 26 6" fill="none" stroke="{stripe}" stroke-width="4"/>'
        f'<path d="M{x - 60} 306l-92-14M{x - 60} 318l-94 6M{x + 60} 306l92-14M{x + 60} 318l94 6" '
        'stroke="#fff" stroke-width="2.5" opacity=".8"/>'
    )
    return ears + face + stripes + muzzle + look + nose


def _chart(dice: Dice) -> str:
    ink = dice.pick(_INKS)
    frame = (
        '<rect width="960" height="600" fill="#fcfbf8"/>'
        f'<rect x="70" y="44" width="{dice.between(260, 460)}" height="18" rx="3" fill="#2b333c"/>'
        f'<rect x="70" y="72" width="{dice.between(180, 320)}" height="10" rx="3" fill="#b6bcc3"/>'
    )
    grid = "".join(f'<path d="M70 {y}h830" stroke="#e4e3de" stroke-width="1.5"/>' for y in range(130, 541, 82))
    return frame + dice.pick((_bars, _lines, _calendar, _dots))(dice, ink, grid)


def _bars(dice: Dice, ink: str, grid: str) -> str:
    count = dice.between(7, 12)
    step = 820 // count
    high = dice.below(count)
    bars = []
    for i in range(count):
        height = dice.between(70, 300) if i != high else dice.between(340, 400)
        color = ink if i == high else _mix(ink, "#ffffff", 55)
        bars.append(
            f'<rect x="{84 + i * step}" y="{540 - height}" width="{step * 2 // 3}" height="{height}" fill="{color}"/>'
        )
        bars.append(f'<rect x="{84 + i * step}" y="552" width="{step // 2}" height="8" rx="2" fill="#c3c7cc"/>')
    return grid + "".join(bars)


def _lines(dice: Dice, ink: str, grid: str) -> str:
    found = [grid]
    for number in range(dice.between(1, 3)):
        color = ink if number == 0 else _mix(ink, "#9aa1a8", 80)
        y, points = dice.between(220, 470), []
        for i in range(42):
            y = max(130, min(530, y + dice.between(-26, 25)))
            points.append(f"{70 + i * 20} {y}")
        if number == 0:
            found.append(f'<path d="M{"L".join(points)}L890 540L70 540z" fill="{color}" opacity=".12"/>')
        found.append(f'<path d="M{"L".join(points)}" fill="none" stroke="{color}" stroke-width="4"/>')
        found.append(f'<circle cx="890" cy="{y}" r="7" fill="{color}"/>')
    return "".join(found)


def _calendar(dice: Dice, ink: str, grid: str) -> str:
    cells = []
    for week in range(26):
        for day in range(7):
            share = 92 - int(92 * dice.unit() ** (0.9 if day < 5 else 2.2))
            cells.append(
                f'<rect x="{74 + week * 32}" y="{170 + day * 44}" width="27" height="38" rx="4" '
                f'fill="{_mix(ink, "#f1efe9", share)}"/>'
            )
    return "".join(cells)


def _dots(dice: Dice, ink: str, grid: str) -> str:
    slope = dice.between(-38, 38)
    dots = []
    for _ in range(130):
        x = dice.below(800)
        y = 330 - slope * (x - 400) // 100 + dice.between(-90, 90)
        dots.append(f'<circle cx="{84 + x}" cy="{max(126, min(536, y))}" r="{dice.between(4, 8)}"/>')
    trend = f"M84 {330 + slope * 4}L884 {330 - slope * 4}"
    return (
        f'{grid}<g fill="{ink}" opacity=".5">{"".join(dots)}</g><path d="{trend}" stroke="#2b333c" stroke-width="2.5"/>'
    )


def _city(dice: Dice) -> str:
    high, low, far, near, light = dice.pick(_MOODS)
    parts = [
        f"<defs>{_gradient('sky', high, low)}</defs>",
        '<rect width="960" height="600" fill="url(#sky)"/>',
        f'<circle cx="{dice.between(100, 860)}" cy="{dice.between(80, 220)}" r="46" fill="{light}" opacity=".9"/>',
    ]
    for layer in range(3):
        color = _mix(_mix(far, low, 30), _mix(near, "#000000", 15), 50 * layer)
        x = -20
        while x < 960:
            width, height = dice.between(44, 110), dice.between(90, 300) - layer * 30
            top = 500 + layer * 25 - height
            parts.append(f'<rect x="{x}" y="{top}" width="{width}" height="{height + 120}" fill="{color}"/>')
            if dice.chance(0.3):
                parts.append(
                    f'<path d="M{x} {top}l{width // 2}-{width // 2}l{width // 2} {width // 2}z" fill="{color}"/>'
                )
            if layer:
                windows = [
                    f"M{wx} {wy}h8v11h-8z"
                    for wx in range(x + 10, x + width - 14, 20)
                    for wy in range(top + 16, 560, 28)
                    if dice.chance(0.42)
                ]
                parts.append(f'<path d="{"".join(windows)}" fill="{light}" opacity=".75"/>')
            x += width + dice.between(0, 14)
    parts.append(f'<rect y="556" width="960" height="44" fill="{_mix(near, "#000000", 40)}"/>')
    return "".join(parts)


def _plate(dice: Dice) -> str:
    table = dice.pick(("#8a5a3b", "#c9b79c", "#4b5a61", "#d8d2c6"))
    grain = "".join(
        f'<rect y="{y}" width="960" height="2" fill="#000" opacity=".07"/>' for y in range(dice.below(40), 600, 46)
    )
    plate = (
        '<ellipse cx="488" cy="322" rx="262" ry="258" fill="#000" opacity=".18"/>'
        '<circle cx="480" cy="305" r="258" fill="#f7f4ee"/><circle cx="480" cy="305" r="196" fill="#fdfcf9"/>'
        '<circle cx="480" cy="305" r="196" fill="none" stroke="#e2dccf" stroke-width="3"/>'
    )
    base = dice.pick(("#e7c46a", "#c2542f", "#e9ddbd", "#7d9b4e"))
    food = [f'<ellipse cx="480" cy="305" rx="150" ry="142" fill="{base}"/>']
    toppings = dice.sample(("#c8402f", "#5f8f3a", "#f3e6c0", "#8a4a2a", "#f0a63a", "#3f6b34"), 3)
    for _ in range(46):
        x, y = 480 + dice.between(-112, 112), 305 + dice.between(-104, 104)
        angle, color = dice.below(180), dice.pick(toppings)
        food.append(
            f'<ellipse cx="{x}" cy="{y}" rx="{dice.between(8, 24)}" ry="{dice.between(5, 12)}" fill="{color}" '
            f'transform="rotate({angle} {x} {y})"/>'
        )
    fork = (
        '<path d="M150 150v320M132 150v70q18 20 36 0v-70" fill="none" stroke="#dfe3e6" stroke-width="11" '
        'stroke-linecap="round"/>'
    )
    return f'<rect width="960" height="600" fill="{table}"/>{grain}{plate}{"".join(food)}{fork}'


def _night(dice: Dice) -> str:
    hue = dice.pick(("#3c2a6e", "#123b5d", "#4a1f4f", "#0f4a4a"))
    stars = "".join(
        f'<circle cx="{dice.below(960)}" cy="{dice.below(600)}" r="{dice.pick((0.8, 1.1, 1.5, 2.2))}"/>'
        for _ in range(230)
    )
    glow = "".join(
        f'<ellipse cx="{dice.between(100, 860)}" cy="{dice.between(80, 520)}" rx="{dice.between(120, 320)}" '
        f'ry="{dice.between(60, 160)}" fill="{_mix(hue, "#ff9ec4", dice.between(10, 60))}" opacity=".2"/>'
        for _ in range(7)
    )
    planet = ""
    if dice.chance(0.6):
        x, y, r = dice.between(220, 740), dice.between(180, 420), dice.between(70, 150)
        color = dice.pick(("#d9a066", "#8fb3c9", "#c4705a", "#b9b0d9"))
        planet = (
            f'<circle cx="{x}" cy="{y}" r="{r}" fill="{color}"/>'
            f'<path d="M{x} {y - r}a{r} {r} 0 0 1 0 {2 * r}a{r * 3 // 4} {r} 0 0 0 0-{2 * r}z" '
            f'fill="#000" opacity=".35"/>'
        )
    blur = '<defs><filter id="soft"><feGaussianBlur stdDeviation="38"/></filter></defs>'
    return (
        f'{blur}<rect width="960" height="600" fill="{_mix(hue, "#000000", 72)}"/>'
        f'<g filter="url(#soft)">{glow}</g><g fill="#fff" opacity=".9">{stars}</g>{planet}'
    )


def _flowers(dice: Dice) -> str:
    ground = dice.pick(("#dfead2", "#f3ead8", "#d8e6ea"))
    parts = [f'<rect width="960" height="600" fill="{ground}"/>']
    for _ in range(dice.between(9, 16)):
        x, y, size = dice.between(40, 920), dice.between(120, 440), dice.between(16, 34)
        color = dice.pick(("#d9534f", "#e8a33d", "#a86bb5", "#f2d04f", "#e88fb0", "#ffffff"))
        sway = dice.between(-50, 50)
        parts.append(
            f'<path d="M{x} {y}Q{x + sway} {(y + 600) // 2} {x + sway // 2} 610" fill="none" '
            f'stroke="#5a8448" stroke-width="6"/>'
        )
        leaf = (y + 600) // 2
        parts.append(
            f'<ellipse cx="{x + sway}" cy="{leaf}" rx="34" ry="10" fill="#6f9a58" '
            f'transform="rotate({dice.between(-50, 50)} {x + sway} {leaf})"/>'
        )
        for petal in range(7):
            parts.append(
                f'<ellipse cx="{x}" cy="{y - size}" rx="{size * 3 // 5}" ry="{size}" fill="{color}" '
                f'transform="rotate({petal * 360 / 7:.1f} {x} {y})"/>'
            )
        parts.append(f'<circle cx="{x}" cy="{y}" r="{size * 3 // 5}" fill="#7a5a2e"/>')
    return "".join(parts)


_SCENES: Final[dict[Callable[[Dice], str], tuple[str, ...]]] = {
    _cat: ("cat", "pets"),
    _chart: ("chart", "data", "statistics"),
    _city: ("city", "architecture", "urban", "skyline"),
    _plate: ("food", "kitchen", "baking", "bread"),
    _night: ("space", "astronomy", "night"),
    _flowers: ("plants", "garden", "flowers"),
    _landscape: ("landscape", "mountain", "earth", "nature", "hiking"),
}
