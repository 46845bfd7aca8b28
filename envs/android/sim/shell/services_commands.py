"""System services from the shell: `cmd`, `service`, `ime`, `appops`, `media`, `content`'s relatives."""

from __future__ import annotations

from osgenesis.envs.android.sim.shell.registry import Context, command
from osgenesis.envs.android.sim.shell.settings_commands import switch_radio

_SERVICES = (
    "activity", "alarm", "appops", "audio", "batteryproperties", "bluetooth_manager",
    "clipboard", "connectivity", "display", "input", "input_method", "location", "notification",
    "package", "phone", "power", "settings", "statusbar", "telephony.registry", "uimode",
    "wifi", "window",
)  # fmt: skip
_EMPTY_PARCEL = "Result: Parcel(00000000    '....')"
_KEYBOARDS = (
    "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME",
    "com.android.adbkeyboard/.AdbIME",
)


@command("service")
def service(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`service list|check NAME|call NAME CODE ...`."""
    verb, name = (args[0] if args else ""), (args[1] if len(args) > 1 else "")
    if verb == "list":
        ctx.out.line(f"Found {len(_SERVICES)} services:")
        ctx.out.lines(f"{i}\t{each}: []" for i, each in enumerate(_SERVICES))
        return 0
    if verb == "check":
        ctx.out.line(f"Service {name}: {'found' if name in _SERVICES else 'not found'}")
        return 0
    if verb != "call":
        ctx.err.line("Usage: service [list|check|call] ...")
        return 10
    if name not in _SERVICES:
        ctx.out.line(f"service: Service {name} does not exist")
        return 0
    _service_call(ctx, name, args[2:])
    ctx.out.line(_EMPTY_PARCEL)
    return 0


def _service_call(ctx: Context, name: str, words: list[str]) -> None:
    code = words[0] if words else ""
    if name == "alarm" and code == "3" and len(words) > 2 and words[1] == "s16":
        ctx.phone.clock.set_zone(words[2])
    elif name == "statusbar" and code in ("1", "2"):
        _status_bar(ctx, "expand-notifications" if code == "1" else "collapse")
    elif name == "bluetooth_manager" and code in ("6", "8"):
        switch_radio(ctx, "bluetooth_on", code == "6")


@command("cmd")
def cmd(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`cmd SERVICE VERB ...`."""
    words = list(args)
    while words and words[0] in ("-w",):
        words.pop(0)
    name = words[0] if words else ""
    rest = words[1:]
    if name == "-l":
        ctx.out.lines(["Currently running services:", *(f"  {each}" for each in _SERVICES)])
        return 0
    same = {
        "package": "pm", "activity": "am", "settings": "settings", "input": "input",
        "window": "wm", "input_method": "ime", "appops": "appops",
    }.get(name)  # fmt: skip
    if same:
        return ctx.run([same, *rest], stdin)
    handler = _SERVICE_COMMANDS.get(name)
    if handler is None and name not in _SERVICES and name not in _QUIET:
        ctx.err.line(f"cmd: Can't find service: {name}")
        return 20
    if handler is not None:
        handler(ctx, rest)
    return 0


_QUIET = (
    "device_config",
    "jobscheduler",
    "overlay",
    "role",
    "media_session",
    "deviceidle",
    "netpolicy",
)


def _wifi(ctx: Context, words: list[str]) -> None:
    verb = words[0] if words else ""
    if verb == "set-wifi-enabled" and len(words) > 1:
        switch_radio(ctx, "wifi_on", words[1] == "enabled")
    elif verb == "status":
        on = ctx.phone.settings.flag("global", "wifi_on")
        ctx.out.line(f"Wifi is {'enabled' if on else 'disabled'}")
        ctx.out.line('Wifi is connected to "AndroidWifi"' if on else "Wifi is not connected")


def _bluetooth(ctx: Context, words: list[str]) -> None:
    if words and words[0] in ("enable", "disable"):
        switch_radio(ctx, "bluetooth_on", words[0] == "enable")


def _connectivity(ctx: Context, words: list[str]) -> None:
    if words and words[0] == "airplane-mode":
        if len(words) > 1:
            value = "1" if words[1] == "enable" else "0"
            ctx.phone.set_setting("global", "airplane_mode_on", value)
        else:
            on = ctx.phone.settings.flag("global", "airplane_mode_on")
            ctx.out.line("enabled" if on else "disabled")


def _uimode(ctx: Context, words: list[str]) -> None:
    names = {"no": "1", "yes": "2", "auto": "0"}
    if words and words[0] == "night":
        if len(words) > 1 and words[1] in names:
            ctx.phone.settings.put("secure", "ui_night_mode", names[words[1]])
        value = ctx.phone.settings.get("secure", "ui_night_mode") or "1"
        shown = next((name for name, code in names.items() if code == value), "no")
        ctx.out.line(f"Night mode: {shown}")


def _status_bar(ctx: Context, verb: str) -> None:
    shade = {"expand-notifications": "notifications", "expand-settings": "settings"}.get(verb)
    if shade:
        ctx.phone.system = ctx.phone.system.with_(shade=shade, shade_offset=0)
    elif verb == "collapse":
        ctx.phone.close_overlays()


def _status_bar_words(ctx: Context, words: list[str]) -> None:
    _status_bar(ctx, words[0] if words else "")


def _alarm(ctx: Context, words: list[str]) -> None:
    if len(words) > 1 and words[0] == "set-timezone":
        ctx.phone.clock.set_zone(words[1])
    elif len(words) > 1 and words[0] == "set-time" and words[1].isdecimal():
        ctx.phone.clock.set_ms(int(words[1]))


def _location(ctx: Context, words: list[str]) -> None:
    if words and words[0] == "set-location-enabled" and len(words) > 1:
        ctx.phone.settings.put("secure", "location_mode", 3 if words[-1] == "true" else 0)
    elif words and words[0] == "is-location-enabled":
        ctx.out.line(str(ctx.phone.settings.flag("secure", "location_mode")).lower())


def _clipboard(ctx: Context, words: list[str]) -> None:
    if words and words[0] in ("set", "set-primary-clip") and len(words) > 1:
        ctx.phone.clipboard = words[-1]
    elif words and words[0] in ("get", "get-primary-clip"):
        ctx.out.line(ctx.phone.clipboard)


def _notification(ctx: Context, words: list[str]) -> None:
    if words and words[0] == "list":
        ctx.out.lines(note.key for note in ctx.phone.notifications.active())


def _power(ctx: Context, words: list[str]) -> None:
    if words and words[0] == "set-mode" and len(words) > 1:
        ctx.phone.settings.put("global", "low_power", int(words[1] == "1"))


_SERVICE_COMMANDS = {
    "wifi": _wifi, "bluetooth_manager": _bluetooth, "connectivity": _connectivity,
    "uimode": _uimode, "statusbar": _status_bar_words, "alarm": _alarm, "location": _location,
    "clipboard": _clipboard, "notification": _notification, "power": _power,
}  # fmt: skip


@command("ime")
def ime(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`ime list|enable|disable|set|reset`: keyboards."""
    words = [arg for arg in args if not arg.startswith("--user")]
    verb = words[0] if words else ""
    name = words[-1] if len(words) > 1 else ""
    store = ctx.phone.settings
    enabled = [e for e in (store.get("secure", "enabled_input_methods") or "").split(":") if e]
    if verb == "list":
        shown = _KEYBOARDS if "-a" in words else enabled
        if "-s" in words:
            ctx.out.lines(shown)
        else:
            ctx.out.lines(f"{each}:\n  mId={each} mSettingsActivityName=null" for each in shown)
        return 0
    if verb == "reset":
        store.put("secure", "default_input_method", _KEYBOARDS[0])
        store.put("secure", "enabled_input_methods", _KEYBOARDS[0])
        ctx.out.line("Reset current and enabled IMEs for user #0")
        return 0
    if verb not in ("enable", "disable", "set"):
        ctx.err.line(f"Unknown command: {verb}")
        return 255
    if name not in _KEYBOARDS:
        ctx.out.line(f"Unknown input method {name} cannot be {verb}d for user #0")
        return 0
    if verb == "set":
        store.put("secure", "default_input_method", name)
        ctx.out.line(f"Input method {name} selected for user #0")
        return 0
    kept = [each for each in enabled if each != name] + ([name] if verb == "enable" else [])
    store.put("secure", "enabled_input_methods", ":".join(kept))
    ctx.out.line(f"Input method {name}: now {verb}d for user #0")
    return 0


@command("appops")
def appops(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`appops set PACKAGE OP MODE`, `get`: kept as a permission of the package."""
    words = [arg for arg in args if arg not in ("--uid",)]
    if len(words) < 2 or words[1] not in ctx.phone.packages:
        return 0
    name = words[1]
    if words[0] == "set" and len(words) > 3:
        op = "appop:" + words[2].removeprefix("android:")
        change = ctx.phone.packages.grant if words[3] == "allow" else ctx.phone.packages.revoke
        change(name, op)
    elif words[0] == "get":
        granted = sorted(p for p in ctx.phone.packages.granted(name) if p.startswith("appop:"))
        ctx.out.lines([f"{p[6:].upper()}: allow" for p in granted] or ["No operations."])
    return 0


@command("media")
def media(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`media volume --stream 3 --set 5`, `--get`."""
    words = list(args)
    if not words or words[0] != "volume":
        return 0
    stream = words[words.index("--stream") + 1] if "--stream" in words[:-1] else "3"
    names = {"0": "volume_voice", "1": "volume_system", "2": "volume_ring", "3": "volume_music",
             "4": "volume_alarm", "5": "volume_notification"}  # fmt: skip
    key = names.get(stream, "volume_music")
    if "--set" in words[:-1]:
        value = words[words.index("--set") + 1]
        if value.isdecimal():
            ctx.phone.settings.put("system", key, min(int(value), 15))
    if "--get" in words or "--show" in words:
        ctx.out.line(f"volume is {ctx.phone.settings.get('system', key)} in range [0..15]")
    return 0


@command("bmgr", "device_config", "dpm", "telecom", "sm", "vdc", "requestsync", "bu", "hid")
def quiet(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Services whose effect the phone does not show."""
    return 0
