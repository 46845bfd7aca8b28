"""Key names and the events that pressing them makes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from osgenesis.envs.core.errors import ActionError, near_misses

__all__ = ["MODIFIER_BITS", "Key", "find_key", "key_events", "modifier_bits", "parse_combination"]

MODIFIER_BITS: Final = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


class Key(NamedTuple):
    """A key as a keyboard event describes it.

    Attributes:
        key: What it means: "a", "A", "Enter".
        code: Where it lies: "KeyA", "Enter".
        number: Windows' virtual key code.
        text: What it types, or "".
    """

    key: str
    code: str
    number: int
    text: str = ""


_NAMED: Final = {
    key.key: key
    for key in (
        Key("Alt", "AltLeft", 18),
        Key("ArrowDown", "ArrowDown", 40),
        Key("ArrowLeft", "ArrowLeft", 37),
        Key("ArrowRight", "ArrowRight", 39),
        Key("ArrowUp", "ArrowUp", 38),
        Key("Backspace", "Backspace", 8),
        Key("CapsLock", "CapsLock", 20),
        Key("ContextMenu", "ContextMenu", 93),
        Key("Control", "ControlLeft", 17),
        Key("Delete", "Delete", 46),
        Key("End", "End", 35),
        Key("Enter", "Enter", 13, "\r"),
        Key("Escape", "Escape", 27),
        Key("Home", "Home", 36),
        Key("Insert", "Insert", 45),
        Key("Meta", "MetaLeft", 91),
        Key("PageDown", "PageDown", 34),
        Key("PageUp", "PageUp", 33),
        Key("Shift", "ShiftLeft", 16),
        Key("Tab", "Tab", 9),
        *(Key(f"F{n}", f"F{n}", 111 + n) for n in range(1, 13)),
    )
}
_ALIASES: Final = {
    "altleft": "Alt",
    "altright": "Alt",
    "cmd": "Meta",
    "command": "Meta",
    "controlleft": "Control",
    "controlormeta": "Control",
    "controlright": "Control",
    "ctrl": "Control",
    "del": "Delete",
    "down": "ArrowDown",
    "esc": "Escape",
    "left": "ArrowLeft",
    "metaleft": "Meta",
    "metaright": "Meta",
    "numpadenter": "Enter",
    "option": "Alt",
    "pgdn": "PageDown",
    "pgup": "PageUp",
    "return": "Enter",
    "right": "ArrowRight",
    "shiftleft": "Shift",
    "shiftright": "Shift",
    "up": "ArrowUp",
}
# Punctuation of an American keyboard: code, key code, unshifted, shifted.
_PUNCTUATION: Final = (
    ("Backquote", 192, "`", "~"),
    ("Minus", 189, "-", "_"),
    ("Equal", 187, "=", "+"),
    ("BracketLeft", 219, "[", "{"),
    ("BracketRight", 221, "]", "}"),
    ("Backslash", 220, "\\", "|"),
    ("Semicolon", 186, ";", ":"),
    ("Quote", 222, "'", '"'),
    ("Comma", 188, ",", "<"),
    ("Period", 190, ".", ">"),
    ("Slash", 191, "/", "?"),
    ("Space", 32, " ", " "),
)


def _typed() -> dict[str, Key]:
    """Each character of an American keyboard, and the codes as names: KeyA, Digit1, Comma."""
    keys: dict[str, Key] = {}
    for letter in "abcdefghijklmnopqrstuvwxyz":
        upper = letter.upper()
        keys[letter] = keys[f"Key{upper}"] = Key(letter, f"Key{upper}", ord(upper), letter)
        keys[upper] = Key(upper, f"Key{upper}", ord(upper), upper)
    for digit, shifted in zip("0123456789", ")!@#$%^&*(", strict=True):
        keys[digit] = keys[f"Digit{digit}"] = Key(digit, f"Digit{digit}", ord(digit), digit)
        keys[shifted] = Key(shifted, f"Digit{digit}", ord(digit), shifted)
    for code, number, plain, shifted in _PUNCTUATION:
        keys[shifted] = Key(shifted, code, number, shifted)
        keys[plain] = keys[code] = Key(plain, code, number, plain)
    return keys


_TYPED: Final = _typed()
_SHIFTED: Final = {
    **{letter: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"},
    **dict(zip("0123456789", ")!@#$%^&*(", strict=True)),
    **{plain: shifted for _, _, plain, shifted in _PUNCTUATION},
}
_BY_LOWER: Final = {
    name.lower(): key for name, key in (_NAMED | {k: v for k, v in _TYPED.items() if len(k) > 1}).items()
}


def find_key(name: str) -> Key:
    """The key of a name: "Enter", "a", "ArrowDown", "KeyA".

    Raises:
        ActionError: There is none.
    """
    found = _TYPED.get(name) or _NAMED.get(name)
    if found is not None:
        return found
    lower = name.lower()
    found = _BY_LOWER.get(lower) or _NAMED.get(_ALIASES.get(lower, ""))
    if found is not None:
        return found
    if len(name) == 1:
        return Key(name, "", 0, name)
    near = near_misses(name, (*_NAMED, "Space"))
    hint = f" Did you mean {near[0]!r}?" if near else " A key is a character or a name such as Enter or ArrowDown."
    raise ActionError(f"Unknown key {name[:60]!r}.{hint}")


def parse_combination(text: str, modifiers: Iterable[str] = ()) -> tuple[Key, tuple[str, ...]]:
    """The key and the modifiers of "a", "Control+a" or "Shift++"."""
    held = list(modifiers)
    rest = text
    while len(rest) > 1 and "+" in rest[:-1]:
        head, _, tail = rest.partition("+")
        key = find_key(head) if head else None
        if key is None or key.key not in MODIFIER_BITS:
            raise ActionError(f"In {text[:60]!r}, {head[:30]!r} is no modifier; known: {', '.join(MODIFIER_BITS)}.")
        held.append(key.key)
        rest = tail
    if not rest:
        raise ActionError("The name of a key is empty.")
    return find_key(rest), tuple(dict.fromkeys(held))


def modifier_bits(modifiers: Iterable[str]) -> int:
    """The modifiers as the protocol's bit set."""
    bits = 0
    for name in modifiers:
        bits |= MODIFIER_BITS["Control" if name == "ControlOrMeta" else name]
    return bits


def key_events(key: Key, modifiers: Iterable[str] = ()) -> list[dict[str, Any]]:
    """What `Input.dispatchKeyEvent` takes for pressing a key while modifiers are held."""
    held = list(modifiers)
    events: list[dict[str, Any]] = []
    bits = 0
    for name in held:
        bits |= MODIFIER_BITS[name]
        events.append(_event("rawKeyDown", _NAMED[name], bits))
    text = key.text
    if "Shift" in held and len(text) == 1:
        shifted = _shifted(key)
        key, text = (shifted, shifted.text) if shifted else (key, text)
    if bits & ~MODIFIER_BITS["Shift"]:
        text = ""  # a shortcut types nothing
    down = _event("keyDown" if text else "rawKeyDown", key, bits)
    if text:
        down |= {"text": text, "unmodifiedText": text}
    events += [down, _event("keyUp", key, bits)]
    for name in reversed(held):
        bits &= ~MODIFIER_BITS[name]
        events.append(_event("keyUp", _NAMED[name], bits))
    return events


def _shifted(key: Key) -> Key | None:
    """The same key with Shift held, if that types something else."""
    return _TYPED.get(_SHIFTED.get(key.text, ""))


def _event(kind: str, key: Key, bits: int) -> dict[str, Any]:
    event: dict[str, Any] = {"type": kind, "key": key.key, "code": key.code, "modifiers": bits}
    if key.number:
        event |= {"windowsVirtualKeyCode": key.number, "nativeVirtualKeyCode": key.number}
    return event
