"""What kind of interface is explored: how one begins in an app or site, goes back, and notices having left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.environment import GuiEnv

# Values of a state that say where one is; going somewhere changes nothing.
PLACES: Final = ("browser/url", "url", "text")
Options = Callable[[int], Sequence[str]]


class Surface(NamedTuple):
    """A kind of interface."""

    name: str  # "phone", "web" or "page"
    back: Action | None  # what leads to the screen before
    scrolls_blindly: bool  # whether scrolling may do something where nothing says that it scrolls


PHONE: Final = Surface("phone", Action("navigate_back"), True)
WEB: Final = Surface("web", Action("go_back"), True)
# One page without an address to go to: MiniWoB's.
PAGE: Final = Surface("page", None, False)


def surface_of(env: GuiEnv) -> Surface:
    """The kind of interface, by the actions that it understands."""
    if "open_app" in env.action_types:
        return PHONE
    return WEB if "goto" in env.action_types else PAGE


def opening(env: GuiEnv, label: str) -> Action | None:
    """What brings an app or site to the front, seen from the start of an episode; None where it is there already.

    On the web it is a click on the link that leads there, as a person would begin, else its address.
    """
    surface = surface_of(env)
    if surface is PHONE:
        return Action("open_app", app=label)
    names = [name for name, shown in env.backend.vocabulary().apps.items() if shown == label]
    if surface is PAGE or env.backend.context().get("app", "") in names:
        return None
    for name in names:
        index = _link_to(env.elements, (name, label))
        if index is not None:
            return Action("click", index=index)
        address = _address(env, name)
        if address is not None:
            return Action("goto", url=address)
    return None


def left(env: GuiEnv, app: str, home: str, outside: str) -> bool:
    """Whether an excursion into an app or site has left it for good.

    Args:
        env: says what kind of interface it is.
        app: in front now.
        home: that the excursion is about; "" before it was opened.
        outside: in front at the start, such as the launcher.
    """
    if surface_of(env) is PHONE:
        # A world may begin inside the app; then there is no outside to end in.
        return outside != home != "" and app == outside
    return home != "" and app != home


def options_of(env: GuiEnv) -> Options:
    """A function that lists the options of a drop-down list, by its index."""
    found: Options = getattr(env.backend, "options", _no_options)
    return found


def _no_options(index: int) -> Sequence[str]:
    return ()


def _link_to(elements: Sequence[Element], names: Sequence[str]) -> int | None:
    """The link whose words begin with one of the names; of several the one that says most."""
    links = [
        (len(element.text), index)
        for index, element in enumerate(elements)
        if element.role == "link" and element.text.lower().startswith(tuple(name.lower() for name in names))
    ]
    return max(links)[1] if links else None


def _address(env: GuiEnv, name: str) -> str | None:
    origins = getattr(getattr(env.backend, "world", None), "origins", {})
    return f"{origins[name]}/" if name in origins else None
