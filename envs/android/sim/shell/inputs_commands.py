"""`input`: taps, swipes, keys and text from the shell."""

from __future__ import annotations

from osgenesis.envs.android.sim.shell.registry import Context, command

_SOURCES = frozenset(
    "touchscreen keyboard mouse dpad touchpad gamepad touchnavigation joystick stylus trackball rotaryencoder".split()
)
_USAGE = "Usage: input [<source>] [-d DISPLAY_ID] <command> [<arg>...]"


@command("input")
def input_command(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`input tap X Y`, `swipe X1 Y1 X2 Y2 [MS]`, `text T`, `keyevent K...`, and their relatives."""
    words = [word for word in args if word]
    if words and words[0] in _SOURCES:
        words.pop(0)
    if words and words[0] == "-d":
        words = words[2:]
    if not words:
        ctx.err.line(_USAGE)
        return 255
    verb, rest = words[0], words[1:]
    handler = _VERBS.get(verb)
    if handler is None:
        ctx.err.line(f"Error: Unknown command: {verb}\n{_USAGE}")
        return 255
    try:
        known = handler(ctx, rest)
    except (ValueError, IndexError):
        ctx.err.line(f"Error: Invalid arguments for command: {verb}\n{_USAGE}")
        return 255
    ctx.phone.settle()
    return 0 if known else 255


def _pixels(words: list[str], count: int) -> list[int]:
    numbers = [int(float(word)) for word in words[:count]]
    if len(numbers) < count:
        raise IndexError
    return numbers


def _tap(ctx: Context, words: list[str]) -> bool:
    x, y = _pixels(words, 2)
    ctx.phone.input.tap(x, y)
    return True


def _swipe(ctx: Context, words: list[str]) -> bool:
    x1, y1, x2, y2 = _pixels(words, 4)
    ms = int(float(words[4])) if len(words) > 4 else 300
    ctx.phone.input.swipe(x1, y1, x2, y2, max(ms, 0))
    return True


def _drag(ctx: Context, words: list[str]) -> bool:
    x1, y1, x2, y2 = _pixels(words, 4)
    ms = int(float(words[4])) if len(words) > 4 else 300
    ctx.phone.input.drag(x1, y1, x2, y2, max(ms, 0))
    return True


def _text(ctx: Context, words: list[str]) -> bool:
    # As on the device only the first argument is typed; %s stands for a space.
    ctx.phone.input.text(words[0].replace("%s", " "))
    return True


def _keyevent(ctx: Context, words: list[str]) -> bool:
    codes, queue = [], list(words)
    while queue:
        word = queue.pop(0)
        if word in ("--delay", "--duration"):
            queue.pop(0)
        elif not word.startswith("--"):
            codes.append(word)
    if not codes:
        raise IndexError
    for code in codes:
        ctx.phone.input.key(code)
    return True


def _combination(ctx: Context, words: list[str]) -> bool:
    codes, queue = [], list(words)
    while queue:
        word = queue.pop(0)
        if word == "-t":
            queue.pop(0)
        else:
            codes.append(word)
    if len(codes) < 2:
        raise IndexError
    ctx.phone.input.key_combination(*codes)
    return True


def _motion(ctx: Context, words: list[str]) -> bool:
    kind = words[0].upper()
    if kind not in ("DOWN", "MOVE", "UP", "CANCEL"):
        raise ValueError(kind)
    x, y = _pixels(words[1:], 2) if len(words) > 2 else (0, 0)
    ctx.phone.input.touch(x, y, kind in ("DOWN", "MOVE"))
    return True


def _nothing(ctx: Context, words: list[str]) -> bool:
    return True


_VERBS = {
    "tap": _tap, "swipe": _swipe, "draganddrop": _drag, "text": _text, "keyevent": _keyevent,
    "keycombination": _combination, "motionevent": _motion, "roll": _nothing, "press": _nothing,
}  # fmt: skip
