"""Pages are set in the typefaces of installed packages, the same on every machine."""

from pathlib import Path

import pytest
from PIL import ImageFont

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser import Context, fonts

pytestmark = pytest.mark.browser

TEXT = "The five boxing wizards jump quickly, 0123456789."


def width(context: Context, family: str, text: str = TEXT) -> float:
    """Of a text in a typeface of 100 px."""
    script = """(font, text) => {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = font;
        return pen.measureText(text).width;
    }"""
    return float(context.page.evaluate(script, f"100px {family}", text))


def test_arial_has_the_widths_of_the_package_s_typeface(context: Context) -> None:
    file = fonts._folder("fontpkg-arimo", "fontpkg_arimo") / "Arimo[wght].ttf"
    by_pillow = ImageFont.truetype(file, 100).getlength("HHHH")
    assert width(context, "Arial", "HHHH") == pytest.approx(by_pillow, rel=0.005)


@pytest.mark.parametrize(
    "names",
    [("Arial", "Helvetica", "Verdana", "system-ui", "sans-serif"), ("'Times New Roman'", "Georgia", "serif")],
    ids=["sans", "serif"],
)
def test_names_that_pages_use_mean_one_typeface(context: Context, names: tuple[str, ...]) -> None:
    assert len({width(context, name) for name in names}) == 1


def test_the_three_kinds_of_typeface_differ_and_monospace_is_that(context: Context) -> None:
    assert len({width(context, kind) for kind in ("sans-serif", "serif", "monospace")}) == 3
    assert width(context, "monospace", "iiii") == width(context, "monospace", "mmmm")


def test_what_the_machine_has_installed_is_not_seen(context: Context) -> None:
    assert width(context, "'DejaVu Sans'") == width(context, "'No Such Typeface'")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "_PACKAGES", (("fontpkg-none", "fontpkg_none"),))
    with pytest.raises(BackendError, match="pip install fontpkg-none"):
        fonts.fonts_configuration(tmp_path)
