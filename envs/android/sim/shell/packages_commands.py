"""`pm` and `cmd package`: what is installed, permissions, clearing an app's data."""

from __future__ import annotations

from osgenesis.envs.android.sim import foreign
from osgenesis.envs.android.sim.packages import Package
from osgenesis.envs.android.sim.paths import SHARED
from osgenesis.envs.android.sim.shell.intent_arguments import parse_intent
from osgenesis.envs.android.sim.shell.registry import Context, command, options

_FEATURES = (
    "android.hardware.audio.output", "android.hardware.bluetooth",
    "android.hardware.camera", "android.hardware.camera.any", "android.hardware.location",
    "android.hardware.location.gps", "android.hardware.microphone", "android.hardware.nfc",
    "android.hardware.screen.landscape", "android.hardware.screen.portrait",
    "android.hardware.sensor.accelerometer", "android.hardware.telephony",
    "android.hardware.touchscreen", "android.hardware.wifi",
)  # fmt: skip
_LIBRARIES = (
    "android.ext.shared",
    "android.hidl.base-V1.0-java",
    "android.test.base",
    "org.apache.http.legacy",
)


@command("pm")
def pm(ctx: Context, args: list[str], stdin: bytes) -> int:
    """The package manager."""
    words = [word for word in args if word]
    verb, rest = (words[0], words[1:]) if words else ("", [])
    handler = _VERBS.get(verb)
    if handler is not None:
        return handler(ctx, _without_user(rest))
    if verb in _QUIET:
        return 0
    ctx.err.line(f"Unknown command: {verb}" if verb else "Package manager (package) commands:")
    return 255


_QUIET = frozenset(
    (
        "set-permission-flags", "clear-permission-flags", "set-install-location", "compile",
        "bg-dexopt-job", "trim-caches", "reset-permissions", "set-app-link", "set-home-activity",
        "hide", "unhide", "suspend", "unsuspend", "disable-verification", "art",
    )
)  # fmt: skip


def _without_user(words: list[str]) -> list[str]:
    """Arguments without `--user N`; there is one user here."""
    found, queue = [], list(words)
    while queue:
        word = queue.pop(0)
        if word in ("--user", "-f") and queue and queue[0].lstrip("-").isdecimal():
            queue.pop(0)
        else:
            found.append(word)
    return found


def _list(ctx: Context, words: list[str]) -> int:
    what, rest = (words[0], words[1:]) if words else ("packages", [])
    if what in ("packages", "package"):
        _list_packages(ctx, rest)
    elif what == "features":
        ctx.out.lines(f"feature:{name}" for name in _FEATURES)
    elif what == "libraries":
        ctx.out.lines(f"library:{name}" for name in _LIBRARIES)
    elif what == "users":
        ctx.out.line("Users:\n\tUserInfo{0:Owner:4c13} running")
    elif what in ("permissions", "permission-groups"):
        every = sorted({p for package in ctx.phone.packages.all() for p in package.permissions})
        ctx.out.lines(["All Permissions:", "", *(f"permission:{name}" for name in every)])
    elif what != "instrumentation":
        ctx.err.line(f"Error: unknown list type '{what}'")
        return 1
    return 0


def _list_packages(ctx: Context, words: list[str]) -> None:
    given = options(words, "fsd3eiUua", long=("show-versioncode", "uid"))
    wanted = given.rest[0] if given.rest else ""
    for package in ctx.phone.packages.all():
        skipped = (given.has("3") and package.system) or (given.has("s") and not package.system)
        if skipped or given.has("d") or wanted not in package.name:
            continue
        line = f"package:{apk_path(package)}={package.name}" if given.has("f") else f"package:{package.name}"
        line += f" versionCode:{package.version_code}" if given.has("show-versioncode") else ""
        line += f" uid:{package.uid}" if given.has("U") else ""
        ctx.out.line(line)


def apk_path(package: Package) -> str:
    """Where a package's file is."""
    if package.system:
        return f"/system/app/{package.name}/base.apk"
    return f"/data/app/{package.name}-1/base.apk"


def _clear(ctx: Context, words: list[str]) -> int:
    name = words[-1] if words else ""
    if name not in ctx.phone.packages:
        ctx.out.line("Failed")
        return 1
    clear_package(ctx, name)
    ctx.out.line("Success")
    return 0


def clear_package(ctx: Context, name: str) -> None:
    """Remove an app's data and permissions and set it up as after its installation."""
    ctx.phone.activities.force_stop(name)
    files = ctx.phone.files
    for folder in (f"/data/data/{name}", f"{SHARED}/Android/data/{name}"):
        if files.is_dir(folder):
            for child in files.listdir(folder):
                files.rmtree(f"{folder}/{child}")
    ctx.phone.packages.reset_permissions(name)
    app = ctx.phone.apps.get(name)
    if app is not None:
        app.install(ctx.phone)
    else:
        foreign.ensure(ctx.phone, name)


def _grant(ctx: Context, words: list[str]) -> int:
    return _permission(ctx, words, granted=True)


def _revoke(ctx: Context, words: list[str]) -> int:
    return _permission(ctx, words, granted=False)


def _permission(ctx: Context, words: list[str], *, granted: bool) -> int:
    # Never a failure: a host restarts its adb server on any exit code but 0.
    if len(words) >= 2 and words[0] in ctx.phone.packages:
        change = ctx.phone.packages.grant if granted else ctx.phone.packages.revoke
        change(words[0], words[1])
    return 0


def _path(ctx: Context, words: list[str]) -> int:
    package = ctx.phone.packages.get(words[-1]) if words else None
    if package is None:
        return 1
    ctx.out.line(f"package:{apk_path(package)}")
    return 0


def _install(ctx: Context, words: list[str]) -> int:
    # What an .apk holds is not looked at: the phone's apps are those it came with.
    ctx.out.line("Success")
    return 0


def _uninstall(ctx: Context, words: list[str]) -> int:
    name = next((word for word in words if not word.startswith("-")), "")
    package = ctx.phone.packages.get(name)
    if package is None or package.system:
        reason = "DELETE_FAILED_INTERNAL_ERROR" if package is None else "-1000"
        ctx.out.line(f"Failure [{reason}]")
        return 1
    ctx.phone.activities.force_stop(name)
    folder = f"/data/data/{name}"
    if ctx.phone.files.exists(folder):
        ctx.phone.files.rmtree(folder)
    ctx.phone.packages.uninstall(name)
    ctx.out.line("Success")
    return 0


def _resolve_activity(ctx: Context, words: list[str]) -> int:
    brief = "--brief" in words
    intent = parse_intent([w for w in words if w not in ("--brief", "--components")]).intent
    component = ""
    if intent.package and not intent.action:
        package = ctx.phone.packages.get(intent.package)
        component = package.component if package else ""
    else:
        found = ctx.phone.activities.resolve(intent)
        component = f"{found[0].package}/{found[1]}" if found else ""
    if not component:
        ctx.out.line("No activity found")
        return 0
    name, _, cls = component.partition("/")
    short = f"{name}/{cls[len(name) :]}" if cls.startswith(name + ".") else component
    match = "priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true"
    if brief:
        ctx.out.line(f"{match}\n{short}")
    elif "--components" in words:
        ctx.out.line(short)
    else:
        ctx.out.line(f"{match}\nActivityInfo:\n  name={cls}\n  packageName={name}\n  enabled=true")
    return 0


def _dump(ctx: Context, words: list[str]) -> int:
    return ctx.run(["dumpsys", "package", *words])


def _enable(ctx: Context, words: list[str]) -> int:
    name = words[-1] if words else ""
    ctx.out.line(f"Package {name} new state: enabled")
    return 0


def _location(ctx: Context, words: list[str]) -> int:
    ctx.out.line("0[auto]")
    return 0


def _has_feature(ctx: Context, words: list[str]) -> int:
    known = bool(words) and words[0] in _FEATURES
    ctx.out.line(str(known).lower())
    return 0 if known else 1


_VERBS = {
    "list": _list, "clear": _clear, "grant": _grant, "revoke": _revoke, "path": _path,
    "install": _install, "install-existing": _install, "uninstall": _uninstall, "dump": _dump,
    "resolve-activity": _resolve_activity, "query-activities": _resolve_activity,
    "enable": _enable, "disable": _enable, "disable-user": _enable, "default-state": _enable,
    "get-install-location": _location, "has-feature": _has_feature,
}  # fmt: skip
