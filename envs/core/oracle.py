"""`Screen`: what a task's oracle sees and the words in which it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, outline
from osgenesis.envs.core.errors import TaskError

__all__ = ["Screen"]


@dataclass
class Screen:
    """The current screen, refreshed by the rollout before each resume of an oracle.

    Attributes:
        elements: Visible elements; the position is the index that actions use.
        size: (width, height) in px.
        app: Package or site in front.
    """

    elements: Sequence[Element] = ()
    size: tuple[int, int] = (1080, 2400)
    app: str = ""

    def find_all(
        self,
        text: str | None = None,
        *,
        description: str | None = None,
        hint: str | None = None,
        resource_id: str | None = None,
        contains: str | None = None,
        label: str | None = None,
        class_name: str | None = None,
        where: Callable[[Element], bool] | None = None,
    ) -> list[Element]:
        """All elements that meet every condition given, in screen order.

        `text`, `description`, `hint` and `label` (text, description or hint) must be equal;
        `contains` is looked for in the label, ignoring case; `resource_id` and `class_name`
        match whole or as the part after the last "/" or ".".
        """
        part = None if contains is None else contains.casefold()
        return [
            e
            for e in self.elements
            if (text is None or e.text == text)
            and (description is None or e.description == description)
            and (hint is None or e.hint == hint)
            and (label is None or e.label == label)
            and (resource_id is None or _tail(e.resource_id, resource_id, "/"))
            and (class_name is None or _tail(e.class_name, class_name, "."))
            and (part is None or part in e.label.casefold())
            and (where is None or where(e))
        ]

    def find(
        self,
        text: str | None = None,
        *,
        description: str | None = None,
        hint: str | None = None,
        resource_id: str | None = None,
        contains: str | None = None,
        label: str | None = None,
        class_name: str | None = None,
        where: Callable[[Element], bool] | None = None,
    ) -> Element | None:
        """The first element that `find_all` gives, or None."""
        found = self.find_all(
            text,
            description=description,
            hint=hint,
            resource_id=resource_id,
            contains=contains,
            label=label,
            class_name=class_name,
            where=where,
        )
        return found[0] if found else None

    def need(
        self,
        text: str | None = None,
        *,
        description: str | None = None,
        hint: str | None = None,
        resource_id: str | None = None,
        contains: str | None = None,
        label: str | None = None,
        class_name: str | None = None,
        where: Callable[[Element], bool] | None = None,
    ) -> Element:
        """Like `find`, but a missing element is a `TaskError` that shows the screen."""
        found = self.find(
            text,
            description=description,
            hint=hint,
            resource_id=resource_id,
            contains=contains,
            label=label,
            class_name=class_name,
            where=where,
        )
        if found is not None:
            return found
        given = {
            "text": text,
            "description": description,
            "hint": hint,
            "resource_id": resource_id,
            "contains": contains,
            "label": label,
            "class_name": class_name,
            "where": where,
        }
        wanted = ", ".join(f"{k}={v!r}" for k, v in given.items() if v is not None)
        shown = outline(self.elements, 4000)
        raise TaskError(f"The oracle looked for {wanted} in {self.app or 'the screen'}:\n{shown}")

    def has(self, text: str) -> bool:
        """Whether some element's text, description or hint is exactly `text`."""
        return any(text in (e.text, e.description, e.hint) for e in self.elements)

    def index(self, element: Element) -> int:
        """The position of an element on this screen."""
        for position, candidate in enumerate(self.elements):
            if candidate is element or candidate == element:
                return position
        raise TaskError(f"Not on this screen any more: {element}")

    def tap(self, element: Element) -> Action:
        """Tap the middle of an element."""
        return Action("click", index=self.index(element))

    def double_tap(self, element: Element) -> Action:
        """Tap the middle of an element twice."""
        return Action("double_tap", index=self.index(element))

    def long_press(self, element: Element) -> Action:
        """Press the middle of an element for a second."""
        return Action("long_press", index=self.index(element))

    def tap_xy(self, x: int, y: int) -> Action:
        """Tap a point, in px."""
        return Action("click", x=x, y=y)

    def type(
        self,
        text: str,
        element: Element | None = None,
        *,
        clear: bool = False,
        press_enter: bool = False,
    ) -> Action:
        """Type text, into `element` if given, else where the focus is."""
        index = None if element is None else self.index(element)
        return Action("input_text", index=index, text=text, clear_text=clear, press_enter=press_enter)

    def scroll(self, direction: str, element: Element | None = None) -> Action:
        """Show what is further in `direction`, of the screen or of one scrollable element."""
        index = None if element is None else self.index(element)
        return Action("scroll", direction=direction, index=index)

    def swipe(self, x: int, y: int, to_x: int, to_y: int, duration_ms: int | None = None) -> Action:
        """Move a finger from one point to another, in px."""
        return Action("swipe", x=x, y=y, to_x=to_x, to_y=to_y, duration_ms=duration_ms)

    def swipe_screen(self, direction: str) -> Action:
        """Move a finger across the whole screen in `direction`."""
        return Action("swipe", direction=direction)

    def back(self) -> Action:
        """Press Back."""
        return Action("navigate_back")

    def home(self) -> Action:
        """Go to the home screen."""
        return Action("navigate_home")

    def enter(self) -> Action:
        """Press Enter."""
        return Action("keyboard_enter")

    def open_app(self, app: str) -> Action:
        """Start an app by its name."""
        return Action("open_app", app=app)

    def wait(self) -> Action:
        """Let a second pass."""
        return Action("wait")

    def answer(self, text: str) -> Action:
        """Give the answer of an information task."""
        return Action("answer", text=text)

    def done(self) -> Action:
        """Declare the task complete."""
        return Action("status", goal_status="complete")


def _tail(value: str, wanted: str, separator: str) -> bool:
    return value == wanted or value.rsplit(separator, 1)[-1] == wanted
