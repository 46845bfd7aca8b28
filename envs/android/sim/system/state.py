"""`SystemState`: the system UI's own values: keyboard, shade, recents, toast, the finger on the glass."""

from __future__ import annotations

from dataclasses import dataclass, replace

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SystemState:
    """Immutable; replaced on change."""

    keyboard: str = "lower"  # lower, upper, symbols, more
    shade: str = ""  # "", "notifications", "settings"
    shade_offset: int = 0
    recents: bool = False
    recents_offset: int = 0
    toast: str = ""
    last_touch: Point = (0, 0)
    finger: tuple[tuple[int, int, int], ...] = ()  # (x, y, ms) of a touch that is still down
    flashlight: bool = False
    screen_on: bool = True
    rotation: int = 0
    heads_up_after_ms: int = 0  # notifications up to here no longer pop up

    def shown(self) -> tuple[object, ...]:
        """What the windows depend on: all but the toast, which is drawn over them, and the finger."""
        return (
            self.keyboard,
            self.shade,
            self.shade_offset,
            self.recents,
            self.recents_offset,
            self.rotation,
            self.screen_on,
            self.heads_up_after_ms,
        )

    def with_(self, **changes: object) -> SystemState:
        """A copy with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def closed(self) -> SystemState:
        """With shade and recents away and a fresh keyboard."""
        if not (self.shade or self.recents or self.keyboard != "lower"):
            return self
        return replace(self, shade="", shade_offset=0, recents=False, recents_offset=0, keyboard="lower")
