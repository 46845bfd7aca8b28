"""The soft keyboard: its own window, one node per key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, TITLE_LARGE, Color, dp

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

PACKAGE = "com.google.android.inputmethod.latin"
KEY = "android.inputmethodservice.Keyboard$Key"

_LAYERS = {
    "lower": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "upper": ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"),
    "symbols": ("1234567890", "@#$_&-+()/", "*\"':;!?"),
    "more": ("~`|•√π÷\u00d7§∆", "£¢€¥^°={}\\", "%©®™✓[]"),
}
_NEXT_LAYER = {"lower": "upper", "upper": "lower", "symbols": "more", "more": "symbols"}
_SHIFT = {
    "lower": ("apple-keyboard-shift", "Shift"),
    "upper": ("arrow-up-bold", "Shift enabled"),
    "symbols": ("asterisk", "More symbols"),
    "more": ("asterisk", "Symbols"),
}
_DELETE, _ENTER, _NOTHING = "DEL", "ENTER", ""
_PADS = {
    "number": (("1", "2", "3", "-"), ("4", "5", "6", ","), ("7", "8", "9", _DELETE), (_NOTHING, "0", ".", _ENTER)),
    "phone": (("1", "2", "3", "-"), ("4", "5", "6", "+"), ("7", "8", "9", _DELETE), ("*", "0", "#", _ENTER)),
    "time": (("1", "2", "3", ":"), ("4", "5", "6", "00"), ("7", "8", "9", _DELETE), (_NOTHING, "0", _NOTHING, _ENTER)),
}
_ENTER_ICONS = {
    "search": ("magnify", "Search"),
    "send": ("send", "Send"),
    "go": ("arrow-right", "Go"),
    "done": ("check", "Done"),
    "next": ("arrow-collapse-right", "Next"),
    "": ("keyboard-return", "Enter"),
}


class _Style(NamedTuple):
    """Colours."""

    back: Color
    key: Color
    ink: Color
    special: Color
    accent: Color
    accent_ink: Color


_LIGHT = _Style(
    (232, 234, 241), (255, 255, 255), (30, 31, 36), (211, 215, 226), (11, 87, 208), (255, 255, 255)
)  # fmt: skip
_DARK = _Style((41, 42, 48), (72, 74, 82), (232, 232, 238), (56, 58, 66), (168, 199, 250), (6, 46, 111))


def keyboard_height(width: int, height: int) -> int:
    """Height in px on a screen of a size; lower where the screen is."""
    return dp(260) if height >= width else dp(172)


def keyboard_color(dark: bool) -> Color:
    """What is behind the keys, and behind the navigation bar below them."""
    return (_DARK if dark else _LIGHT).back


def keyboard(phone: Phone, input_kind: str, ime: str) -> Node:
    """The keyboard's tree for a field of a kind (`Node.input_kind`, `Node.ime`)."""
    width, height = phone.screen_size
    total = keyboard_height(width, height)
    return _Board(phone, ime, _DARK if phone.dark else _LIGHT, (total - dp(44)) // 4).tree(input_kind, width, total)


class _Board:
    """Builds one keyboard."""

    def __init__(self, phone: Phone, ime: str, style: _Style, key_height: int) -> None:
        self._phone = phone
        self._ime = ime
        self._style = style
        self._key_height = key_height

    def tree(self, input_kind: str, width: int, height: int) -> Node:
        pad = _PADS.get(input_kind)
        if pad is not None:
            rows = [_row(self._named(name, 2) for name in line) for line in pad]
        else:
            rows = self._letters(self._phone.system.keyboard, "@" if input_kind == "email" else ",")
        return Node(
            kind="column", width=width, height=height, bg=self._style.back, gap=dp(8),
            pad=(dp(4), dp(12), dp(4), dp(8)), children=rows, cls="android.inputmethodservice.SoftInputWindow",
            solid=True,
        )  # fmt: skip

    def _letters(self, layer: str, left_of_space: str) -> list[Node]:
        phone = self._phone
        top, middle, bottom = _LAYERS[layer]
        shift_icon, shift_desc = _SHIFT[layer]
        shift = self._key(
            shift_desc, lambda: phone.set_keyboard_layer(_NEXT_LAYER[layer]), 3, icon=shift_icon, special=True
        )
        letters = layer in ("lower", "upper")
        mode = self._key(
            "Symbol keyboard" if letters else "Letter keyboard",
            lambda: phone.set_keyboard_layer("symbols" if letters else "lower"),
            3,
            label="?123" if letters else "ABC",
            special=True,
        )
        space = self._key("Space", lambda: phone.input.type_text(" "), 10)
        half = [Node(kind="space", grow=1)] if len(middle) < len(top) else []
        return [
            _row(map(self._char, top)),
            _row([*half, *map(self._char, middle), *(Node(kind="space", grow=1) for _ in half)]),
            _row([shift, *map(self._char, bottom), self._named(_DELETE, 3)]),
            _row([mode, self._char(left_of_space), space, self._char("."), self._named(_ENTER, 3)]),
        ]

    def _char(self, char: str) -> Node:
        return self._key(char, lambda: self._phone.input.type_key(char), 2, label=char)

    def _named(self, name: str, grow: int) -> Node:
        press = self._phone.input.key
        if name == _NOTHING:
            return Node(kind="space", grow=grow)
        if name == _DELETE:
            return self._key("Delete", lambda: press("KEYCODE_DEL"), grow, icon="backspace-outline", special=True)
        if name == _ENTER:
            icon, desc = _ENTER_ICONS.get(self._ime, _ENTER_ICONS[""])
            return self._key(desc, lambda: press("KEYCODE_ENTER"), grow, icon=icon, accent=True)
        return self._char(name)

    def _key(
        self,
        desc: str,
        on_tap: Callable[[], object],
        grow: int,
        *,
        label: str = "",
        icon: str = "",
        special: bool = False,
        accent: bool = False,
    ) -> Node:
        style, height = self._style, self._key_height
        ink = style.accent_ink if accent else style.ink
        if icon:
            inner = Node(kind="icon", size=dp(22), draw=("icon", icon), color=ink, gravity="cc")
        else:
            size = BODY_MEDIUM if len(label) > 1 else TITLE_LARGE
            inner = Node(kind="text", text=label, size=size, color=ink, gravity="cc")
        return Node(
            kind="box", grow=grow, height=height, cls=KEY, desc=desc, on_tap=on_tap, children=(inner,),
            bg=style.accent if accent else style.special if special else style.key,
            radius=min(dp(24), height // 2) if accent or special else dp(7),
        )  # fmt: skip


def _row(keys: Iterable[Node]) -> Node:
    return Node(kind="row", gap=dp(6), children=list(keys))
