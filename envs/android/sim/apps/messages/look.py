"""How the messenger shows times and selections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, DENSITY, dp
from osgenesis.envs.android.sim.ui.widgets import AVATAR_COLORS, action, app_bar, avatar, icon

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page
    from osgenesis.envs.android.sim.phone import Phone

FONT_SIZES = ("Small", "Medium", "Large", "Extra large")
_FONT_PX = (dp(14), BODY, dp(18), dp(21))


def font_px(ui: Page) -> int:
    """Size of message texts, as set in the settings."""
    return _FONT_PX[min(max(ui.prefs.number("font_size", 1), 0), 3)]


def face(ui: Page, title: str, size: float = 44) -> Node:
    """A person's initial, or a figure where only the number is known."""
    if any(c.isalpha() for c in title):
        return avatar(ui, title, size)
    color = AVATAR_COLORS[sum(map(ord, title)) % len(AVATAR_COLORS)]
    figure = icon(ui, "account", size * 0.6, color=(255, 255, 255), gravity="cc")
    return Node(kind="box", width=dp(size), height=dp(size), radius=dp(size / 2), bg=color, children=(figure,))


def in_dp(px: int) -> float:
    """A length in px as the dp that give it back."""
    return px / DENSITY


def clock(phone: Phone, ms: int) -> str:
    """The time of day: 15:34 or 3:34 PM."""
    moment = phone.local_time(ms)
    return f"{moment:%H:%M}" if phone.is_24_hour else f"{moment.hour % 12 or 12}:{moment:%M %p}"


def short_date(ui: Page, ms: int) -> str:
    """The time today, else the day, with its year when that is another one."""
    moment, now = ui.phone.local_time(ms), ui.now()
    if moment.date() == now.date():
        return clock(ui.phone, ms)
    day = f"{moment:%b} {moment.day}"
    return day if moment.year == now.year else f"{day}, {moment.year}"


def long_date(ui: Page, ms: int) -> str:
    """Day and time, as above a group of messages."""
    moment, now = ui.phone.local_time(ms), ui.now()
    time = clock(ui.phone, ms)
    if moment.date() == now.date():
        return time
    return f"{short_date(ui, ms)}, {time}"


def selection_bar(ui: Page, chosen: int, total: int, actions: Sequence[Node]) -> Node:
    """The app bar while rows are selected."""
    leave = action(ui, "arrow-left", "Done", lambda: ui.put(chosen=None))
    return app_bar(ui, f"{chosen} / {total}", navigation=leave, actions=actions)
