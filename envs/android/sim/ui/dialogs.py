"""Ready-made pages that every app can open: menu, confirm, prompt, choices, date, time, colour, share.

Their names start with `@`; what they show stands in the page's arguments, what is chosen in its values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.intents import ACTION_SEND, Intent
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import (
    BODY,
    BODY_MEDIUM,
    FILL,
    HEADLINE_SMALL,
    LABEL,
    Color,
    dp,
)
from osgenesis.envs.android.sim.ui.widgets import (
    avatar,
    button,
    checkbox,
    column,
    icon,
    icon_button,
    padding,
    radio,
    row,
    scroll,
    space,
    text,
    text_field,
)
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

PALETTE: tuple[Color, ...] = (
    (183, 28, 28), (194, 24, 91), (123, 31, 162), (81, 45, 168), (48, 63, 159), (25, 118, 210),
    (2, 136, 209), (0, 151, 167), (0, 121, 107), (56, 142, 60), (104, 159, 56), (175, 180, 43),
    (251, 192, 45), (255, 160, 0), (245, 124, 0), (230, 74, 25), (93, 64, 55), (97, 97, 97),
)  # fmt: skip


def dialog_box(ui: Page, title: str, *body: Node, buttons: Sequence[Node] = (), icon_name: str = "") -> Node:
    """The look of an alert dialog: title, content, buttons at the right below."""
    children: list[Node] = []
    if icon_name:
        children.append(row(icon(ui, icon_name, color=ui.theme.primary), align="center", pad=(0, 24, 0, 0)))
    if title:
        children.append(
            text(ui, title, HEADLINE_SMALL, pad=padding((24, 24, 24, 8)), rid="android:id/alertTitle", lines=3)
        )
    children.extend(body)
    if buttons:
        children.append(row(*buttons, align="end", gap=8, pad=(24, 8, 24, 18)))
    return Node(
        kind="column", width=min(dp(340), ui.width - dp(48)), bg=ui.theme.surface_high, radius=dp(28), shadow=dp(6),
        children=children, solid=True,
    )  # fmt: skip


def _menu(ui: Page) -> Node:
    rows = []
    for label, method in ui.args["items"]:
        rows.append(
            row(
                text(ui, label, BODY, lines=1, grow=1), height=dp(48), pad=(16, 0), cls="android.widget.LinearLayout",
                on_tap=_resolver(ui, method, ui.record.data),
            )
        )  # fmt: skip
    box = scroll(ui, "menu", *rows, pad=(0, 8), grow=0, cls="android.widget.ListView")
    return Node(
        kind="column",
        width=dp(220),
        bg=ui.theme.surface_container,
        radius=dp(8),
        shadow=dp(4),
        children=(box,),
        solid=True,
    )


def _resolver(ui: Page, method: str, *args: Any) -> Callable[[], None]:
    return lambda: ui.resolve(method, *args)


def _confirm(ui: Page) -> Node:
    args = ui.args
    body = (
        [text(ui, args["message"], BODY_MEDIUM, muted=True, pad=padding((24, 8)), rid="android:id/message")]
        if args["message"]
        else []
    )
    buttons = [button(ui, args["ok"], lambda: ui.close(True), rid="android:id/button1")]
    if args["cancel"]:
        buttons.insert(0, button(ui, args["cancel"], ui.back, rid="android:id/button2"))
    return dialog_box(ui, args["title"], *body, buttons=buttons)


def _prompt(ui: Page) -> Node:
    args = ui.args

    def accept() -> None:
        ui.close(ui.text("input"))

    field = text_field(
        ui,
        "input",
        args["hint"],
        args["value"],
        input_kind=args["input_kind"],
        autofocus=True,
        ime="done",
        on_submit=accept,
    )
    return dialog_box(
        ui,
        args["title"],
        column(field, pad=(24, 8)),
        buttons=(
            button(ui, "Cancel", ui.back, rid="android:id/button2"),
            button(ui, args["ok"], accept, rid="android:id/button1"),
        ),
    )


def _choose(ui: Page) -> Node:
    args = ui.args
    rows = [
        radio(ui, i == args["selected"], _closer(ui, i), label=label, height=dp(52))
        for i, label in enumerate(args["options"])
    ]
    return dialog_box(
        ui, args["title"], scroll(ui, "options", *rows, grow=0, cls="android.widget.ListView"),
        buttons=(button(ui, "Cancel", ui.back, rid="android:id/button2"),),
    )  # fmt: skip


def _closer(ui: Page, result: Any) -> Callable[[], None]:
    return lambda: ui.close(result)


def _choose_many(ui: Page) -> Node:
    args = ui.args
    chosen: tuple[int, ...] = ui.get("chosen", args["selected"])

    def toggler(i: int) -> Callable[[], None]:
        return lambda: ui.put(chosen=tuple(sorted(set(chosen) ^ {i})))

    rows = [
        checkbox(ui, i in chosen, toggler(i), label=label, height=dp(52)) for i, label in enumerate(args["options"])
    ]
    return dialog_box(
        ui, args["title"], scroll(ui, "options", *rows, grow=0, cls="android.widget.ListView"),
        buttons=(
            button(ui, "Cancel", ui.back, rid="android:id/button2"),
            button(ui, "OK", lambda: ui.close(chosen), rid="android:id/button1"),
        ),
    )  # fmt: skip


def _color(ui: Page) -> Node:
    chosen = ui.get("chosen", ui.args["selected"])
    cells = [
        Node(
            kind="box", width=dp(44), height=dp(44), radius=dp(22), bg=color, cls="android.view.View",
            desc=f"Color {i + 1}", flags=int(Flag.SELECTED) if i == chosen else 0, on_tap=_chooser(ui, i),
            children=(icon(ui, "check", 24, color=(255, 255, 255), gravity="cc"),) if i == chosen else (),
        )
        for i, color in enumerate(PALETTE)
    ]  # fmt: skip
    rows = [row(*cells[i : i + 6], gap=4) for i in range(0, len(cells), 6)]
    accept = (lambda: ui.close(PALETTE[chosen])) if chosen >= 0 else None
    return dialog_box(
        ui,
        "Pick a color",
        column(*rows, gap=8, pad=(24, 8)),
        buttons=(
            button(ui, "Cancel", ui.back, rid="android:id/button2"),
            button(ui, "OK", accept, rid="android:id/button1"),
        ),
    )


def _chooser(ui: Page, index: int) -> Callable[[], None]:
    return lambda: ui.put(chosen=index)


# -- date -------------------------------------------------------------------------------------------


def month_days(year: int, month: int) -> tuple[int, int]:
    """(weekday of the first, Monday 0; number of days)."""
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first.weekday(), (following - first).days


def _date(ui: Page) -> Node:
    args = ui.args
    year, month, day = ui.get("date", (args["year"], args["month"], args["day"]))
    shown_year, shown_month = ui.get("shown", (year, month))
    chosen = date(year, month, day)
    head = column(
        text(ui, str(year), BODY_MEDIUM, muted=True, rid="android:id/date_picker_header_year",
             on_tap=lambda: ui.toggle("years"), height=dp(28)),
        text(ui, f"{WEEKDAYS[chosen.weekday()][:3]}, {MONTHS[month - 1][:3]} {day}", HEADLINE_SMALL + 8,
             rid="android:id/date_picker_header_date"),
        pad=(24, 20, 24, 12),
    )  # fmt: skip
    body = _years(ui, (year, month, day)) if ui.get("years") else _month(ui, shown_year, shown_month, chosen)
    return dialog_box(
        ui, "", head, body,
        buttons=(
            button(ui, "Cancel", ui.back, rid="android:id/button2"),
            button(ui, "OK", lambda: ui.close((year, month, day)), rid="android:id/button1"),
        ),
    )  # fmt: skip


def _month(ui: Page, year: int, month: int, chosen: date) -> Node:
    def turn(step: int) -> Callable[[], None]:
        total = min(max(year * 12 + month - 1 + step, 1900 * 12), 2100 * 12 + 11)
        return lambda: ui.put(shown=(total // 12, total % 12 + 1))

    def pick(day: int) -> Callable[[], None]:
        return lambda: ui.put(date=(year, month, day))

    lead, days = month_days(year, month)
    lead = (lead + 1) % 7  # weeks start on Sunday
    cells = [text(ui, letter, LABEL, muted=True, cls="", text_align="center", width=dp(40)) for letter in "SMTWTFS"]
    cells += [space(40, 40) for _ in range(lead)]
    for day in range(1, days + 1):
        picked = date(year, month, day) == chosen
        cells.append(
            Node(
                kind="text",
                text=str(day),
                size=BODY_MEDIUM,
                text_align="center",
                width=dp(40),
                height=dp(40),
                pad=(0, dp(10), 0, 0),
                radius=dp(20),
                bg=ui.theme.primary if picked else None,
                color=ui.theme.on_primary if picked else ui.theme.on_surface,
                cls="android.view.View",
                desc=f"{day:02d} {MONTHS[month - 1]} {year}",
                flags=int(Flag.SELECTED) if picked else 0,
                on_tap=pick(day),
            )
        )
    cells += [space(40, 40) for _ in range(-len(cells) % 7)]
    weeks = [row(*cells[i : i + 7], align="between", width=FILL) for i in range(0, len(cells), 7)]
    header = row(
        icon_button(ui, "chevron-left", "Previous month", turn(-1)),
        text(ui, f"{MONTHS[month - 1]} {year}", BODY, weight="medium", grow=1, text_align="center"),
        icon_button(ui, "chevron-right", "Next month", turn(1)),
    )
    return column(header, *weeks, pad=(16, 0), on_swipe=lambda way: turn(1 if way == "left" else -1)())


def _years(ui: Page, chosen: tuple[int, int, int]) -> Node:
    def pick(year: int) -> Callable[[], None]:
        _, days = month_days(year, chosen[1])
        return lambda: ui.put(date=(year, chosen[1], min(chosen[2], days)), shown=(year, chosen[1]), years=None)

    rows = [
        text(ui, str(year), BODY, text_align="center", pad=padding((0, 12)), on_tap=pick(year),
             color=ui.theme.primary if year == chosen[0] else None, weight="medium" if year == chosen[0] else "regular")
        for year in range(chosen[0] - 12, chosen[0] + 13)
    ]  # fmt: skip
    return scroll(ui, "years", *rows, grow=0, height=dp(280), cls="android.widget.ListView")


# -- time -------------------------------------------------------------------------------------------


def _time(ui: Page) -> Node:
    args = ui.args
    hour, minute = ui.get("time", (args["hour"], args["minute"]))
    part = ui.get("part", "hour")
    typed = ui.get("typed", False)
    day24 = ui.phone.is_24_hour

    def accept() -> None:
        ui.close(_typed_time(ui, hour, minute, day24) if typed else (hour, minute))

    shown_hour = hour if day24 else (hour - 1) % 12 + 1
    if typed:
        head: Node = row(
            text_field(ui, "hour", "Hour", str(shown_hour), input_kind="number", width=dp(112), autofocus=True),
            text(ui, ":", HEADLINE_SMALL, cls=""),
            text_field(ui, "minute", "Minute", f"{minute:02d}", input_kind="number", width=dp(112)),
            gap=8,
        )
    else:
        head = row(
            _time_part(ui, f"{shown_hour:02d}" if day24 else str(shown_hour), "hour", part, f"{shown_hour} o'clock"),
            text(ui, ":", dp(44), cls=""),
            _time_part(ui, f"{minute:02d}", "minute", part, f"{minute} minutes"),
            gap=4,
        )
    extra = [] if day24 else [_am_pm(ui, hour, minute)]
    body = [] if typed else [row(_face(ui, hour, minute, part, day24), align="center", width=FILL, pad=(0, 12))]
    toggle = icon_button(
        ui, "keyboard-outline" if not typed else "clock-outline",
        "Switch to text input mode for the time input." if not typed else "Switch to clock mode for the time input.",
        lambda: ui.put(typed=not typed),
    )  # fmt: skip
    buttons = row(
        toggle, space(grow=1), button(ui, "Cancel", ui.back, rid="android:id/button2"),
        button(ui, "OK", accept, rid="android:id/button1"), width=FILL, pad=(12, 4, 24, 16), gap=8,
    )  # fmt: skip
    return dialog_box(
        ui, "", text(ui, "Select time", LABEL + 4, muted=True, pad=padding((24, 22, 24, 16))),
        row(head, *extra, pad=(24, 0), gap=12), *body, buttons,
    )  # fmt: skip


def _typed_time(ui: Page, hour: int, minute: int, day24: bool) -> tuple[int, int]:
    def number(key: str, low: int, high: int, default: int) -> int:
        digits = ui.text(key).strip()
        return min(max(int(digits), low), high) if digits.isdecimal() and len(digits) < 5 else default

    new_minute = number("minute", 0, 59, minute)
    if day24:
        return number("hour", 0, 23, hour), new_minute
    twelve = number("hour", 1, 12, (hour - 1) % 12 + 1)
    return twelve % 12 + (12 if hour >= 12 else 0), new_minute


def _time_part(ui: Page, label: str, part: str, active: str, desc: str) -> Node:
    on = part == active
    theme = ui.theme
    return Node(
        kind="text", text=label, size=dp(44), text_align="center", width=dp(96), height=dp(80), pad=(0, dp(14), 0, 0),
        radius=dp(8), bg=theme.primary_container if on else theme.surface_container,
        color=theme.on_primary_container if on else theme.on_surface, cls="android.view.View", desc=desc,
        flags=int(Flag.SELECTED) if on else 0, on_tap=lambda: ui.put(part=part),
    )  # fmt: skip


def _am_pm(ui: Page, hour: int, minute: int) -> Node:
    cells = []
    for label, offset in (("AM", 0), ("PM", 12)):
        on = (hour >= 12) == bool(offset)
        cells.append(
            Node(
                kind="text",
                text=label,
                size=BODY,
                text_align="center",
                width=dp(52),
                height=dp(38),
                pad=(0, dp(8), 0, 0),
                bg=ui.theme.secondary_container if on else None,
                border=(ui.theme.outline, dp(1)),
                cls="android.widget.RadioButton",
                flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if on else 0),
                on_tap=_set_time(ui, (hour % 12 + offset, minute)),
            )
        )
    return column(*cells)


def _set_time(ui: Page, time: tuple[int, int], part: str = "") -> Callable[[], None]:
    return lambda: ui.put(time=time, part=part or ui.get("part", "hour"))


def _face(ui: Page, hour: int, minute: int, part: str, day24: bool) -> Node:
    size = dp(256)
    center = size // 2
    numbers: list[Node] = []
    if part == "hour":
        for value in range(24 if day24 else 12):
            shown = value if day24 else value or 12
            inner = day24 and value >= 12
            chosen = value == (hour if day24 else hour % 12)
            target = value if day24 else value + (12 if hour >= 12 else 0)
            at = _polar(center, value % 12 / 12, dp(68) if inner else dp(104))
            numbers.append(
                _face_number(
                    ui,
                    f"{shown:02d}" if inner or shown == 0 else str(shown),
                    f"{shown} o'clock",
                    at,
                    chosen,
                    _set_time(ui, (target, minute), "minute"),
                )
            )
    else:
        for value in range(0, 60, 5):
            at = _polar(center, value / 60, dp(104))
            numbers.append(
                _face_number(ui, f"{value:02d}", f"{value} minutes", at, value == minute, _set_time(ui, (hour, value)))
            )
    return Node(
        kind="absolute",
        width=size,
        height=size,
        radius=center,
        bg=ui.theme.surface_container,
        children=numbers,
        cls="android.view.View",
    )


def _polar(center: int, turn: float, radius: int) -> tuple[int, int]:
    angle = turn * 2 * pi
    return round(center + radius * sin(angle)), round(center - radius * cos(angle))


def _face_number(
    ui: Page, label: str, desc: str, at: tuple[int, int], chosen: bool, on_tap: Callable[[], None]
) -> Node:
    theme = ui.theme
    return Node(
        kind="text",
        text=label,
        size=BODY,
        text_align="center",
        width=dp(40),
        height=dp(40),
        pad=(0, dp(9), 0, 0),
        radius=dp(20),
        bg=theme.primary if chosen else None,
        color=theme.on_primary if chosen else theme.on_surface,
        cls="android.widget.TextView",
        desc=desc,
        at=at,
        flags=int(Flag.SELECTED) if chosen else 0,
        on_tap=on_tap,
    )


# -- share ------------------------------------------------------------------------------------------


def _share(ui: Page) -> Node:
    args = ui.args
    probe = Intent(ACTION_SEND, mime=args["mime"])

    def sender(component: str) -> Callable[[], None]:
        def send() -> None:
            extras = {"android.intent.extra.TEXT": args["text"], "android.intent.extra.STREAM": args["stream"]}
            ui.close()
            ui.start(Intent(ACTION_SEND, component, mime=args["mime"], extras=tuple(extras.items())))

        return send

    def copy() -> None:
        ui.copy(args["text"])
        ui.close()
        ui.toast("Copied to clipboard")

    cells = []
    for app, component in ui.phone.handlers(probe):
        cells.append(
            column(
                avatar(ui, app.label, 52, app.color),
                text(ui, app.label, LABEL, lines=1, text_align="center"),
                gap=6,
                cross="center",
                cls="android.widget.LinearLayout",
                on_tap=sender(component),
                width=dp(88),
            )
        )
    lines = [row(*cells[i : i + 4], gap=4, cross="start", width=FILL) for i in range(0, len(cells), 4)]
    preview = args["text"] or args["stream"].rpartition("/")[2]
    copy_row = [button(ui, "Copy", copy, style="outlined", icon_name="content-copy")] if args["text"] else []
    return column(
        text(ui, "Share", BODY, weight="medium", text_align="center"),
        row(text(ui, preview, BODY_MEDIUM, muted=True, lines=2, grow=1), *copy_row, gap=12),
        *lines, gap=16, pad=(20, 20, 20, 24), width=FILL,
    )  # fmt: skip


STANDARD: dict[str, tuple[str, Callable[[Page], Node]]] = {
    "@menu": ("menu", _menu),
    "@confirm": ("dialog", _confirm),
    "@prompt": ("dialog", _prompt),
    "@choose": ("dialog", _choose),
    "@choose_many": ("dialog", _choose_many),
    "@color": ("dialog", _color),
    "@date": ("dialog", _date),
    "@time": ("dialog", _time),
    "@share": ("sheet", _share),
}
