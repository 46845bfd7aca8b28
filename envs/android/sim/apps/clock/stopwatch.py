"""The stopwatch tab: start, pause, laps, reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.clock.storage import PACKAGE
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, FILL, dp
from osgenesis.envs.android.sim.ui.widgets import column, icon_button, lazy_list, row, space, text

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

MOST_LAPS = 99


def watch_text(ms: int) -> str:
    """1:02:03.45, 02:03.45 or 3.45 as the stopwatch shows it."""
    hours, minutes, seconds, hundredths = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60, ms // 10 % 100
    if hours:
        return f"{hours}:{minutes:02d}:{seconds:02d}.{hundredths:02d}"
    return f"{minutes:02d}:{seconds:02d}.{hundredths:02d}"


class StopwatchPages:
    """The stopwatch part of the clock; its state is in the preferences, so it runs on while the app is away."""

    def stopwatch_tab(self, ui: Page) -> tuple[Node, Node | None]:
        """(dial, laps and buttons, no floating button)."""
        prefs = ui.prefs
        state = prefs.text("sw_state", "reset")
        elapsed = prefs.number("sw_before")
        if state == "running":
            elapsed += max(ui.now_ms() - prefs.number("sw_started"), 0)
        laps = [int(lap) for lap in prefs.text("sw_laps").split(",") if lap]
        theme = ui.theme
        upright = ui.height > ui.width
        size, digits = (268, 44) if upright else (156, 28)
        dial = Node(
            kind="box",
            width=dp(size),
            height=dp(size),
            draw=("ring", theme.surface_high, dp(8), 0, 360),
            children=(
                Node(
                    kind="box",
                    width=dp(size),
                    height=dp(size),
                    draw=(
                        "ring",
                        theme.primary,
                        dp(8),
                        -90,
                        360 if state == "reset" else max(elapsed % 60_000 * 360 // 60_000, 1),
                    ),
                ),
                text(ui, watch_text(elapsed), dp(digits), gravity="cc", rid=f"{PACKAGE}:id/stopwatch_time"),
            ),
        )
        if not upright:
            side = column(self._laps(ui, laps), self._buttons(ui, state, elapsed, laps), grow=1, height=FILL)
            return row(dial, side, gap=16, pad=(48, 8, 16, 0), width=FILL, height=FILL), None
        return column(
            row(dial, align="center", width=FILL, pad=(0, 16, 0, 12)),
            self._laps(ui, laps),
            self._buttons(ui, state, elapsed, laps),
            grow=1,
        ), None

    def _laps(self, ui: Page, laps: list[int]) -> Node:
        def lap(i: int) -> Node:
            number = len(laps) - i
            split = laps[number - 1]
            own = split - (laps[number - 2] if number > 1 else 0)
            return row(
                text(ui, f"# {number}", BODY, muted=True, grow=1),
                text(ui, watch_text(own), BODY, grow=1),
                text(ui, watch_text(split), BODY),
                pad=(40, 0),
                width=FILL,
            )

        return lazy_list(ui, "laps", len(laps), lap, 44, pad=())

    def _buttons(self, ui: Page, state: str, elapsed: int, laps: list[int]) -> Node:
        theme = ui.theme
        running = state == "running"
        main = Node(
            kind="box",
            width=dp(96),
            height=dp(80),
            radius=dp(26),
            bg=theme.primary,
            desc="Pause" if running else "Start",
            cls="android.widget.ImageButton",
            rid=f"{PACKAGE}:id/fab",
            on_tap=lambda: self._toggle(ui, running),
            children=(
                Node(
                    kind="icon",
                    size=dp(32),
                    draw=("icon", "pause" if running else "play"),
                    color=theme.on_primary,
                    gravity="cc",
                ),
            ),
        )
        left = (
            space(56, 56)
            if state == "reset"
            else icon_button(ui, "restart", "Reset", lambda: self._reset_watch(ui), size=56)
        )
        if running:
            right = icon_button(
                ui, "timer-plus-outline", "Lap", lambda: self._lap(ui, laps) if len(laps) < MOST_LAPS else None, size=56
            )
        elif state == "paused":
            right = icon_button(ui, "share-variant", "Share", lambda: ui.share(self._summary(elapsed, laps)), size=56)
        else:
            right = space(56, 56)
        return row(left, main, right, gap=32, align="center", width=FILL, pad=(0, 8, 0, 20))

    def _toggle(self, ui: Page, running: bool) -> None:
        prefs, now = ui.prefs, ui.phone.clock.now_ms
        if running:
            prefs.update(
                {"sw_state": "paused", "sw_before": prefs.number("sw_before") + now - prefs.number("sw_started")}
            )
        else:
            prefs.update({"sw_state": "running", "sw_started": now})

    def _lap(self, ui: Page, laps: list[int]) -> None:
        prefs = ui.prefs
        elapsed = prefs.number("sw_before") + ui.phone.clock.now_ms - prefs.number("sw_started")
        prefs.put("sw_laps", ",".join(map(str, (*laps, elapsed))))

    def _reset_watch(self, ui: Page) -> None:
        ui.prefs.update({"sw_state": "reset", "sw_before": 0, "sw_started": 0, "sw_laps": ""})

    def _summary(self, elapsed: int, laps: list[int]) -> str:
        lines = [f"My time is {watch_text(elapsed)}"]
        lines += [f"Lap {i + 1}: {watch_text(lap)}" for i, lap in enumerate(laps)]
        return "\n".join(lines)
