"""`settings` and `svc`: the settings provider and the radios' switches."""

from __future__ import annotations

from osgenesis.envs.android.sim.settings import NAMESPACES
from osgenesis.envs.android.sim.shell.registry import Context, command

_RADIOS = {"wifi": "wifi_on", "bluetooth": "bluetooth_on", "data": "mobile_data"}


@command("settings")
def settings(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`settings get|put|delete|list|reset NAMESPACE ...`; a missing key reads as `null`."""
    words = [word for i, word in enumerate(args) if not _about_user(args, i)]
    verb = words[0] if words else ""
    namespace = words[1].lower() if len(words) > 1 else ""
    rest = words[2:]
    needed = {"get": 1, "put": 2, "delete": 1, "list": 0, "reset": 0}.get(verb)
    if needed is None:
        ctx.err.line("Invalid command: " + (verb or "none") if verb else "No command specified")
        return 255
    if namespace not in NAMESPACES or len(rest) < needed:
        problem = f"Invalid namespace '{namespace}'" if namespace not in NAMESPACES else "Bad arguments"
        ctx.err.line(problem)
        return 255
    store = ctx.phone.settings
    if verb == "get":
        value = store.get(namespace, rest[0])
        ctx.out.line("null" if value is None else value)
    elif verb == "put":
        put_setting(ctx, namespace, rest[0], rest[1])
    elif verb == "delete":
        count = int(store.delete(namespace, rest[0]))
        ctx.out.line(f"Deleted {count} rows")
    elif verb == "list":
        ctx.out.lines(f"{key}={value}" for key, value in store.items(namespace))
    return 0


def _about_user(args: list[str], i: int) -> bool:
    return args[i] in ("--user", "--lineage") or (i > 0 and args[i - 1] == "--user")


def put_setting(ctx: Context, namespace: str, key: str, value: str) -> None:
    """Set a key as the shell does: nothing else follows from it."""
    ctx.phone.settings.put(namespace, key, value)


@command("svc")
def svc(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`svc wifi|bluetooth|data|nfc|power|usb ...`; the switches change at once."""
    what = args[0] if args else ""
    verb = args[1] if len(args) > 1 else ""
    if what in _RADIOS and verb in ("enable", "disable"):
        switch_radio(ctx, _RADIOS[what], verb == "enable")
    elif what == "nfc" and verb in ("enable", "disable"):
        ctx.phone.settings.put("secure", "nfc_on", verb == "enable")
    elif what == "power" and verb == "stayon":
        on = args[2] if len(args) > 2 else "true"
        ctx.phone.settings.put("global", "stay_on_while_plugged_in", 0 if on == "false" else 7)
    elif what not in (*_RADIOS, "nfc", "power", "usb", "system-server"):
        ctx.err.line("Available commands: help power data wifi usb nfc bluetooth system-server")
    return 0


def switch_radio(ctx: Context, key: str, on: bool) -> None:
    """Turn a radio on or off. Wi-Fi that is turned on in airplane mode counts as 2."""
    store = ctx.phone.settings
    value = int(on)
    if key == "wifi_on" and on and store.flag("global", "airplane_mode_on"):
        value = 2
    store.put("global", key, value)
