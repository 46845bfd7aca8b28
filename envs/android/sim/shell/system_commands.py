"""The system from the shell: date, properties, users, processes, logs, SQLite."""

from __future__ import annotations

import json
import re
from datetime import datetime

from osgenesis.envs.android.sim.clock import Clock, civil, to_ms
from osgenesis.envs.android.sim.databases import DatabaseError
from osgenesis.envs.android.sim.shell.ownership import user_id, user_name
from osgenesis.envs.android.sim.shell.registry import Context, command, options, text_of

PROPERTIES = {
    "dalvik.vm.heapsize": "512m",
    "init.svc.adbd": "running",
    "init.svc.bootanim": "stopped",
    "persist.sys.locale": "en-US",
    "ro.boot.qemu": "1",
    "ro.build.characteristics": "emulator",
    "ro.build.date.utc": "1689012345",
    "ro.build.display.id": "sdk_gphone_x86_64-userdebug 13 TE1A.220922.034",
    "ro.build.fingerprint": "google/sdk_gphone_x86_64/emulator64_x86_64:13/TE1A.220922.034/9750428:userdebug/dev-keys",
    "ro.build.id": "TE1A.220922.034",
    "ro.build.tags": "dev-keys",
    "ro.build.type": "userdebug",
    "ro.build.version.codename": "REL",
    "ro.build.version.incremental": "9750428",
    "ro.build.version.release": "13",
    "ro.build.version.sdk": "33",
    "ro.build.version.security_patch": "2022-09-05",
    "ro.debuggable": "1",
    "ro.hardware": "ranchu",
    "ro.kernel.qemu": "1",
    "ro.product.board": "goldfish_x86_64",
    "ro.product.brand": "google",
    "ro.product.cpu.abi": "x86_64",
    "ro.product.cpu.abilist": "x86_64,arm64-v8a",
    "ro.product.device": "emulator64_x86_64",
    "ro.product.locale": "en-US",
    "ro.product.manufacturer": "Google",
    "ro.product.model": "sdk_gphone_x86_64",
    "ro.product.name": "sdk_gphone_x86_64",
    "ro.secure": "1",
    "ro.serialno": "EMULATOR33X5X10X0",
    "ro.sf.lcd_density": "420",
    "sys.boot_completed": "1",
    "dev.bootcomplete": "1",
    "gsm.sim.state": "READY",
    "gsm.operator.alpha": "T-Mobile",
}
_PROPERTY_FILE = "/data/property/persistent_properties"
_SET_DATE = re.compile(r"(\d\d)(\d\d)(\d\d)(\d\d)((?:\d\d)?\d\d)?(?:\.(\d\d))?")
_DEFAULT_DATE = "%a %b %e %H:%M:%S %Z %Y"


@command("date")
def date(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Print the date (`+FORMAT`), or set the phone's clock (`MMDDhhmm[[CC]YY][.ss]`)."""
    given = options(args, "uR", "drD", long=("set", "utc"))
    clock = ctx.phone.clock
    zone = "UTC" if given.has("u", "utc") else clock.zone
    pattern = next((word[1:] for word in given.rest if word.startswith("+")), _DEFAULT_DATE)
    ms = clock.now_ms
    try:
        if given.has("d"):
            ms = _parsed_ms(given.flags["d"], clock, zone)
        elif given.has("r"):
            ms = ctx.files.stat(ctx.path(given.flags["r"])).mtime_ns // 1_000_000
        else:
            target = [word for word in given.rest if not word.startswith("+")]
            if target:
                ms = _parsed_ms(target[0], clock, zone)
                clock.set_ms(ms)
                ctx.phone.settle()
    except ValueError:
        return ctx.fail(f"bad date '{given.flags.get('d') or given.rest[0]}'")
    ctx.out.line(format_date(ms, zone, pattern))
    return 0


def _parsed_ms(text: str, clock: Clock, zone: str) -> int:
    if text.startswith("@"):
        return int(float(text[1:]) * 1000)
    now = civil(clock.now_ms, zone)
    match = _SET_DATE.fullmatch(text)
    if match is None:
        moment = datetime.fromisoformat(text)
        return to_ms(moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo))
    month, day, hour, minute = (int(match[i]) for i in range(1, 5))
    year = now.year if match[5] is None else int(match[5])
    if match[5] and len(match[5]) == 2:
        year += 1900 if year >= 69 else 2000
    second = int(match[6] or 0)
    return to_ms(datetime(year, month, day, hour, minute, second, tzinfo=now.tzinfo))


def format_date(ms: int, zone: str, pattern: str) -> str:
    """`strftime` without the host's locale and platform."""
    moment = civil(ms, zone)
    fixed = {
        "s": str(ms // 1000), "N": f"{ms % 1000:03d}000000", "e": f"{moment.day:2d}",
        "Z": moment.tzname() or "UTC", "F": f"{moment:%Y-%m-%d}", "T": f"{moment:%H:%M:%S}",
        "D": f"{moment:%m/%d/%y}", "R": f"{moment:%H:%M}", "n": "\n", "t": "\t", "%": "%",
        "k": f"{moment.hour:2d}", "l": f"{moment.hour % 12 or 12:2d}",
        "a": "Mon Tue Wed Thu Fri Sat Sun".split()[moment.weekday()],
        "A": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()[moment.weekday()],
        "b": _MONTHS[moment.month - 1][:3], "h": _MONTHS[moment.month - 1][:3],
        "B": _MONTHS[moment.month - 1], "p": "AM" if moment.hour < 12 else "PM",
        "c": "", "x": f"{moment:%m/%d/%y}", "X": f"{moment:%H:%M:%S}",
    }  # fmt: skip

    def one(match: re.Match[str]) -> str:
        letter = match[2]
        if letter == "c":
            return format_date(ms, zone, _DEFAULT_DATE)
        if letter == "N" and match[1]:
            return fixed["N"][: int(match[1])]
        if letter in fixed:
            return fixed[letter]
        return moment.strftime(f"%{letter}") if letter in "CdGgHIjMmSUuVWwYyz" else match[0]

    return re.sub(r"%([1-9]?)([a-zA-Z%])", one, pattern)


_MONTHS = ("January February March April May June July August September October November December").split()


@command("getprop")
def getprop(ctx: Context, args: list[str], stdin: bytes) -> int:
    """System properties: one, or all as `[name]: [value]`."""
    known = {**PROPERTIES, "persist.sys.timezone": ctx.phone.clock.zone, **_saved(ctx)}
    if args:
        ctx.out.line(known.get(args[0], args[1] if len(args) > 1 else ""))
    else:
        ctx.out.lines(f"[{name}]: [{known[name]}]" for name in sorted(known))
    return 0


@command("setprop")
def setprop(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Set a property; it stays with the phone."""
    if len(args) != 2:
        return ctx.fail('Needs 2 arguments (see "setprop --help")')
    if args[0] == "persist.sys.timezone":
        ctx.phone.clock.set_zone(args[1])
        return 0
    saved = {**_saved(ctx), args[0]: args[1]}
    ctx.files.write(_PROPERTY_FILE, json.dumps(saved, sort_keys=True), parents=True)
    return 0


def _saved(ctx: Context) -> dict[str, str]:
    if not ctx.files.is_file(_PROPERTY_FILE):
        return {}
    try:
        found = json.loads(ctx.files.read_text(_PROPERTY_FILE))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


@command("whoami")
def whoami(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Always root."""
    ctx.out.line("root")
    return 0


@command("id")
def id_command(ctx: Context, args: list[str], stdin: bytes) -> int:
    """User and group ids."""
    given = options(args, "uGgnrZ")
    uid = user_id(given.rest[0]) if given.rest else 0
    if uid is None:
        return ctx.fail(f"bad user '{given.rest[0]}'")
    name = user_name(uid)
    if given.has("u", "g", "G"):
        ctx.out.line(name if given.has("n") else str(uid))
    elif given.has("Z"):
        ctx.out.line("u:r:su:s0")
    else:
        ctx.out.line(f"uid={uid}({name}) gid={uid}({name}) groups={uid}({name}) context=u:r:su:s0")
    return 0


@command("uname")
def uname(ctx: Context, args: list[str], stdin: bytes) -> int:
    """The kernel's names."""
    given = options(args, "asnrvmo")
    parts = {
        "s": "Linux", "n": "localhost", "r": "5.15.41-android13-8", "v": "#1 SMP PREEMPT",
        "m": "x86_64", "o": "Toybox",
    }  # fmt: skip
    picked = [flag for flag in "snrvmo" if given.has(flag) or given.has("a")] or ["s"]
    ctx.out.line(" ".join(parts[flag] for flag in picked))
    return 0


@command("hostname")
def hostname(ctx: Context, args: list[str], stdin: bytes) -> int:
    """The phone's name."""
    ctx.out.line("localhost")
    return 0


@command("uptime")
def uptime(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Time since boot."""
    minutes = ctx.phone.clock.uptime_ms // 60_000
    now = ctx.phone.clock.local()
    ctx.out.line(f" {now:%H:%M:%S} up {minutes // 60:2d}:{minutes % 60:02d},  0 users,  load average: 0.00, 0.00, 0.00")
    return 0


@command("nproc")
def nproc(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Number of processors."""
    ctx.out.line("4")
    return 0


@command("free")
def free(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Memory in bytes."""
    ctx.out.line("\t\ttotal        used        free      shared     buffers")
    ctx.out.line("Mem:       2074697728  1633431552   441266176    10485760     8388608")
    return 0


def _processes(ctx: Context) -> list[tuple[str, int, str]]:
    """User, process id and name of what runs: the system, and the apps with a task."""
    found = [
        ("root", 1, "init"),
        ("system", 612, "system_server"),
        ("u0_a1", 843, "com.android.systemui"),
    ]
    for package in sorted({task.package for task in ctx.phone.activities.tasks()}):
        installed = ctx.phone.packages.get(package)
        uid = installed.uid if installed else 0
        found.append((user_name(uid), 1000 + uid % 10_000, package))
    return found


@command("ps", "top")
def ps(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Processes."""
    ctx.out.line("USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME")
    for user, pid, name in _processes(ctx):
        ctx.out.line(f"{user:<12} {pid:>5}     1 1043292  98232 0                   0 S {name}")
    return 0


@command("pidof", "pgrep")
def pidof(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Process ids by name."""
    names = [arg for arg in args if not arg.startswith("-")]
    found = [
        str(pid)
        for _, pid, name in _processes(ctx)
        if any(name == wanted or (ctx.name == "pgrep" and wanted in name) for wanted in names)
    ]
    if found:
        ctx.out.line(" ".join(found) if ctx.name == "pidof" else "\n".join(found))
    return 0 if found else 1


@command("kill", "killall", "pkill")
def kill(ctx: Context, args: list[str], stdin: bytes) -> int:
    """End apps by process id or name."""
    wanted = {arg for arg in args if not arg.startswith("-")}
    for _, pid, name in _processes(ctx):
        if (str(pid) in wanted or name in wanted) and "." in name:
            ctx.phone.activities.force_stop(name)
    return 0


@command("logcat")
def logcat(ctx: Context, args: list[str], stdin: bytes) -> int:
    """The log is empty; `-c` clears it."""
    if not any(arg in ("-c", "--clear", "-g", "-G", "-S") for arg in args):
        ctx.out.line("--------- beginning of main")
    return 0


@command("dmesg", "lsof", "netstat", "vmstat", "bugreport", "perfetto", "atrace")
def empty_report(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Reports that have nothing to say here."""
    return 0


@command("reboot")
def reboot(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Stop all apps and show the home screen."""
    for package in sorted({task.package for task in ctx.phone.activities.tasks()}):
        ctx.phone.activities.force_stop(package)
    ctx.phone.activities.home()
    return 0


@command("sqlite3")
def sqlite3(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Run SQL on a database file: `sqlite3 FILE "SQL"`, `.tables`, `.schema`, `-header`, `-csv`."""
    flags = {arg.lstrip("-") for arg in args if arg.startswith("-")}
    words, separator, queue = [], "|", list(args)
    while queue:
        word = queue.pop(0)
        if word in ("-separator", "--separator") and queue:
            separator = queue.pop(0)
        elif not word.startswith("-"):
            words.append(word)
    if not words:
        return ctx.fail("no database file given")
    path = ctx.path(words[0])
    if not ctx.files.exists(path):
        ctx.files.write(path, b"")
    database = ctx.phone.databases.open(path)
    scripts = words[1:] or [text_of(stdin)]
    separator = "," if "csv" in flags else separator
    try:
        for script in scripts:
            for piece in _sql_pieces(script):
                names, rows = ctx.phone.databases.script(database, piece)
                if rows and "header" in flags:
                    ctx.out.line(separator.join(names))
                ctx.out.lines(separator.join(_cell(v) for v in row) for row in rows)
    except DatabaseError as error:
        ctx.err.line(f"Error: {error}")
        return 1
    return 0


def _sql_pieces(script: str) -> list[str]:
    """A script with its dot commands replaced by the SQL that does the same."""
    pieces = [""]
    for line in script.splitlines():
        words = line.strip().rstrip(";").split()
        if not words or not words[0].startswith("."):
            pieces[-1] += line + "\n"
            continue
        if words[0] in (".tables", ".table"):
            pieces.append("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
        elif words[0] == ".schema":
            name = words[1].replace("'", "''") if len(words) > 1 else ""
            only = f" AND tbl_name = '{name}'" if name else ""
            pieces.append(f"SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL{only}")
        pieces.append("")
    return [piece for piece in pieces if piece.strip()]


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
