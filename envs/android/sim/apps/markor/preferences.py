"""Markor's More tab, settings, favourites, the Markdown reference and About."""

from __future__ import annotations

from collections.abc import Callable

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.files.entries import everything, size_text
from osgenesis.envs.android.sim.apps.markor.browser import Browser
from osgenesis.envs.android.sim.apps.markor.notes import (
    FONT_SIZES,
    FORMATS,
    ROOT,
    SORT_LABELS,
    SORTS,
    THEME_LABELS,
    THEMES,
    favourites,
)
from osgenesis.envs.android.sim.apps.markor.preview import preview
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import split
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.widgets import (
    app_bar,
    back_button,
    empty_state,
    icon,
    lazy_list,
    list_item,
    scaffold,
    scroll,
    section,
    switch_item,
)

REFERENCE = """# Headings
Put one to six number signs before a line.

# Emphasis
**Two asterisks** make text bold, _underscores_ make it italic.

# Lists
- A dash starts a list item
1. A number starts a numbered item
- [ ] Brackets make a check box
- [x] An x ticks it

# Quotes
> A greater-than sign quotes a line.

# Links
Write the label in square brackets and the address in round ones.

# Code
```
Three backquotes open and close a block.
```
"""


class PreferencePages(Browser):
    """The part of Markor that is about Markor."""

    def is_dark(self, phone: Phone) -> bool:
        """The app's own theme setting comes before the phone's."""
        theme = phone.preferences(self.package).text("theme", "auto")
        return phone.dark if theme == "auto" else theme == "dark"

    def more_rows(self, ui: Page) -> Node:
        """The More tab."""
        rows = [
            list_item(
                ui,
                "Settings",
                "Theme, editor, notebook",
                leading=icon(ui, "cog-outline"),
                on_tap=lambda: ui.open("settings"),
            ),
            list_item(
                ui,
                "Favourites",
                "Notes that you have marked",
                leading=icon(ui, "star-outline"),
                on_tap=lambda: ui.open("starred"),
            ),
            list_item(
                ui,
                "Search notebook",
                "Names and contents",
                leading=icon(ui, "file-search-outline"),
                on_tap=lambda: ui.open("finder", folder=ROOT),
            ),
            list_item(
                ui,
                "Markdown reference",
                "How to write headings, lists and links",
                leading=icon(ui, "help-circle-outline"),
                on_tap=lambda: ui.open("reference"),
            ),
            list_item(
                ui,
                "About",
                "Version and licence",
                leading=icon(ui, "information-outline"),
                on_tap=lambda: ui.open("about"),
            ),
        ]
        return scroll(ui, "more", *rows, pad=(0, 8))

    def open_settings(self, ui: Page, _: object) -> None:
        """Menu entry."""
        ui.open("settings")

    def open_favourites(self, ui: Page, _: object) -> None:
        """Menu entry."""
        ui.open("starred")

    @page
    def settings(self, ui: Page) -> Node:
        """All of the app's settings."""
        prefs = ui.prefs
        theme = THEMES.index(prefs.text("theme", "auto")) if prefs.text("theme", "auto") in THEMES else 0
        order = SORTS.index(prefs.text("sort", "name")) if prefs.text("sort", "name") in SORTS else 0
        size, kind = prefs.number("font_size", 16), FORMATS[prefs.number("kind")]

        def flag(key: str, title: str, subtitle: str, default: bool = False) -> Node:
            return switch_item(ui, title, prefs.flag(key, default), lambda on: prefs.put(key, on), subtitle)

        def pick(title: str, options: tuple[str, ...], at: int, then: str) -> Callable[[], None]:
            return lambda: ui.choose(title, options, at, then=then)

        sizes = tuple(f"{s} sp" for s in FONT_SIZES)
        rows = [
            section(ui, "General"),
            list_item(ui, "App theme", THEME_LABELS[theme], on_tap=pick("App theme", THEME_LABELS, theme, "set_theme")),
            list_item(ui, "Notebook folder", ROOT, subtitle_lines=2, on_tap=lambda: ui.open("details", path=ROOT)),
            list_item(ui, "Notebook size", self._notebook(ui)),
            section(ui, "Editor"),
            list_item(
                ui,
                "Font size",
                f"{size} sp",
                on_tap=pick("Font size", sizes, FONT_SIZES.index(size) if size in FONT_SIZES else -1, "set_size"),
            ),
            flag("wrap", "Wrap lines", "Long lines continue on the next row", True),
            flag("counts", "Show counts", "Lines, words and characters below the text", True),
            flag("autosave", "Save while typing", "Otherwise a note is saved when you leave it"),
            flag("open_in_view", "Open in view mode", "Existing notes open rendered"),
            section(ui, "File browser"),
            list_item(ui, "Sort by", SORT_LABELS[order], on_tap=pick("Sort by", SORT_LABELS, order, "set_sort")),
            flag("reverse", "Reverse order", ""),
            flag("folders_first", "Folders first", "", True),
            flag("dotfiles", "Show dotfiles", ""),
            list_item(
                ui,
                "Default type of new notes",
                kind.label,
                on_tap=pick("Default type", tuple(f.label for f in FORMATS), FORMATS.index(kind), "set_default_kind"),
            ),
        ]
        return scaffold(
            ui, app_bar(ui, "Settings", navigation=back_button(ui)), scroll(ui, "settings", *rows, pad=(0, 0, 0, 24))
        )

    def _notebook(self, ui: Page) -> str:
        notes = everything(ui.files, ROOT, hidden=True)
        return f"{len(notes)} files, {size_text(sum(e.size for e in notes))}"

    def set_theme(self, ui: Page, index: int, _: object) -> None:
        """Keeps the theme."""
        ui.prefs.put("theme", THEMES[index])

    def set_size(self, ui: Page, index: int, _: object) -> None:
        """Keeps the font size."""
        ui.prefs.put("font_size", FONT_SIZES[index])

    def set_sort(self, ui: Page, index: int, _: object) -> None:
        """Keeps the order."""
        ui.prefs.put("sort", SORTS[index])

    def set_default_kind(self, ui: Page, index: int, _: object) -> None:
        """Keeps the type that new notes have at first."""
        ui.prefs.put("kind", index)

    @page
    def starred(self, ui: Page) -> Node:
        """The favourites that still exist."""
        paths = sorted(p for p in favourites(ui.prefs) if ui.files.is_file(p))

        def line(i: int) -> Node:
            folder, name = split(paths[i])
            return list_item(
                ui,
                name,
                folder,
                leading=icon(ui, "star", color=ui.theme.primary),
                on_tap=lambda: self.open_note(ui, paths[i]),
            )

        empty = empty_state(ui, "star-outline", "No favourites", "Press a note long and choose Add to favourites")
        return scaffold(
            ui,
            app_bar(ui, "Favourites", navigation=back_button(ui)),
            lazy_list(ui, "starred", len(paths), line, 68) if paths else empty,
        )

    @page
    def reference(self, ui: Page) -> Node:
        """What Markdown can do, shown in Markdown."""
        blocks = preview(ui, REFERENCE, "markdown", self.font_size(ui))
        return scaffold(
            ui,
            app_bar(ui, "Markdown reference", navigation=back_button(ui)),
            scroll(ui, "ref", *blocks, gap=10, pad=(16, 12, 16, 40)),
        )

    @page
    def about(self, ui: Page) -> Node:
        """Version and licence."""
        rows = [
            list_item(
                ui,
                "Markor",
                "Text editor for notes and to-dos in plain files",
                leading=icon(ui, "language-markdown", 40),
                subtitle_lines=2,
            ),
            list_item(ui, "Version", self.version),
            list_item(ui, "Package", self.package),
            list_item(ui, "Copy version information", on_tap=lambda: self._copy_version(ui)),
        ]
        return scaffold(ui, app_bar(ui, "About", navigation=back_button(ui)), scroll(ui, "about", *rows))

    def _copy_version(self, ui: Page) -> None:
        ui.copy(f"{self.label} {self.version} ({self.package})")
        ui.toast("Copied to clipboard")
