"""Ready-made pages that every app can open: menu, confirm, prompt, choices, colour, share, date and time.

Their names start with `@`; what they show stands in the page's arguments, what is chosen in its values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.intents import ACTION_SEND, Intent
from osgenesis.envs.android.sim.ui.dialog_box import dialog_box
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.pickers import MONTHS, WEEKDAYS, date_dialog, month_days, time_dialog
from osgenesis.envs.android.sim.ui.text import width
from osgenesis.envs.android.sim.ui.theme import (
    BODY,
    BODY_MEDIUM,
    FILL,
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
    padding,
    radio,
    row,
    scroll,
    text,
    text_field,
)
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

_MENU_WIDTHS = (144, 280)  # dp, least and most

PALETTE: tuple[Color, ...] = (
    (183, 28, 28), (194, 24, 91), (123, 31, 162), (81, 45, 168), (48, 63, 159), (25, 118, 210),
    (2, 136, 209), (0, 151, 167), (0, 121, 107), (56, 142, 60), (104, 159, 56), (175, 180, 43),
    (251, 192, 45), (255, 160, 0), (245, 124, 0), (230, 74, 25), (93, 64, 55), (97, 97, 97),
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
    widest = max((width(label, BODY) for label, _ in ui.args["items"]), default=0) + dp(40)
    return Node(
        kind="column",
        width=max(dp(_MENU_WIDTHS[0]), min(widest, dp(_MENU_WIDTHS[1]))),
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
    body = []
    if args["message"]:
        message = text(ui, args["message"], BODY_MEDIUM, muted=True, pad=padding((24, 8)), rid="android:id/message")
        body.append(scroll(ui, "message", message, grow=0))
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
        scroll(ui, "content", field, pad=(24, 8), grow=0),
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
        scroll(ui, "palette", *rows, gap=8, pad=(24, 8), grow=0),
        buttons=(
            button(ui, "Cancel", ui.back, rid="android:id/button2"),
            button(ui, "OK", accept, rid="android:id/button1"),
        ),
    )


def _chooser(ui: Page, index: int) -> Callable[[], None]:
    return lambda: ui.put(chosen=index)


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
    "@date": ("dialog", date_dialog),
    "@time": ("dialog", time_dialog),
    "@share": ("sheet", _share),
}

__all__ = ["MONTHS", "PALETTE", "STANDARD", "WEEKDAYS", "dialog_box", "month_days"]
