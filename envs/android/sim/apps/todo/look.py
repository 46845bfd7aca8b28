"""What Tasks' screens share: colours, the check circle, chips and the row that shows a task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.apps.todo.dates import date_text, is_overdue
from osgenesis.envs.android.sim.apps.todo.schema import HIGH, LOW, MEDIUM, NONE, PACKAGE, PRIORITIES, Task
from osgenesis.envs.android.sim.apps.todo.store import Belongings
from osgenesis.envs.android.sim.apps.todo.views import Entry
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.text import line_height, wrap
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, DENSITY, FILL, LABEL, Color, dp, tinted
from osgenesis.envs.android.sim.ui.widgets import column, icon, row, space, text
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

ID = f"{PACKAGE}:id/"
SEED = (25, 103, 210)
THEME = tinted(SEED)
DARK_THEME = tinted(SEED, dark=True)

_PRIORITY = {
    False: {HIGH: (211, 47, 47), MEDIUM: (230, 126, 0), LOW: (25, 103, 210), NONE: (117, 117, 117)},
    True: {HIGH: (255, 120, 110), MEDIUM: (255, 183, 77), LOW: (130, 177, 255), NONE: (158, 158, 158)},
}
_ROW_PAD = 10
_LEFT = 56  # check circle and what is left of it
_INDENT = 24
_RIGHT = 150  # at most, for the due date


class Look(NamedTuple):
    """What a task's row shows, as the settings say."""

    full_title: bool
    description: bool
    full_description: bool
    list_chip: bool
    tag_chips: bool
    place_chip: bool
    start_chip: bool
    arrows: bool  # "my order": buttons to move a task
    swipes: bool
    twenty_four: bool
    width: int  # of the screen, px


class RowActions(NamedTuple):
    """What touching parts of a row does."""

    tap: Callable[[Task], object]
    long: Callable[[Task], object]
    check: Callable[[Task], object]
    fold: Callable[[Task], object]
    chip: Callable[[str, str], object]
    move: Callable[[Task, int], object]
    swipe: Callable[[Task], object]


def look_of(ui: Page, filter_kind: str) -> Look:
    """The look that the settings ask for."""
    prefs = ui.prefs
    return Look(
        prefs.flag("full_title", False), prefs.flag("show_description", True), prefs.flag("full_description", False),
        prefs.flag("list_chip", True) and filter_kind != "list", prefs.flag("tag_chips", True),
        prefs.flag("place_chip", True), prefs.flag("start_chip", True), prefs.text("sort", "auto") == "manual",
        prefs.flag("swipe_to_snooze", False), ui.phone.is_24_hour, ui.width,
    )  # fmt: skip


def priority_color(ui: Page, importance: int) -> Color:
    """The colour of a priority."""
    return _PRIORITY[ui.theme.dark][min(max(importance, HIGH), NONE)]


def priority_text(importance: int) -> str:
    """As "High priority", "No priority"."""
    name = PRIORITIES[min(max(importance, HIGH), NONE)]
    return f"{'No' if name == 'None' else name} priority"


def check_circle(ui: Page, task: Task, on_tap: Handler | None) -> Node:
    """The circle that completes a task, in the colour of its priority."""
    name = "checkbox-marked-circle" if task.done else "repeat" if task.recurrence else "checkbox-blank-circle-outline"
    state = "Completed" if task.done else "Not completed"
    return Node(
        kind="box", width=dp(44), height=dp(44), cls="android.widget.CheckBox", rid=ID + "complete_box", on_tap=on_tap,
        desc=f"{state}, {priority_text(task.importance).lower()}",
        flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if task.done else 0),
        children=(icon(ui, name, 24, color=priority_color(ui, task.importance), gravity="cc"),),
    )  # fmt: skip


def small_chip(ui: Page, label: str, icon_name: str, on_tap: Handler | None = None) -> Node:
    """A small label below a task: list, tag, place, start date, number of subtasks."""
    ink = ui.theme.on_secondary_container
    return row(
        icon(ui, icon_name, 14, color=ink), text(ui, label, LABEL, color=ink, lines=1, cls=""),
        gap=4, pad=(8, 0, 10, 0), height=dp(26), radius=dp(13), bg=ui.theme.surface_high, text=label,
        on_tap=on_tap, cls="com.google.android.material.chip.Chip", rid=ID + "chip",
    )  # fmt: skip


def title_lines(entry: Entry, look: Look) -> int:
    """How many lines a title takes."""
    if not look.full_title:
        return 1
    width = look.width - dp(_LEFT + entry.depth * _INDENT + 24 + (_RIGHT if entry.task.due else 0))
    return len(wrap(entry.task.title, BODY, "regular", max(width, dp(80))))


def note_lines(entry: Entry, look: Look) -> int:
    """How many lines a description takes."""
    notes = entry.task.notes.strip() if look.description else ""
    if not notes:
        return 0
    width = look.width - dp(_LEFT + entry.depth * _INDENT + 24)
    return len(wrap(notes, BODY_MEDIUM, "regular", max(width, dp(80)), 0 if look.full_description else 2))


def row_height(entry: Entry, look: Look, belongings: Belongings) -> float:
    """Height in dp that `task_row` needs."""
    if entry.header:
        return 44
    lines = title_lines(entry, look) * line_height(BODY) + note_lines(entry, look) * line_height(BODY_MEDIUM)
    chips = 32 if has_chips(entry, look, belongings) else 0
    return max(lines / DENSITY + 2 * _ROW_PAD + chips, 52)


def has_chips(entry: Entry, look: Look, belongings: Belongings) -> bool:
    """Whether a row has chips below its text."""
    task = entry.task
    return bool(
        entry.below
        or (look.start_chip and task.hide_until and not task.done)
        or (look.list_chip and task.id in belongings.lists)
        or (look.tag_chips and task.id in belongings.tags)
        or (look.place_chip and task.id in belongings.places)
    )


def task_row(
    ui: Page, entry: Entry, look: Look, belongings: Belongings, now: datetime, actions: RowActions, selected: bool
) -> Node:
    """A task: circle, title, description, chips, due date."""
    task, theme = entry.task, ui.theme
    ink = theme.outline if task.done else theme.on_surface
    title = text(ui, task.title, BODY, color=ink, lines=0 if look.full_title else 1, grow=1, rid=ID + "title")
    head = [title, *_due(ui, task, look, now)]
    lines = [row(*head, gap=8, cross="start")]
    if look.description and task.notes.strip():
        lines.append(
            text(
                ui,
                task.notes.strip(),
                BODY_MEDIUM,
                color=theme.outline if task.done else theme.on_surface_variant,
                lines=0 if look.full_description else 2,
                rid=ID + "description",
            )
        )
    if has_chips(entry, look, belongings):
        chips = _chips(ui, entry, look, belongings, now, actions)
        lines.append(
            Node(
                kind="hscroll",
                key=f"chips{task.id}",
                offset=ui.get(f"scroll:chips{task.id}", 0),
                children=chips,
                gap=dp(6),
                pad=(0, dp(5), 0, 0),
            )
        )
    children = [
        space(4 + entry.depth * _INDENT),
        check_circle(ui, task, lambda: actions.check(task)),
        column(*lines, grow=1),
    ]
    if look.arrows:
        children += _arrows(ui, task, actions)
    return row(
        *children, pad=(0, 0, 16 if not look.arrows else 4, 0), gap=4, on_tap=lambda: actions.tap(task),
        on_long=lambda: actions.long(task), cls="android.view.ViewGroup", rid=ID + "row", height=FILL,
        on_swipe=(lambda _: actions.swipe(task)) if look.swipes and not task.done else None,
        bg=theme.secondary_container if selected else None, flags=int(Flag.SELECTED) if selected else 0,
    )  # fmt: skip


def _due(ui: Page, task: Task, look: Look, now: datetime) -> list[Node]:
    if not task.due:
        return []
    late = not task.done and is_overdue(task.due, now)
    color = ui.theme.error if late else ui.theme.on_surface_variant
    label = date_text(task.due, now, look.twenty_four)
    return [text(ui, label, BODY_MEDIUM, color=color, lines=1, rid=ID + "due_date", pad=(0, dp(1), 0, 0))]


def _chips(
    ui: Page, entry: Entry, look: Look, belongings: Belongings, now: datetime, actions: RowActions
) -> list[Node]:
    task = entry.task
    chips = []
    if entry.below:
        label = f"{entry.below} subtask{'s' if entry.below > 1 else ''}"
        chips.append(
            small_chip(ui, label, "chevron-down" if task.collapsed else "chevron-up", lambda: actions.fold(task))
        )
    if look.start_chip and task.hide_until and not task.done:
        chips.append(small_chip(ui, date_text(task.hide_until, now, look.twenty_four), "clock-start"))
    if look.list_chip and task.id in belongings.lists:
        chips.append(_chip_to(ui, "list", belongings.lists[task.id], "format-list-bulleted", actions))
    if look.place_chip and task.id in belongings.places:
        chips.append(_chip_to(ui, "place", belongings.places[task.id], "map-marker-outline", actions))
    if look.tag_chips:
        chips += [_chip_to(ui, "tag", tag, "tag-outline", actions) for tag in belongings.tags.get(task.id, ())]
    return chips


def _chip_to(ui: Page, kind: str, name: str, icon_name: str, actions: RowActions) -> Node:
    return small_chip(ui, name, icon_name, lambda: actions.chip(kind, name))


def _arrows(ui: Page, task: Task, actions: RowActions) -> list[Node]:
    def arrow(name: str, desc: str, step: int) -> Node:
        return Node(
            kind="box", width=dp(40), height=dp(44), desc=desc, cls="android.widget.ImageButton",
            on_tap=lambda: actions.move(task, step), children=(icon(ui, name, 20, gravity="cc"),),
        )  # fmt: skip

    return [arrow("arrow-up", f"Move {task.title} up", -1), arrow("arrow-down", f"Move {task.title} down", 1)]
