"""Recents: the running apps as cards, to go back to or to swipe away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, STATUS_BAR_PX, TITLE, Color, dp, mix

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.app import App
    from osgenesis.envs.android.sim.phone import Phone

PACKAGE = "com.google.android.apps.nexuslauncher"
_BACK: Color = (32, 33, 36)
_WHITE: Color = (255, 255, 255)


def recents(phone: Phone, width: int, height: int) -> Node:
    """The overview screen: one card per task, newest first, and Clear all."""
    card_w, card_h = width * 7 // 10, height * 11 // 20
    tasks = [task for task in reversed(phone.stack.stack) if task.package != phone.home_package]
    cards = [
        _card(phone, task.id, phone.apps[task.package], card_w, card_h) for task in tasks if task.package in phone.apps
    ]
    if not cards:
        inner = Node(
            kind="text",
            text="No recent items",
            size=TITLE,
            color=(189, 193, 198),
            cls="android.widget.TextView",
            text_align="center",
            width=FILL,
        )
    else:
        clear = Node(
            kind="text", text="Clear all", size=BODY_MEDIUM, weight="medium", color=_WHITE, bg=(60, 64, 67),
            radius=dp(20),
            cls="android.widget.Button", pad=(dp(20), dp(11), dp(20), dp(11)), on_tap=lambda: _clear(phone),
            rid=f"{PACKAGE}:id/clear_all",
        )  # fmt: skip
        margin = (width - card_w) // 2
        strip = Node(
            kind="hscroll", children=cards, gap=dp(16), pad=(margin, 0, margin, 0), key="recents", width=FILL,
            offset=phone.system.recents_offset, cls="android.widget.HorizontalScrollView",
            rid=f"{PACKAGE}:id/overview_panel",
        )  # fmt: skip
        inner = Node(kind="column", width=FILL, gap=dp(28), cross="center", children=(strip, clear))
    return Node(
        kind="column", width=width, height=height, align="center", bg=_BACK, pad=(0, STATUS_BAR_PX, 0, dp(48)),
        children=(inner,),
        cls="android.widget.FrameLayout", solid=True, on_tap=phone.close_overlays,
    )  # fmt: skip


def _card(phone: Phone, task_id: int, app: App, width: int, height: int) -> Node:
    theme = app.dark_theme if phone.dark else app.theme

    def swiped(way: str) -> None:
        if way == "up":
            phone.activities.remove_task(task_id)

    bar = theme.bar or theme.surface_container
    ink = theme.on_bar or theme.on_surface
    return Node(
        kind="column", width=width, height=height, bg=theme.surface, radius=dp(24), cls="android.widget.FrameLayout",
        desc=app.label,
        on_tap=_opener(phone, task_id), on_swipe=swiped, swipe_axis="y",
        children=(
            Node(
                kind="row", width=FILL, height=dp(72), pad=(dp(20), 0, dp(20), 0), gap=dp(12), bg=bar, radius=dp(24),
                children=(
                    Node(kind="icon", size=dp(36), draw=("appicon", app.icon, app.color)),
                    Node(kind="text", text=app.label, size=BODY, weight="medium", color=ink, grow=1, lines=1),
                ),
            ),
            Node(kind="box", grow=1, children=(
                Node(kind="icon", size=dp(96), draw=("icon", app.icon),
                     color=mix(theme.surface, theme.on_surface, 0.1), gravity="cc"),
            )),
        ),
    )  # fmt: skip


def _opener(phone: Phone, task_id: int) -> Callable[[], None]:
    def open_task() -> None:
        phone.close_overlays()
        phone.stack.bring_forward(task_id)

    return open_task


def _clear(phone: Phone) -> None:
    phone.stack.drop_tasks(lambda task: task.package != phone.home_package)
    phone.close_overlays()
    phone.activities.home()
