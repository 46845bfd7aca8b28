"""From the back stack and the system UI to the windows on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.back_stack import ActivityRecord, PageRecord
from osgenesis.envs.android.sim.editing import Editor, toolbar
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.system import bars, keyboard, recents, shade
from osgenesis.envs.android.sim.ui.dialogs import STANDARD
from osgenesis.envs.android.sim.ui.forest import Window
from osgenesis.envs.android.sim.ui.layout import arrange, measure
from osgenesis.envs.android.sim.ui.nodes import Box, Node
from osgenesis.envs.android.sim.ui.theme import NAVIGATION_BAR_PX, STATUS_BAR_PX, Color, dp

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

LIGHT_INK: Color = (255, 255, 255)
_MOST_KEPT = 24  # windows of the system UI that a phone remembers
DARK_INK: Color = (40, 41, 46)
_MENU_MARGIN = dp(8)
_SHEET_WIDTH = dp(640)  # widest bottom sheet


class ScreenContent:
    """What is on the screen: windows from low to high, and the page roots by uid."""

    __slots__ = ("field", "keyboard", "page", "roots", "windows")

    def __init__(self) -> None:
        self.windows: list[Window] = []
        self.roots: dict[int, Node] = {}
        self.page: Page | None = None  # the page on top
        self.field: Node | None = None  # the field that has the focus
        self.keyboard = False


def compose(phone: Phone) -> ScreenContent:
    """Builds and lays out everything that shows."""
    screen = ScreenContent()
    width, height = phone.screen_size
    if not phone.system.screen_on:
        _dark_screen(phone, screen, width, height)
        return screen
    activity = phone.stack.top
    if phone.system.recents or phone.system.shade:
        _overlay(phone, screen, width, height)
        _bars(phone, screen, width, height, _ink(phone, screen.windows[0]), covered=True)
        return screen
    pages = activity.pages
    base = max(i for i, p in enumerate(pages) if i == 0 or phone.activities.presentation(activity, p) == "page")
    for record in pages[base:]:
        _page(phone, screen, activity, record, is_top=record is pages[-1])
    if screen.keyboard and screen.field is not None:
        _keyboard(phone, screen, width, height)
    _heads_up(phone, screen, width, height)
    ink = _ink(phone, screen.windows[0])
    _bars(phone, screen, width, height, ink, covered=False)
    return screen


def _dark_screen(phone: Phone, screen: ScreenContent, width: int, height: int) -> None:
    """The display is off: black, and a tap turns it on."""
    box = (0, 0, width, height)
    root = Node(
        kind="box", width=width, height=height, bg=(0, 0, 0), cls="android.widget.FrameLayout", on_tap=phone.wake
    )
    screen.windows.append(Window("system", bars.PACKAGE, "Display off", box, arrange(root, box), modal=True))


def _overlay(phone: Phone, screen: ScreenContent, width: int, height: int) -> None:
    if phone.system.recents:
        root, package, title = recents.recents(phone, width, height), recents.PACKAGE, "Recent apps"
    else:
        root, package, title = shade.shade(phone, width, height), shade.PACKAGE, "Notification shade"
    box = (0, 0, width, height)
    screen.windows.append(Window("system", package, title, box, arrange(root, box), modal=True))


def _heads_up(phone: Phone, screen: ScreenContent, width: int, height: int) -> None:
    root = shade.heads_up(phone, width)
    if root is not None:
        _, h = measure(root, width, height - STATUS_BAR_PX)
        box = (0, STATUS_BAR_PX, width, STATUS_BAR_PX + h)
        screen.windows.append(Window("system", shade.PACKAGE, "Heads-up notification", box, arrange(root, box)))


def _page(phone: Phone, screen: ScreenContent, activity: ActivityRecord, record: PageRecord, *, is_top: bool) -> None:
    hidden = record.state.get("ime") == "hidden"
    wanted = is_top and bool(record.state.get("focus")) and not hidden
    phone.keyboard_up = wanted
    page, root = _build(phone, activity, record)
    if is_top and bool(page.focused) and not hidden and not wanted:
        # The page asks for the focus itself: lay it out again above the keyboard.
        phone.keyboard_up = wanted = True
        page, root = _build(phone, activity, record)
    width, height = phone.screen_size
    kind = phone.activities.presentation(activity, record)
    box, area = _placed(kind, root, page, width, height)
    nodes = arrange(root, area, box)
    window = Window(
        "application",
        activity.package,
        phone.apps[activity.package].label,
        box,
        nodes,
        dim=kind not in ("page", "menu"),
        modal=kind != "page",
    )
    screen.windows.append(window)
    screen.roots[record.uid] = root
    if is_top:
        screen.page = page
        focus = page.focused
        screen.field = next((n for n in nodes if n.kind == "field" and n.key == focus), None) if focus else None
        screen.keyboard = wanted and screen.field is not None
        phone.keyboard_up = screen.keyboard
        if screen.field is not None and page.get("toolbar"):
            root, box = toolbar(phone, Editor(phone, page, screen.field), screen.field)
            if root.children:
                screen.windows.append(
                    Window("application", activity.package, "Floating toolbar", box, arrange(root, box))
                )


def _build(phone: Phone, activity: ActivityRecord, record: PageRecord) -> tuple[Page, Node]:
    page = phone.activities.page(activity, record)
    page.built = True
    if record.name.startswith("@"):
        return page, STANDARD[record.name][1](page)
    return page, page.app.build(page)


def _placed(kind: str, root: Node, page: Page, width: int, height: int) -> tuple[Box, Box]:
    """(window's box, box to lay out in) of a page.

    Drawers and sheets reach behind the bars, their content does not.
    """
    if kind == "page":
        full = (0, 0, width, height)
        return full, full
    bottom = height - page.inset_bottom
    top = STATUS_BAR_PX + dp(8)
    if kind == "drawer":
        box = (0, 0, min(dp(304), width - dp(56)), height)
        left, above, right, below = root.pad
        root.pad = (left, above + top, right, below + page.inset_bottom)
        return box, box
    if kind == "sheet":
        if root.bg is None:
            root.bg, root.radius = page.theme.surface_container, dp(28)
        left, above, right, below = root.pad
        root.pad = (left, above, right, below + page.inset_bottom + root.radius)
        w, h = measure(root, min(width, _SHEET_WIDTH), height - top + root.radius)
        left = (width - w) // 2
        # The lower round corners lie below the edge of the screen.
        area = (left, height + root.radius - h, left + w, height + root.radius)
        return (left, area[1], left + w, height), area
    w, h = measure(root, width, bottom - top)
    if kind == "menu":
        x, y = page.args.get("@anchor", (width, 0))
        left = max(min(x, width - _MENU_MARGIN - w), _MENU_MARGIN)
        box_top = max(min(y, bottom - h - _MENU_MARGIN), top)
        box = (left, box_top, left + w, box_top + h)
    else:
        left, box_top = (width - w) // 2, top + max(bottom - top - h, 0) // 2
        box = (left, box_top, left + w, box_top + h)
    return box, box


def _keyboard(phone: Phone, screen: ScreenContent, width: int, height: int) -> None:
    field = screen.field
    if field is None:
        return
    input_kind, ime = field.input_kind, field.ime
    bottom = height - NAVIGATION_BAR_PX
    box = (0, bottom - keyboard.keyboard_height(width, height), width, bottom)
    key = ("keyboard", box, phone.system.keyboard, input_kind, ime, phone.dark)

    def build() -> Window:
        root = keyboard.keyboard(phone, input_kind, ime)
        return Window("input_method", keyboard.PACKAGE, "Keyboard", box, arrange(root, box))

    screen.windows.append(_kept(phone, key, build))


def _bars(phone: Phone, screen: ScreenContent, width: int, height: int, ink: Color, *, covered: bool) -> None:
    if not covered:
        screen.windows.append(_status_bar(phone, width, ink))
    up = screen.keyboard
    nav_ink = (LIGHT_INK if phone.dark else DARK_INK) if up else ink
    box = (0, height - NAVIGATION_BAR_PX, width, height)

    def build() -> Window:
        root = bars.navigation_bar(
            width,
            nav_ink,
            lambda: phone.input.key("KEYCODE_BACK"),
            lambda: phone.input.key("KEYCODE_HOME"),
            lambda: phone.input.key("KEYCODE_APP_SWITCH"),
            up,
        )
        if up:
            root.bg = keyboard.keyboard_color(phone.dark)
        return Window("system", bars.PACKAGE, "Navigation bar", box, arrange(root, box))

    screen.windows.append(_kept(phone, ("navigation", box, nav_ink, up, phone.dark), build))


def _status_bar(phone: Phone, width: int, ink: Color) -> Window:
    box = (0, 0, width, STATUS_BAR_PX)
    key = (
        "status",
        box,
        ink,
        phone.clock_text(),
        phone.settings.version,
        phone.notifications.version,
        phone.packages.version,
        bars.alarm_is_set(phone),
    )
    return _kept(
        phone,
        key,
        lambda: Window("system", bars.PACKAGE, "Status bar", box, arrange(bars.status_bar(phone, width, ink), box)),
    )


def _kept(phone: Phone, key: tuple[object, ...], build: Callable[[], Window]) -> Window:
    """A window of the system UI, built once for what it depends on: most steps leave bars and keyboard alone."""
    windows = phone.system_windows
    window = windows.get(key)
    if window is None:
        if len(windows) >= _MOST_KEPT:
            windows.clear()
        window = windows[key] = build()
    return window


def _ink(phone: Phone, window: Window) -> Color:
    """Black or white for the bars' icons, by what is below them."""
    below: Color = (255, 255, 255)
    for node in window.nodes:
        if node.draw is not None and node.draw[0] == "wallpaper" and node.w >= phone.screen_size[0]:
            return LIGHT_INK
        if node.bg is not None and node.y == 0 and node.w >= phone.screen_size[0]:
            below = node.bg
    luma = (below[0] * 299 + below[1] * 587 + below[2] * 114) // 1000
    return LIGHT_INK if luma < 140 else DARK_INK
