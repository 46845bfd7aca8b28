"""The screen from the shell: `wm`, `screencap`, `uiautomator`."""

from __future__ import annotations

import io
import re

from osgenesis.envs.android.sim.shell.registry import Context, command, options

DENSITY = 420
PHYSICAL = (1080, 2400)
_DUMP = "/sdcard/window_dump.xml"


@command("wm")
def wm(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`wm size|density [VALUE|reset]`, `wm user-rotation lock N|free`."""
    words = [word for i, word in enumerate(args) if word != "-d" and (i == 0 or args[i - 1] != "-d")]
    verb, value = (words[0] if words else ""), (words[1] if len(words) > 1 else "")
    if verb == "size":
        return _size(ctx, value)
    if verb == "density":
        return _density(ctx, value)
    if verb in ("user-rotation", "set-user-rotation"):
        store = ctx.phone.settings
        if value in ("lock", "free"):
            store.put("system", "accelerometer_rotation", int(value == "free"))
            if len(words) > 2 and words[2] in "0123":
                store.put("system", "user_rotation", words[2])
        else:
            free = store.flag("system", "accelerometer_rotation")
            ctx.out.line("free" if free else f"lock {store.get('system', 'user_rotation')}")
        return 0
    if verb in ("dismiss-keyguard", "fixed-to-user-rotation", "overscan", "scaling", "folded-area"):
        return 0
    ctx.err.line(f"Unknown command: {verb}")
    return 255


def override_size(ctx: Context) -> tuple[int, int] | None:
    """The size set with `wm size`, kept where Android keeps it."""
    match = re.fullmatch(r"(\d+),(\d+)", ctx.phone.settings.get("global", "display_size_forced") or "")
    return (int(match[1]), int(match[2])) if match else None


def _size(ctx: Context, value: str) -> int:
    store = ctx.phone.settings
    if value == "reset":
        store.delete("global", "display_size_forced")
        return 0
    if value:
        match = re.fullmatch(r"(\d{1,5})x(\d{1,5})", value)
        if match is None:
            ctx.err.line(f"Error: bad size {value}")
            return 255
        if (int(match[1]), int(match[2])) == PHYSICAL:
            store.delete("global", "display_size_forced")
        else:
            store.put("global", "display_size_forced", f"{match[1]},{match[2]}")
        return 0
    ctx.out.line(f"Physical size: {PHYSICAL[0]}x{PHYSICAL[1]}")
    override = override_size(ctx)
    if override:
        ctx.out.line(f"Override size: {override[0]}x{override[1]}")
    return 0


def _density(ctx: Context, value: str) -> int:
    store = ctx.phone.settings
    if value == "reset":
        store.delete("secure", "display_density_forced")
    elif value:
        if not value.isdecimal() or int(value) < 72:
            ctx.err.line("Error: density must be >= 72")
            return 255
        store.put("secure", "display_density_forced", value)
    else:
        ctx.out.line(f"Physical density: {DENSITY}")
        forced = store.get("secure", "display_density_forced")
        if forced:
            ctx.out.line(f"Override density: {forced}")
    return 0


@command("screencap")
def screencap(ctx: Context, args: list[str], stdin: bytes) -> int:
    """A picture of the screen: PNG with `-p` or into a `.png` file, else raw RGBA."""
    given = options(args, "ph", "d")
    name = given.rest[0] if given.rest else ""
    as_png = given.has("p") or name.lower().endswith(".png")
    data = png_screenshot(ctx) if as_png else _raw_screenshot(ctx)
    if name:
        ctx.files.write(ctx.path(name), data)
    else:
        ctx.out.write(data)
    return 0


def png_screenshot(ctx: Context) -> bytes:
    """The screen as PNG."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(ctx.phone.screenshot()).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _raw_screenshot(ctx: Context) -> bytes:
    """Width, height, format 1 (RGBA), colour space 1 (sRGB) as 32-bit numbers, then the pixels."""
    import numpy as np

    picture = ctx.phone.screenshot()
    height, width = picture.shape[:2]
    opaque = np.full((height, width, 1), 255, np.uint8)
    pixels = np.concatenate([picture, opaque], axis=2)
    head = b"".join(number.to_bytes(4, "little") for number in (width, height, 1, 1))
    return head + pixels.tobytes()


@command("uiautomator")
def uiautomator(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`uiautomator dump [FILE]`: the tree of views as XML; to /dev/tty it is printed."""
    if not args or args[0] != "dump":
        if args and args[0] in ("runtest", "events"):
            return ctx.fail(f"{args[0]} needs a test framework, which this phone does not have")
        ctx.err.line("Usage: uiautomator dump [--verbose][--compressed] [file]")
        return 1
    target = next((word for word in args[1:] if not word.startswith("-")), _DUMP)
    xml = ctx.phone.hierarchy_xml()
    if target in ("/dev/tty", "/dev/stdout", "/proc/self/fd/1"):
        # Without a line between, as on the device: callers cut the text at the closing tag.
        ctx.out.write(xml)
    else:
        ctx.files.write(ctx.path(target), xml)
    ctx.out.line(f"UI hierchary dumped to: {target}")  # spelt as the tool spells it
    return 0


@command("screenrecord")
def screenrecord(ctx: Context, args: list[str], stdin: bytes) -> int:
    """There is no video encoder here."""
    return ctx.fail("Unable to create video encoder: this phone has none")
