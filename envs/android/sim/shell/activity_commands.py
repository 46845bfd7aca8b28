"""`am`: starting and stopping activities, broadcasts, the list of tasks; and `monkey`."""

from __future__ import annotations

from osgenesis.envs.android.sim import foreign
from osgenesis.envs.android.sim.intents import Intent, shorten_component
from osgenesis.envs.android.sim.shell import adb_keyboard
from osgenesis.envs.android.sim.shell.intent_arguments import parse_intent
from osgenesis.envs.android.sim.shell.registry import Context, command

_BROADCAST_FLAG = 0x400000
_MONKEY_ABORTED = 252


@command("am")
def am(ctx: Context, args: list[str], stdin: bytes) -> int:
    """The activity manager."""
    words = [word for word in args if word]
    if not words:
        return ctx.fail("Activity manager (activity) commands: start, broadcast, force-stop, stack", 255)
    verb, rest = words[0], words[1:]
    if verb in ("start", "start-activity"):
        return _start(ctx, rest)
    if verb == "broadcast":
        return _broadcast(ctx, rest)
    if verb in ("force-stop", "kill", "stop-app", "crash"):
        return _force_stop(ctx, rest)
    if verb in ("stack", "task"):
        return _stack(ctx, rest)
    if verb in (
        "startservice",
        "start-service",
        "start-foreground-service",
        "startforegroundservice",
    ):
        arguments = parse_intent(rest)
        ctx.out.line(f"Starting service: Intent {arguments.intent.describe()}")
        return 0
    if verb == "get-current-user":
        ctx.out.line("0")
        return 0
    if verb in _QUIET:
        return 0
    ctx.err.line(f"Unknown command: {verb}")
    return 255


_QUIET = frozenset(
    (
        "stopservice", "stop-service", "kill-all", "clear-debug-app", "set-debug-app",
        "wait-for-broadcast-idle", "wait-for-broadcast-barrier", "idle-maintenance",
        "set-standby-bucket", "make-uid-idle", "send-trim-memory", "switch-user", "compat",
    )
)  # fmt: skip


def _start(ctx: Context, words: list[str]) -> int:
    intent, switches, error = parse_intent(words)
    if error:
        ctx.err.line(f"Error: {error}")
        return 1
    package = (intent.component or "").partition("/")[0] or intent.package or ""
    if "-S" in switches and package:
        ctx.phone.activities.force_stop(package)
    ctx.out.line(f"Starting: Intent {intent.describe()}")
    if package not in ctx.phone.apps:
        foreign.ensure(ctx.phone, package)
    before = ctx.phone.activities.foreground
    result = ctx.phone.activities.start(intent)
    ctx.phone.settle()
    if not result.ok:
        if intent.component:
            name = intent.component
            ctx.err.line(f"Error type 3\nError: Activity class {{{name}}} does not exist.")
        else:
            shown = intent.describe()
            ctx.err.line(f"Error: Activity not started, unable to resolve Intent {shown}")
        return 0
    if before == result.component and result.launch == "HOT":
        ctx.out.line("Warning: Activity not started, its current task has been brought to the front")
    if "-W" in switches:
        ctx.out.line("Status: ok")
        ctx.out.line(f"LaunchState: {result.launch}")
        ctx.out.line(f"Activity: {shorten_component(result.component)}")
        ctx.out.line("TotalTime: 312\nWaitTime: 318\nComplete")
    return 0


def _broadcast(ctx: Context, words: list[str]) -> int:
    intent, _, error = parse_intent(words)
    if error:
        ctx.err.line(f"Error: {error}")
        return 1
    shown = Intent(
        intent.action, intent.component, intent.data, intent.mime, intent.extras,
        intent.categories, intent.flags | _BROADCAST_FLAG, intent.package,
    )  # fmt: skip
    ctx.out.line(f"Broadcasting: Intent {shown.describe()}")
    result = adb_keyboard.receive(ctx.phone, intent) or ctx.phone.broadcast(intent)
    if intent.action == foreign.MEDIA_SCAN:
        foreign.media_scanned(ctx.phone)
    ctx.phone.settle()
    tail = "" if result.data is None else f', data="{result.data}"'
    ctx.out.line(f"Broadcast completed: result={result.code}{tail}")
    return 0


def _force_stop(ctx: Context, words: list[str]) -> int:
    names = []
    while words:
        word = words.pop(0)
        if word == "--user" and words:
            words.pop(0)
        elif not word.startswith("-"):
            names.append(word)
    for name in names:
        ctx.phone.activities.force_stop(name)
    return 0


def _stack(ctx: Context, words: list[str]) -> int:
    verb = words[0] if words else ""
    if verb == "list":
        ctx.out.lines(task_lines(ctx))
    elif verb == "remove" and len(words) > 1 and words[1].isdecimal():
        ctx.phone.activities.remove_task(int(words[1]))
        ctx.phone.settle()
    return 0


def task_lines(ctx: Context) -> list[str]:
    """Tasks as `am stack list` prints them, the one in front first."""
    width, height = ctx.phone.screen_size
    lines = []
    for task in ctx.phone.activities.tasks():
        bounds = f"[0,0][{width},{height}]"
        lines.append(f"RootTask id={task.id} bounds={bounds} displayId=0 userId=0")
        lines.append(
            f"  taskId={task.id}: {task.component} bounds={bounds} userId=0 "
            f"visible={str(task.visible).lower()} "
            f"topActivity=ComponentInfo{{{task.top_component}}}"
        )
    return lines


@command("monkey")
def monkey(ctx: Context, args: list[str], stdin: bytes) -> int:
    """Start an app as its icon does: `monkey -p PACKAGE -c android.intent.category.LAUNCHER 1`."""
    words = list(args)
    names, count = [], ""
    while words:
        word = words.pop(0)
        if word in ("-p", "-c", "-s", "--throttle") or word.startswith("--pct"):
            value = words.pop(0) if words else ""
            names += [value] if word == "-p" else []
        elif word.startswith("-p") and not word.startswith("--"):
            names.append(word[2:])
        elif not word.startswith("-"):
            count = word
    package = ctx.phone.packages.get(names[0]) if names else None
    if package is None or not package.component:
        ctx.out.line("** No activities found to run, monkey aborted.")
        return _MONKEY_ABORTED
    if package.name not in ctx.phone.apps:
        foreign.ensure(ctx.phone, package.name)
    result = ctx.phone.activities.start(Intent.main(package.component))
    ctx.phone.settle()
    if not result.ok:
        ctx.out.line("** No activities found to run, monkey aborted.")
        return _MONKEY_ABORTED
    ctx.out.line(f"Events injected: {count or 0}")
    ctx.out.line("## Network stats: elapsed time=18ms (0ms mobile, 0ms wifi, 18ms not connected)")
    return 0
