"""`dumpsys`: reports of system services, in the lines that automation tools look for."""

from __future__ import annotations

from collections.abc import Callable

from osgenesis.envs.android.sim.default_packages import LAUNCHER
from osgenesis.envs.android.sim.intents import shorten_component
from osgenesis.envs.android.sim.packages import Package
from osgenesis.envs.android.sim.shell.activity_commands import task_lines
from osgenesis.envs.android.sim.shell.display_commands import DENSITY, PHYSICAL
from osgenesis.envs.android.sim.shell.packages_commands import apk_path
from osgenesis.envs.android.sim.shell.registry import Context, command
from osgenesis.envs.android.sim.ui.nodes import Node

_VALUED = ("-t", "-T", "--priority", "--skip")
_SYSTEM_BAR_FOCUS = "NotificationShade"


@command("dumpsys")
def dumpsys(ctx: Context, args: list[str], stdin: bytes) -> int:
    """`dumpsys [-l] SERVICE [ARGS]`."""
    queue = list(args)
    words: list[str] = []
    while queue:
        word = queue.pop(0)
        if word in _VALUED and not words:
            queue = queue[1:]
        elif word in ("-l", "--list"):
            ctx.out.line("Currently running services:")
            ctx.out.lines(f"  {name}" for name in sorted(_REPORTS))
            return 0
        else:
            words.append(word)
    if not words:
        ctx.out.line("Currently running services:")
        ctx.out.lines(f"  {name}" for name in sorted(_REPORTS))
        return 0
    report = _REPORTS.get(words[0])
    if report is None:
        ctx.err.line(f"Can't find service: {words[0]}")
        return 0
    ctx.out.lines(report(ctx, words[1:]))
    return 0


def _input(ctx: Context, words: list[str]) -> list[str]:
    width, height = ctx.phone.screen_size
    rotation = ctx.phone.rotation
    return [
        "INPUT MANAGER (dumpsys input)",
        "",
        "Input Reader State (Nums of device: 2):",
        "  Device 1: virtio_input_multi_touch_1",
        "    Touch Input Mapper (mode - DIRECT):",
        f"      Viewport INTERNAL: displayId=0, uniqueId=local:4619827259835644672, port=0, "
        f"orientation={rotation}, logicalFrame=[0, 0, {width}, {height}], "
        f"physicalFrame=[0, 0, {PHYSICAL[0]}, {PHYSICAL[1]}], "
        f"deviceSize=[{PHYSICAL[0]}, {PHYSICAL[1]}], isActive=[1]",
        f"      SurfaceWidth: {width}px",
        f"      SurfaceHeight: {height}px",
        f"      PhysicalWidth: {PHYSICAL[0]}px",
        f"      PhysicalHeight: {PHYSICAL[1]}px",
        f"      SurfaceOrientation: {rotation}",
        "",
        "Input Dispatcher State:",
        f"  FocusedApplications:\n    displayId=0, name='ActivityRecord{{{_focus(ctx)}}}'",
    ]


def _focus(ctx: Context) -> str:
    """`u0 package/class`, as window and activity records name the activity in front."""
    return f"4d2f1a7 u0 {ctx.phone.activities.foreground}"


def _window(ctx: Context, words: list[str]) -> list[str]:
    state = ctx.phone.system
    width, height = ctx.phone.screen_size
    focused = _SYSTEM_BAR_FOCUS if state.shade else ctx.phone.activities.foreground
    degrees = ctx.phone.rotation * 90
    return [
        "WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)",
        "  Display: mDisplayId=0",
        f"    init={PHYSICAL[0]}x{PHYSICAL[1]} {DENSITY}dpi cur={width}x{height} "
        f"app={width}x{height} rng=1080x1017-2400x2337",
        f"  mCurrentFocus=Window{{a1b2c3 u0 {focused}}}",
        f"  mFocusedApp=ActivityRecord{{{_focus(ctx)} t{ctx.phone.activities.tasks()[0].id}}}",
        f"  mCurrentRotation=ROTATION_{degrees}",
        f"  mRotation=ROTATION_{degrees}",
        f"  mDisplayRotation={degrees}",
        f"  mAwake={str(state.screen_on).lower()} mScreenOnFully={str(state.screen_on).lower()}",
        "  mDreamingLockscreen=false mShowingLockscreen=false isKeyguardShowing=false",
    ]


def _activity(ctx: Context, words: list[str]) -> list[str]:
    what = words[0] if words else ""
    if what == "recents":
        return _recents(ctx)
    if what in ("activities", "a", "", "top", "processes", "p", "services", "broadcasts"):
        lines = _view_hierarchy(ctx) if what == "top" else _activities(ctx)
        return lines if what not in ("services", "broadcasts") else [f"ACTIVITY MANAGER {what.upper()}"]
    if what == ctx.phone.activities.foreground.partition("/")[0]:
        return _view_hierarchy(ctx)
    return ["No activities match: " + what]


def _recents(ctx: Context) -> list[str]:
    # Callers remove every task whose `id=` they find here, so the launcher's is left out.
    lines = ["ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)", "  Recent tasks:"]
    tasks = [task for task in ctx.phone.activities.tasks() if task.package != LAUNCHER]
    for i, task in enumerate(tasks):
        lines.append(f"  * Recent #{i}: Task{{#{task.id} type=standard A={task.package}}}")
        lines.append(f"    id={task.id} realActivity={{{shorten_component(task.component)}}}")
        lines.append(f"    hasTask=true mTopActivityComponent={task.top_component}")
    return lines


def _activities(ctx: Context) -> list[str]:
    front = ctx.phone.activities.tasks()[0]
    record = f"ActivityRecord{{{_focus(ctx)} t{front.id}}}"
    return [
        "ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)",
        "Display #0 (activities from top to bottom):",
        *task_lines(ctx),
        f"  mResumedActivity: {record}",
        f"  topResumedActivity={record}",
        f"  ResumedActivity: {record}",
        f"  mFocusedApp={record}",
    ]


def _view_hierarchy(ctx: Context) -> list[str]:
    """The activity in front, and its views as an indented tree."""
    component = ctx.phone.activities.foreground
    package = ctx.phone.packages.get(component.partition("/")[0])
    pid = 1000 + (package.uid if package else 0) % 10_000
    lines = [
        f"TASK {component.partition('/')[0]} id={ctx.phone.activities.tasks()[0].id} userId=0",
        f"  ACTIVITY {shorten_component(component)} 4d2f1a7 pid={pid}",
        "    View Hierarchy:",
        "      DecorView@4d2f1a7[MainActivity]",
    ]
    for window in ctx.phone.screen().windows:
        if window.kind == "application" and window.nodes:
            lines += _tree(window.nodes[0], 8)
    return lines


def _tree(node: Node, indent: int) -> list[str]:
    identifier = f" app:id/{node.rid}" if node.rid else ""
    bounds = f"{node.x},{node.y}-{node.x + node.w},{node.y + node.h}"
    lines = [f"{' ' * indent}{node.cls or 'android.view.View'}{{V.ED {bounds}{identifier}}}"]
    for child in node.children:
        lines += _tree(child, indent + 2)
    return lines


def _telephony(ctx: Context, words: list[str]) -> list[str]:
    call = ctx.phone.telephony.call
    number = call.number if call is not None and call.incoming else ""
    return [
        "last known state:",
        "  Phone Id=0",
        f"    mCallState={ctx.phone.telephony.call_state}",
        f"    mCallIncomingNumber={number}",
        "    mServiceState={mVoiceRegState=0(IN_SERVICE), mDataRegState=0(IN_SERVICE)}",
        "    mDataConnectionState=2",
    ]


def _display(ctx: Context, words: list[str]) -> list[str]:
    width, height = ctx.phone.screen_size
    rotation = ctx.phone.rotation
    return [
        "DISPLAY MANAGER (dumpsys display)",
        f"  mDisplayState={'ON' if ctx.phone.system.screen_on else 'OFF'}",
        "Display Devices: size=1",
        f"  mViewports=[DisplayViewport{{type=INTERNAL, valid=true, displayId=0, "
        f"uniqueId='local:4619827259835644672', physicalPort=0, orientation={rotation}, "
        f"logicalFrame=Rect(0, 0 - {width}, {height}), "
        f"physicalFrame=Rect(0, 0 - {PHYSICAL[0]}, {PHYSICAL[1]}), "
        f"deviceWidth={width}, deviceHeight={height}}}]",
        f'    mBaseDisplayInfo=DisplayInfo{{"Built-in Screen", displayId 0, real {width} x '
        f"{height}, density {DENSITY}, rotation {rotation}, state ON}}",
    ]


def _battery(ctx: Context, words: list[str]) -> list[str]:
    store = ctx.phone.settings
    charging = store.flag("global", "power_ac", True)
    return [
        "Current Battery Service state:",
        f"  AC powered: {str(charging).lower()}",
        "  USB powered: false",
        "  Wireless powered: false",
        "  Max charging current: 0",
        f"  status: {2 if charging else 3}",
        f"  health: {store.get('global', 'power_health', '2')}",
        "  present: true",
        f"  level: {store.get('global', 'power_capacity', '100')}",
        "  scale: 100",
        "  voltage: 5000",
        "  temperature: 250",
        "  technology: Li-ion",
    ]


def _power(ctx: Context, words: list[str]) -> list[str]:
    on = ctx.phone.system.screen_on
    state = "ON" if on else "OFF"
    return [
        "POWER MANAGER (dumpsys power)",
        f"  mWakefulness={'Awake' if on else 'Asleep'}",
        f"  mHoldingDisplaySuspendBlocker={str(on).lower()}",
        f"Display Power: state={state}",
    ]


def _input_method(ctx: Context, words: list[str]) -> list[str]:
    content = ctx.phone.screen()
    shown = str(bool(content.keyboard)).lower()
    field = content.field
    hint = field.hint if field is not None and field.hint else "null"
    return [
        "Input method client state for ActivityRecord:",
        f"  mCurMethodId={ctx.phone.settings.get('secure', 'default_input_method')}",
        f"  mInputShown={shown} mShowRequested={shown} mIsInputViewShown={shown}",
        f"  mServedView={'android.widget.EditText' if field is not None else 'null'}",
        f"  mCurrentTextBoxAttribute: hintText={hint} label=null",
    ]


def _package(ctx: Context, words: list[str]) -> list[str]:
    names = [word for word in words if not word.startswith("-")]
    if not names:
        return [
            "Packages:",
            *(f"  Package [{package.name}]" for package in ctx.phone.packages.all()),
        ]
    package = ctx.phone.packages.get(names[-1])
    if package is None:
        return [f"Unable to find package: {names[-1]}"]
    return _package_lines(ctx, package)


def _package_lines(ctx: Context, package: Package) -> list[str]:
    moment = ctx.phone.clock.local(ctx.phone.packages.installed_ms(package.name))
    flags = "[ SYSTEM HAS_CODE ALLOW_BACKUP ]" if package.system else "[ HAS_CODE ALLOW_BACKUP ]"
    granted = ctx.phone.packages.granted(package.name)
    resolver = [
        "Activity Resolver Table:",
        "  Non-Data Actions:",
        "      android.intent.action.MAIN:",
        f"        4d2f1a7 {shorten_component(package.component)} filter 1a2b3c4",
    ] if package.component else []  # fmt: skip
    return [
        *resolver,
        "Packages:",
        f"  Package [{package.name}] (4d2f1a7):",
        f"    userId={package.uid}",
        f"    codePath={apk_path(package).removesuffix('/base.apk')}",
        f"    dataDir=/data/user/0/{package.name}",
        f"    versionCode={package.version_code} minSdk=23 targetSdk=33",
        f"    versionName={package.version}",
        f"    flags={flags}",
        "    signatures=PackageSignatures{5c3d1f version:2, signatures:[4e2a9f6b], past signatures:[]}",
        f"    firstInstallTime={moment:%Y-%m-%d %H:%M:%S}",
        f"    lastUpdateTime={moment:%Y-%m-%d %H:%M:%S}",
        "    runtime permissions:",
        *(f"      {name}: granted=true" for name in sorted(granted)),
    ]


def _notification(ctx: Context, words: list[str]) -> list[str]:
    lines = ["Current Notification Manager state:", "  Notification List:"]
    for note in ctx.phone.notifications.active():
        lines += [
            f"    NotificationRecord(0x0a1b2c3d: pkg={note.package} user=UserHandle{{0}} "
            f"id={note.id} tag={note.tag or 'null'} importance=4 key={note.key})",
            f"      android.title=String ({note.title})",
            f"      android.text=String ({note.text})",
        ]
    return lines


def _wifi(ctx: Context, words: list[str]) -> list[str]:
    on = ctx.phone.settings.flag("global", "wifi_on")
    network = '"AndroidWifi"' if on else "<unknown ssid>"
    return [
        f"Wi-Fi is {'enabled' if on else 'disabled'}",
        f"mWifiInfo SSID: {network}, BSSID: 00:13:10:85:fe:01, RSSI: -50, Link speed: 11Mbps",
    ]


def _bluetooth(ctx: Context, words: list[str]) -> list[str]:
    on = ctx.phone.settings.flag("global", "bluetooth_on")
    return [
        "Bluetooth Status",
        f"  enabled: {str(on).lower()}",
        f"  state: {'ON' if on else 'OFF'}",
    ]


def _alarm(ctx: Context, words: list[str]) -> list[str]:
    clock = ctx.phone.clock
    return [
        "Current Alarm Manager state:",
        f"  nowRTC={clock.now_ms}={clock.local():%Y-%m-%d %H:%M:%S}",
        f"  nowELAPSED={clock.uptime_ms}",
    ]


def _location(ctx: Context, words: list[str]) -> list[str]:
    place = ctx.phone.settings.get("global", "mock_location") or "37.421998,-122.084000"
    return ["Location Manager State:", f"  last location=Location[gps {place} hAcc=5.0]"]


def _audio(ctx: Context, words: list[str]) -> list[str]:
    store = ctx.phone.settings
    return [
        f"- STREAM_{name.upper()}:\n   streamVolume:{store.get('system', 'volume_' + name)}"
        for name in ("music", "ring", "alarm", "notification")
    ]


def _memory(ctx: Context, words: list[str]) -> list[str]:
    return ["Total RAM: 2,026,072K (status normal)", " Free RAM: 931,400K", " Used RAM: 1,094,672K"]


def _nothing(ctx: Context, words: list[str]) -> list[str]:
    return []


_REPORTS: dict[str, Callable[[Context, list[str]], list[str]]] = {
    "input": _input, "window": _window, "activity": _activity, "display": _display,
    "telephony.registry": _telephony, "battery": _battery, "power": _power,
    "input_method": _input_method, "package": _package, "notification": _notification,
    "wifi": _wifi, "bluetooth_manager": _bluetooth, "alarm": _alarm, "location": _location,
    "audio": _audio, "meminfo": _memory, "SurfaceFlinger": _nothing, "gfxinfo": _nothing,
    "deviceidle": _nothing, "media_session": _nothing, "connectivity": _nothing,
    "cpuinfo": _nothing, "batterystats": _nothing, "usagestats": _nothing,
    "jobscheduler": _nothing, "appops": _nothing, "diskstats": _nothing, "account": _nothing,
}  # fmt: skip
