"""`Input`: fingers and keys: taps, swipes, typed text and key events, dispatched to what is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.editing import Editor
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.telephony import ACTION_ANSWER, ACTION_DECLINE, DIALER_PACKAGE
from osgenesis.envs.android.sim.ui.fields import caret_box, position_at
from osgenesis.envs.android.sim.ui.forest import SCROLLING, Window
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import STATUS_BAR_PX, dp

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

TAP_MS = 60
LONG_PRESS_MS = 500
SLOP_PX = dp(8)  # a finger that moves less has not moved
DOUBLE_TAP_MS = 500
FLING_MS = 400  # a faster swipe scrolls further than the finger
KEY_MS = 20
FIELD_MARGIN_PX = dp(12)  # kept free above and below a field that is scrolled into view


class Input:
    """Everything a person's fingers can do to the phone. Coordinates in px, durations in ms."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    # -- fingers -------------------------------------------------------------------------------------

    def tap(self, x: int, y: int) -> None:
        """A short touch; two on the same spot within half a second make a double tap where something wants one."""
        phone = self._phone
        last, last_ms = phone.last_tap
        now = phone.clock.now_ms
        double = now - last_ms <= DOUBLE_TAP_MS and abs(last[0] - x) < dp(40) and abs(last[1] - y) < dp(40)
        phone.last_tap = ((x, y), now)
        self._touched(x, y, TAP_MS)
        window, nodes = self._under(x, y)
        if window is None:
            self._outside()
            return
        for node in nodes:
            if double and node.on_double is not None:
                node.on_double()
                return
            if node.kind == "field" and not node.disabled:
                self._touch_field(node, x, y, select=double)
                return
            if (node.on_tap is not None or node.on_slide is not None) and not node.disabled:
                self._tapped(node, x)
                return
            if node.solid:
                return

    def double_tap(self, x: int, y: int) -> None:
        """Two quick taps."""
        self.tap(x, y)
        self._phone.settle()
        self.tap(x, y)

    def long_press(self, x: int, y: int, ms: int = 1000) -> None:
        """A touch that stays."""
        self._touched(x, y, ms)
        window, nodes = self._under(x, y)
        if window is None:
            return
        for node in nodes:
            if node.kind == "field" and not node.disabled:
                self._touch_field(node, x, y, select=True)
                return
            if node.on_long is not None and not node.disabled:
                node.on_long()
                return
            if (node.on_tap is not None or node.on_slide is not None) and not node.disabled:
                self._tapped(node, x)  # what knows no long press takes it for a tap
                return
            if node.solid:
                return

    def swipe(self, x1: int, y1: int, x2: int, y2: int, ms: int = 300) -> None:
        """A finger that moves. Without moving it is a tap, or a long press from half a second on."""
        dx, dy = x2 - x1, y2 - y1
        if abs(dx) < SLOP_PX and abs(dy) < SLOP_PX:
            if ms >= LONG_PRESS_MS:
                self.long_press(x1, y1, ms)
            else:
                self.tap(x1, y1)
            return
        self._touched(x1, y1, ms)
        if self._system_swipe(y1, dx, dy):
            return
        window, nodes = self._under(x1, y1)
        if window is None:
            return
        vertical = abs(dy) > abs(dx)
        for node in nodes:
            if node.disabled:
                continue
            if node.on_slide is not None and not vertical:
                node.on_slide(_fraction(node, x2))
                return
            if node.on_swipe is not None and vertical == (node.swipe_axis == "y"):
                node.on_swipe(_way(dx, dy))
                return
            if node.kind in SCROLLING and (node.kind == "hscroll") != vertical and self._scroll(node, dx, dy, ms):
                return
            if node.solid and window.modal:
                return

    def drag(self, x1: int, y1: int, x2: int, y2: int, ms: int = 1000) -> None:
        """A slow movement: like `swipe`, without the fling."""
        self.swipe(x1, y1, x2, y2, max(ms, FLING_MS + 1))

    def touch(self, x: int, y: int, down: bool) -> None:
        """One raw finger event; the gesture is recognised when the finger leaves the glass."""
        phone = self._phone
        finger = phone.system.finger
        if down:
            phone.clock.advance(50)
            phone.system = phone.system.with_(finger=(*finger, (x, y, phone.clock.now_ms))[-64:])
            return
        if not finger:
            return  # an up without a down: observation code sends them
        phone.system = phone.system.with_(finger=())
        x1, y1, began = finger[0]
        x2, y2, ended = finger[-1]
        held = ended - began + 50
        self.swipe(x1, y1, x2, y2, held)

    # -- keys ----------------------------------------------------------------------------------------

    def type_text(self, text: str) -> bool:
        """Types text into the focused field; says whether there is one."""
        phone = self._phone
        phone.clock.advance(min(KEY_MS * len(text), 5_000))
        editor = self._editor()
        if editor is None:
            return False
        editor.insert(text)
        self._reveal()
        return True

    text = type_text

    def type_key(self, char: str) -> None:
        """One key of the soft keyboard; a shifted letter takes the shift away."""
        self.type_text(char)
        if self._phone.system.keyboard == "upper":
            self._phone.set_keyboard_layer("lower")

    def key(self, code: str | int) -> bool:
        """A key event by name (`KEYCODE_BACK`) or number; says whether the phone knows the key."""
        name = KEY_NAMES.get(int(code), "") if isinstance(code, int) or code.isdecimal() else code.upper()
        name = name.removeprefix("KEYCODE_")
        action = _KEYS.get(name)
        if action is None:
            return self._character_key(name)
        self._phone.clock.advance(KEY_MS)
        if self._phone.system.screen_on or name in _KEYS_IN_THE_DARK:
            action(self)
        return True

    def key_combination(self, *codes: str | int) -> None:
        """Keys pressed together: Ctrl with A, C, X or V; anything else is pressed one after the other."""
        names = [KEY_NAMES.get(int(c), "") if isinstance(c, int) or c.isdecimal() else c.upper() for c in codes]
        names = [n.removeprefix("KEYCODE_") for n in names]
        editor = self._editor()
        if len(names) == 2 and names[0] in ("CTRL_LEFT", "CTRL_RIGHT"):
            if editor is not None:
                action = {"A": editor.select_all, "C": editor.copy, "X": editor.cut, "V": editor.paste}.get(names[1])
                if action is not None:
                    action()
            return
        for name in names:
            self.key(name)

    # -- inside --------------------------------------------------------------------------------------

    def _tapped(self, node: Node, x: int) -> None:
        if node.on_slide is not None:
            node.on_slide(_fraction(node, x))
        elif node.on_tap is not None:
            node.on_tap()

    def _touched(self, x: int, y: int, ms: int) -> None:
        phone = self._phone
        phone.clock.advance(ms)
        phone.system = phone.system.with_(last_touch=(x, y))

    def _under(self, x: int, y: int) -> tuple[Window | None, list[Node]]:
        """The window at a point and its nodes there, topmost first. None = outside a modal window."""
        for window in reversed(self._phone.screen().windows):
            left, top, right, bottom = window.box
            if left <= x < right and top <= y < bottom:
                found = [
                    n
                    for n in reversed(window.nodes)
                    if n.x <= x < n.x + n.w and n.y <= y < n.y + n.h
                    and n.clip[0] <= x < n.clip[2] and n.clip[1] <= y < n.clip[3]
                ]  # fmt: skip
                if (
                    window.kind == "system"
                    and not window.modal
                    and window.title == "Status bar"
                    and not any(n.on_tap for n in found)
                ):
                    continue  # the bar is transparent to taps
                return window, found
            if window.modal:
                return None, []
        return None, []

    def _outside(self) -> None:
        phone = self._phone
        page = phone.screen().page
        if page is not None and phone.screen().windows and any(w.modal for w in phone.screen().windows):
            phone.activities.go_back(page)

    def _touch_field(self, node: Node, x: int, y: int, *, select: bool) -> None:
        phone = self._phone
        page = phone.screen().page
        if page is None:
            return
        had_focus = page.focused == node.key
        position = position_at(node, x, y)  # before the keyboard comes up and moves things
        page.focus(node.key)
        if node.on_tap is not None:
            node.on_tap()
            return
        phone.settle()
        editor = self._editor()
        if editor is None or editor.key != node.key:
            return
        if node.select_all and not had_focus:
            editor.set(editor.text, len(editor.text), anchor=0)
        elif select:
            editor.select_word(position)
        else:
            editor.move_to(position)
        self._reveal()

    def _reveal(self) -> None:
        """Scrolls the focused field into view where the keyboard, or the edge of what scrolls, hides it."""
        screen = self._phone.screen()
        field, page = screen.field, screen.page
        if field is None or page is None:
            return
        area = self._scrolling(field)
        if area is None or area.content <= area.h:
            return
        top, bottom = field.y - FIELD_MARGIN_PX, field.y + field.h + FIELD_MARGIN_PX
        if bottom - top > area.h:  # taller than what shows of it: the line with the caret counts
            _, top, _, bottom = caret_box(field, page.selection(field.key, field.text)[1])
        shift = max(bottom - (area.y + area.h), 0)
        shift = min(shift, top - area.y) if shift else min(top - area.y, 0)
        if shift:
            offset = max(0, min(area.offset + shift, area.content - area.h))
            page.put_values({"scroll:" + area.key: offset})

    def _scrolling(self, field: Node) -> Node | None:
        """What a field scrolls in."""
        for window in self._phone.screen().windows:
            if any(n is field for n in window.nodes):
                at = field.parent
                while at >= 0 and window.nodes[at].kind not in ("scroll", "list"):
                    at = window.nodes[at].parent
                return window.nodes[at] if at >= 0 else None
        return None

    def _editor(self) -> Editor | None:
        screen = self._phone.screen()
        if screen.page is None or screen.field is None:
            return None
        return Editor(self._phone, screen.page, screen.field)

    def _system_swipe(self, y1: int, dx: int, dy: int) -> bool:
        phone = self._phone
        state = phone.system
        if not state.screen_on:
            return True
        down = dy > 0 and abs(dy) > abs(dx)
        up = dy < 0 and abs(dy) > abs(dx)
        if state.shade:
            if up and y1 > phone.screen_size[1] * 3 // 4:
                phone.system = state.with_(shade="", shade_offset=0)
                return True
            if down and state.shade == "notifications":
                phone.system = state.with_(shade="settings", shade_offset=0)
                return True
            if up and state.shade_offset == 0 and not self._can_scroll():
                phone.system = state.with_(shade="", shade_offset=0)
                return True
            return False
        if down and y1 < STATUS_BAR_PX and not state.recents:
            phone.system = state.with_(shade="notifications", shade_offset=0)
            return True
        return False

    def _can_scroll(self) -> bool:
        return any(n.kind == "scroll" and n.content > n.h for w in self._phone.screen().windows for n in w.nodes)

    def _scroll(self, node: Node, dx: int, dy: int, ms: int) -> bool:
        """Moves a scrollable's content with the finger; says whether anything moved."""
        extent = node.w if node.kind == "hscroll" else node.h
        moved = -dx if node.kind == "hscroll" else -dy
        if ms <= FLING_MS:
            moved += moved // 2
        target = max(0, min(node.offset + moved, node.content - extent))
        if target == node.offset:
            return False
        phone = self._phone
        if node.key == "shade" and phone.system.shade:
            phone.system = phone.system.with_(shade_offset=target)
        elif node.key == "recents" and phone.system.recents:
            phone.system = phone.system.with_(recents_offset=target)
        else:
            page = self._owner(node)
            if page is None:
                return False
            phone.stack.put_state(page, {"scroll:" + node.key: target})
        return True

    def _owner(self, node: Node) -> int | None:
        screen = self._phone.screen()
        for window in screen.windows:
            if any(n is node for n in window.nodes):
                for uid, root in screen.roots.items():
                    if window.nodes and window.nodes[0] is root:
                        return uid
        return None

    def _back(self) -> None:
        phone = self._phone
        screen = phone.screen()
        if phone.system.recents or phone.system.shade:
            phone.close_overlays()
        elif screen.keyboard and screen.page is not None:
            screen.page.put(ime="hidden", toolbar=None)
        else:
            phone.activities.back()

    def _enter(self) -> None:
        editor = self._editor()
        field = self._phone.screen().field
        page = self._phone.screen().page
        if editor is None or field is None or page is None:
            return
        if field.multiline and not field.ime:
            editor.insert("\n")
            self._reveal()
        elif field.on_submit is not None:
            field.on_submit()
        elif field.ime == "next" and not self._focus_next(field):
            page.put(ime="hidden")
        elif field.ime != "next":
            page.put(ime="hidden")

    def _focus_next(self, field: Node) -> bool:
        screen = self._phone.screen()
        window = next((w for w in screen.windows if field in w.nodes), None)
        fields = [n for n in window.nodes if n.kind == "field" and not n.disabled] if window else [field]
        position = fields.index(field) + 1
        if position >= len(fields) or screen.page is None:
            return False
        screen.page.focus(fields[position].key)
        self._reveal()
        return True

    def _edit(self, change: Callable[[Editor], None]) -> None:
        editor = self._editor()
        if editor is not None:
            change(editor)
            self._reveal()

    def _tab(self) -> None:
        field = self._phone.screen().field
        if field is not None:
            self._focus_next(field)

    def _volume(self, step: int) -> None:
        settings = self._phone.settings
        level = settings.integer("system", "volume_music_speaker", 5) + step
        self._phone.set_setting("system", "volume_music_speaker", str(max(0, min(level, 15))))

    def _recents(self) -> None:
        phone = self._phone
        if not phone.system.recents:
            phone.activities.pause()
        phone.system = phone.system.with_(recents=not phone.system.recents, shade="", recents_offset=0)

    def _power(self) -> None:
        self._phone.system = self._phone.system.with_(screen_on=not self._phone.system.screen_on)

    def _call(self, action: str) -> None:
        self._phone.broadcast(Intent(action, package=DIALER_PACKAGE))

    def _character_key(self, name: str) -> bool:
        char = _CHARACTERS.get(name)
        if char is None and len(name) == 1 and name.isalnum():
            char = name.lower()
        if char is None:
            return name in KEY_NAMES.values()
        self.type_text(char)
        return True


def _fraction(node: Node, x: int) -> float:
    knob = dp(10)
    span = max(node.w - 2 * knob, 1)
    return min(max((x - node.x - knob) / span, 0.0), 1.0)


def _way(dx: int, dy: int) -> str:
    if abs(dx) > abs(dy):
        return "left" if dx < 0 else "right"
    return "up" if dy < 0 else "down"


_KEYS: dict[str, Callable[[Input], None]] = {
    "BACK": Input._back,
    "HOME": lambda i: i._phone.go_home(),
    "APP_SWITCH": Input._recents,
    "ENTER": Input._enter,
    "NUMPAD_ENTER": Input._enter,
    "DEL": lambda i: i._edit(lambda e: e.delete()),
    "FORWARD_DEL": lambda i: i._edit(lambda e: e.delete(forward=True)),
    "DPAD_LEFT": lambda i: i._edit(lambda e: e.move(-1)),
    "DPAD_RIGHT": lambda i: i._edit(lambda e: e.move(1)),
    "DPAD_UP": lambda i: i._edit(lambda e: e.move_line(-1)),
    "DPAD_DOWN": lambda i: i._edit(lambda e: e.move_line(1)),
    "MOVE_HOME": lambda i: i._edit(lambda e: e.move_to(0)),
    "MOVE_END": lambda i: i._edit(lambda e: e.move_to(len(e.text))),
    "CUT": lambda i: i._edit(Editor.cut),
    "COPY": lambda i: i._edit(Editor.copy),
    "PASTE": lambda i: i._edit(Editor.paste),
    "TAB": Input._tab,
    "ESCAPE": Input._back,
    "VOLUME_UP": lambda i: i._volume(1),
    "VOLUME_DOWN": lambda i: i._volume(-1),
    "POWER": Input._power,
    "CALL": lambda i: i._call(ACTION_ANSWER),
    "ENDCALL": lambda i: i._call(ACTION_DECLINE),
    "WAKEUP": lambda i: i._phone.wake(),
    "SLEEP": lambda i: i._phone.sleep(),
}

_KEYS_IN_THE_DARK = frozenset({"HOME", "POWER", "WAKEUP", "VOLUME_UP", "VOLUME_DOWN", "CALL", "ENDCALL"})

_CHARACTERS = {
    "SPACE": " ", "COMMA": ",", "PERIOD": ".", "SLASH": "/", "MINUS": "-", "EQUALS": "=", "SEMICOLON": ";",
    "APOSTROPHE": "'", "AT": "@", "PLUS": "+", "STAR": "*", "POUND": "#", "GRAVE": "`", "LEFT_BRACKET": "[",
    "RIGHT_BRACKET": "]", "BACKSLASH": "\\",
}  # fmt: skip

# Android's key codes (android.view.KeyEvent) that the phone understands or quietly ignores.
KEY_NAMES: dict[int, str] = {
    3: "HOME", 4: "BACK", 5: "CALL", 6: "ENDCALL", 17: "STAR", 18: "POUND", 19: "DPAD_UP", 20: "DPAD_DOWN",
    21: "DPAD_LEFT", 22: "DPAD_RIGHT", 23: "DPAD_CENTER", 24: "VOLUME_UP", 25: "VOLUME_DOWN", 26: "POWER",
    27: "CAMERA", 28: "CLEAR", 55: "COMMA", 56: "PERIOD", 57: "ALT_LEFT", 58: "ALT_RIGHT", 59: "SHIFT_LEFT",
    60: "SHIFT_RIGHT", 61: "TAB", 62: "SPACE", 66: "ENTER", 67: "DEL", 68: "GRAVE", 69: "MINUS", 70: "EQUALS",
    71: "LEFT_BRACKET", 72: "RIGHT_BRACKET", 73: "BACKSLASH", 74: "SEMICOLON", 75: "APOSTROPHE", 76: "SLASH",
    77: "AT", 81: "PLUS", 82: "MENU", 84: "SEARCH", 92: "PAGE_UP", 93: "PAGE_DOWN", 111: "ESCAPE",
    112: "FORWARD_DEL", 113: "CTRL_LEFT", 114: "CTRL_RIGHT", 122: "MOVE_HOME", 123: "MOVE_END", 160: "NUMPAD_ENTER",
    187: "APP_SWITCH", 223: "SLEEP", 224: "WAKEUP", 277: "CUT", 278: "COPY", 279: "PASTE",
    **{7 + d: str(d) for d in range(10)}, **{29 + i: chr(65 + i) for i in range(26)},
}  # fmt: skip
