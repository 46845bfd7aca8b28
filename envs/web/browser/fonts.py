"""The fonts of pages: the same on every machine, whatever is installed there.

Widths of text decide where lines break and what lies under a click, so they belong to what a seed determines. Chromium
asks fontconfig for fonts; it gets a configuration that knows only the typefaces of installed packages, under the names
that pages use: Arimo has the widths of Arial. Latin, Greek and Cyrillic are covered; what is not shows as a box.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from osgenesis.envs.core.errors import BackendError

__all__ = ["fonts_configuration"]

# Distribution, import name of its package, folder of the files in it.
_PACKAGES: Final = (
    ("fontpkg-arimo", "fontpkg_arimo"),
    ("fontpkg-pt-serif", "fontpkg_pt_serif"),
    ("fontpkg-roboto-mono", "fontpkg_roboto_mono"),
    ("font-roboto", "font_roboto"),
)
# Family -> the names that pages call it by, generic ones included.
_NAMES: Final = {
    "Arimo": (
        *("sans-serif", "sans", "system-ui", "ui-sans-serif", "cursive", "fantasy"),
        *("Arial", "Arial Unicode MS", "Calibri", "Geneva", "Helvetica", "Helvetica Neue", "Liberation Sans"),
        *("Lucida Grande", "Lucida Sans Unicode", "Segoe UI", "Tahoma", "Trebuchet MS", "Verdana"),
    ),
    "PT Serif": (
        *("serif", "ui-serif", "Cambria", "Garamond", "Georgia", "Liberation Serif", "Palatino"),
        *("Times", "Times New Roman"),
    ),
    "Roboto Mono": (
        *("monospace", "mono", "ui-monospace", "Consolas", "Courier", "Courier New", "DejaVu Sans Mono"),
        *("Liberation Mono", "Menlo", "Monaco"),
    ),
}


def fonts_configuration(cache: Path) -> str:
    """The fontconfig file (XML) for Chromium.

    Args:
        cache: Folder in which fontconfig keeps what it has read of the fonts.

    Raises:
        BackendError: A package of fonts is missing; says how to get it.
    """
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">', "<fontconfig>"]
    lines += [f"<dir>{escape(str(_folder(*package)))}</dir>" for package in _PACKAGES]
    lines.append(f"<cachedir>{escape(str(cache))}</cachedir>")
    for family, names in _NAMES.items():
        for name in names:
            lines.append(
                f'<match target="pattern"><test qual="any" name="family"><string>{name}</string></test>'
                f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
            )
    return "\n".join([*lines, "</fontconfig>", ""])


def _folder(distribution: str, package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise BackendError(f"The package {distribution} is missing; install it with: pip install {distribution}")
    return Path(spec.origin).parent / "files"
