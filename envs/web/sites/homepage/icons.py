"""Small drawings for the homepage's cards."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

__all__ = ["icon"]

_PATHS: Final = {
    "forum": "M4 5h16v11H10l-4 4v-4H4z M8 9h8 M8 12h5",
    "shop": "M5 8h14l-1 12H6z M9 8V6a3 3 0 0 1 6 0v2",
    "wikipedia": "M5 4h6a1 1 0 0 1 1 1v15a2 2 0 0 0-2-2H5z M19 4h-6a1 1 0 0 0-1 1v15a2 2 0 0 1 2-2h5z",
    "map": "M12 21c4-5 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6 6 11z M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    "forge": "M8 7l-5 5 5 5 M16 7l5 5-5 5 M14 5l-4 14",
    "shopping_admin": "M4 20V10 M10 20V4 M16 20v-7 M21 20H3",
    "password": "M7 11V8a5 5 0 0 1 10 0v3 M5 11h14v9H5z",
    "calculator": "M6 3h12v18H6z M9 7h6 M9 12h.01 M12 12h.01 M15 12h.01 M9 16h.01 M12 16h.01 M15 16h.01",
    "scratchpad": "M5 4h14v16H5z M8 9h8 M8 13h8 M8 17h4",
}


def icon(name: str) -> Markup:
    """The drawing for a site or tool, a circle for what has none."""
    path = _PATHS.get(name, "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z")
    return Markup(
        '<svg viewBox="0 0 24 24" width="24" height="24"><path d="{}" fill="none" stroke="currentColor" '
        'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    ).format(path)
