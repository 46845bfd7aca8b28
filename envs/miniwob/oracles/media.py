"""Posts of a social network, each with a row of signs below."""

from __future__ import annotations

import re
from typing import Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, match

__all__ = ["ORACLES"]

# From the left edge of a post's name to the middle of each sign, px, and from its top.
_SIGNS: Final = {"Reply": 18, "Retweet": 50, "Like": 84, "Share": 114, "more": 115}
_DOWN: Final = 48
_BOTTOM: Final = 204
_PAGE: Final = 120  # how far one scroll goes, before the end
_MENU: Final = ("Share via DM", "Copy link to Tweet", "Embed Tweet", "Mute", "Block", "Report")
_SCROLL: Final = Action("scroll", direction="down", x=80, y=130)


def _posts(screen: Screen) -> list[Element]:
    """The names above the posts that show with their signs."""
    heads = screen.find_all(where=lambda e: re.search(r"@\w+", e.text) is not None)
    return [e for e in heads if e.top + _DOWN + 8 < _BOTTOM]


def _by(post: Element, user: str) -> bool:
    return re.search(rf"{re.escape(user)}\b", post.text) is not None


def _sign(post: Element, name: str) -> tuple[int, int]:
    return post.left + _SIGNS[name], post.top + _DOWN


def _one(goal: str, screen: Screen) -> Moves:
    """Some deeds have a sign, the others are in the menu behind the dots."""
    user, deed = match(r'For the user (@\w+), click on the "(.*)" button', goal)
    while not (found := [e for e in _posts(screen) if _by(e, user)]):
        yield _SCROLL
    if deed in _SIGNS and deed != "Share":
        yield screen.tap_xy(*_sign(found[0], deed))
        return
    x, y = _sign(found[0], "more")
    yield screen.tap_xy(x, y)
    # The menu hangs below the dots; its items are listed as one element.
    y += 18 + 17 * _MENU.index(deed)
    while y > _BOTTOM - 4:
        before = _tops(screen)
        yield _SCROLL
        after = _tops(screen)
        y += next((after[text] - before[text] for text in after if text in before), -_PAGE)
    yield screen.tap_xy(x - 30, y)


def _tops(screen: Screen) -> dict[str, int]:
    """Where the texts begin that show whole."""
    return {e.text: e.top for e in screen.elements if e.text and e.top > 52 and e.bottom < _BOTTOM}


def _several(goal: str, screen: Screen) -> Moves:
    """Go down the posts; what has been done is known by its text."""
    deed = match(r'Click the "(\w+)" button', goal)[0]
    user = match(r"by (@\w+)", goal)[0]
    left = int(match(r"on (\d+) post", goal)[0]) if "on all posts" not in goal else 1000
    done: set[str] = set()
    while left:
        fresh = [e for e in _posts(screen) if _by(e, user) and _body(screen, e) not in done]
        if fresh:
            done.add(_body(screen, fresh[0]))
            yield screen.tap_xy(*_sign(fresh[0], deed))
            left -= 1
        elif screen.find("Submit") is not None:
            break
        else:
            yield _SCROLL
    while screen.find("Submit") is None:
        yield _SCROLL
    yield screen.tap(screen.need("Submit"))


def _body(screen: Screen, post: Element) -> str:
    below = [e for e in screen.elements if e.top > post.top and e.left == post.left]
    return min(below, key=lambda e: e.top).text


ORACLES: Final[dict[str, Oracle]] = {
    "social-media": _one,
    "social-media-all": _several,
    "social-media-some": _several,
}
