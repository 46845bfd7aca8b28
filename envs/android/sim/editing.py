"""Text editing: cursor, selection, clipboard and the floating toolbar, on the field that has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.ui.fields import caret_box, spans_of
from osgenesis.envs.android.sim.ui.nodes import Box, Node
from osgenesis.envs.android.sim.ui.text import width
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, STATUS_BAR_PX, Color, dp

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page
    from osgenesis.envs.android.sim.phone import Phone

MAX_TEXT = 20_000  # characters a field takes; what goes beyond is dropped
TOOLBAR_PX = dp(48)
_LIGHT_LOOK: tuple[Color, Color] = ((255, 255, 255), (40, 41, 46))
_DARK_LOOK: tuple[Color, Color] = ((50, 51, 57), (227, 226, 230))
_DIGITS = {"number": "0123456789.,-", "phone": "0123456789+*#()-. /,;N", "time": "0123456789:"}


class Editor:
    """Edits one focused field: writes through to its page and tells the field's own handlers."""

    def __init__(self, phone: Phone, ui: Page, field: Node) -> None:
        self._phone = phone
        self._ui = ui
        self._field = field
        self.key = field.key
        self.text = field.text
        self.start, self.end = sorted(ui.selection(field.key, field.text, select_all=field.select_all))

    def set(self, text: str, cursor: int, *, anchor: int | None = None) -> None:
        """Replaces text and selection."""
        changed = text != self.text
        self.text = text[:MAX_TEXT]
        self.start = self.end = min(cursor, len(self.text))
        if anchor is not None:
            self.start, self.end = sorted((anchor, cursor))
        selection = (self.start, self.end)
        self._ui.put_values({"text:" + self.key: self.text, "cursor:" + self.key: selection, "toolbar": None})
        if changed and self._field.on_change is not None:
            self._field.on_change(self.text)

    def insert(self, new: str) -> None:
        """Types text over the selection; characters the field does not take are dropped."""
        allowed = _DIGITS.get(self._field.input_kind)
        if allowed is not None:
            new = "".join(c for c in new if c in allowed)
        new = "".join(c for c in new if c >= " " or (c == "\n" and self._field.multiline) or c == "\t")
        if new:
            self.set(self.text[: self.start] + new + self.text[self.end :], self.start + len(new))

    def delete(self, *, forward: bool = False) -> None:
        """Removes the selection, or the character before (after) the cursor."""
        start, end = self.start, self.end
        if start == end:
            if forward:
                end = min(end + 1, len(self.text))
            else:
                start = max(start - 1, 0)
        if start != end:
            self.set(self.text[:start] + self.text[end:], start)

    def move(self, step: int) -> None:
        """Moves the cursor by characters."""
        at = self.start if step < 0 and self.start != self.end else self.end
        self.set(self.text, max(0, min(at + (step if self.start == self.end else 0), len(self.text))))

    def move_to(self, position: int) -> None:
        """Puts the cursor at a position."""
        self.set(self.text, max(0, min(position, len(self.text))))

    def move_line(self, step: int) -> None:
        """Moves the cursor a line up or down within a multi-line field."""
        spans = spans_of(self._field)
        line = max(i for i, (start, _) in enumerate(spans) if start <= self.end or i == 0)
        target = spans[max(0, min(line + step, len(spans) - 1))]
        self.move_to(min(target[0] + self.end - spans[line][0], target[1]))

    def select_all(self) -> None:
        """Selects everything and shows the toolbar."""
        self.set(self.text, len(self.text), anchor=0)
        self._ui.put(toolbar=True)

    def select_word(self, position: int) -> None:
        """Selects the word at a position and shows the toolbar."""
        start = end = min(position, len(self.text))
        while start > 0 and not self.text[start - 1].isspace():
            start -= 1
        while end < len(self.text) and not self.text[end].isspace():
            end += 1
        self.set(self.text, end, anchor=start)
        self._ui.put(toolbar=True)

    def copy(self) -> None:
        """Puts the selection on the clipboard."""
        if self.may_copy():
            self._phone.clipboard = self.text[self.start : self.end]
            self._ui.put(toolbar=None)

    def cut(self) -> None:
        """Moves the selection to the clipboard."""
        if self.may_copy():
            self._phone.clipboard = self.text[self.start : self.end]
            self.delete()

    def may_copy(self) -> bool:
        """Whether something is selected that may go to the clipboard; a password never leaves its field."""
        return self.start != self.end and self._field.input_kind != "password"

    def paste(self) -> None:
        """Types the clipboard."""
        self._ui.put(toolbar=None)
        self.insert(self._phone.clipboard if self._field.multiline else self._phone.clipboard.replace("\n", " "))


def toolbar(phone: Phone, editor: Editor, field: Node) -> tuple[Node, Box]:
    """The floating toolbar (its tree, its box), above the selection or else below it."""
    entries: list[tuple[str, Callable[[], None]]] = []
    if editor.may_copy():
        entries += [("Cut", editor.cut), ("Copy", editor.copy)]
    if phone.clipboard:
        entries.append(("Paste", editor.paste))
    if editor.text and (editor.start, editor.end) != (0, len(editor.text)):
        entries.append(("Select all", editor.select_all))
    back, ink = _DARK_LOOK if phone.dark else _LIGHT_LOOK
    cells = [
        Node(
            kind="text", text=label, size=BODY_MEDIUM, weight="medium", color=ink, cls="android.widget.Button",
            pad=(dp(14), dp(14), dp(14), dp(14)), on_tap=run,
        )
        for label, run in entries
    ]  # fmt: skip
    total = max(sum(width(label, BODY_MEDIUM, "medium") + dp(28) for label, _ in entries), 1)
    screen_width, screen_height = phone.screen_size
    left, top, _, bottom = caret_box(field, editor.start)
    x = max(dp(8), min(left - total // 2, screen_width - total - dp(8)))
    y = top - TOOLBAR_PX - dp(8)
    if y < STATUS_BAR_PX:
        y = min(max(bottom, STATUS_BAR_PX) + dp(8), screen_height - TOOLBAR_PX)
    root = Node(kind="row", children=cells, bg=back, radius=dp(24), shadow=dp(4), solid=True)
    return root, (x, y, x + total, y + TOOLBAR_PX)
