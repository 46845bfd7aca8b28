"""Generated pictures look the same on every machine: nothing in them is left to a font or a file outside."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from osgenesis.envs.web import sites
from osgenesis.envs.web.sites import lettering as lettering_module
from osgenesis.envs.web.sites.forum import pictures as forum_pictures
from osgenesis.envs.web.sites.lettering import lettering
from osgenesis.envs.web.sites.shop import pictures as shop_pictures
from osgenesis.envs.web.sites.wikipedia import pictures as wikipedia_pictures
from osgenesis.envs.web.sites.world import World

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def pictures_of(world: World, site: str) -> list[str]:
    store = world[site].store
    if site == "forum":
        rows = store.query(
            "SELECT s.image, f.tags FROM submission s JOIN forum f ON f.id = s.forum_id WHERE s.image != ''"
        )
        return [forum_pictures.draw(row["image"], row["tags"]) for row in rows]
    if site == "shop":
        found = [json.loads(row["picture"]) for row in store.query("SELECT picture FROM product")]
        return [shop_pictures.draw(each["shape"], each["color"], each["look"]) for each in found]
    rows = store.query("SELECT picture FROM article WHERE picture != ''")
    return [wikipedia_pictures.draw(json.loads(row["picture"])) for row in rows]


@pytest.mark.parametrize("site", ["forum", "shop", "wikipedia"])
def test_no_picture_needs_a_font_or_a_file(world: World, site: str) -> None:
    pictures = pictures_of(world, site)
    assert pictures
    for picture in pictures:
        names = {element.tag for element in ET.fromstring(picture).iter()}
        assert not names & {f"{SVG}{name}" for name in ("text", "tspan", "style", "image", "foreignObject", "use")}
        assert "font" not in picture
        assert not re.search(r'(?:href|src)="|url\((?!#)', picture)


@pytest.mark.parametrize("site", ["forum", "shop", "wikipedia"])
def test_pictures_are_small(world: World, site: str) -> None:
    sizes = [len(picture.encode()) for picture in pictures_of(world, site)]
    assert max(sizes) < 32 * 1024


def test_every_character_of_the_pictures_has_an_outline(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    def note(x: float, y: float, words: str, *args: object, **kwargs: object) -> str:
        asked.update(words)
        return ""

    monkeypatch.setattr(wikipedia_pictures, "lettering", note)
    pictures_of(world, "wikipedia")
    missing = {character for character in asked if lettering_module._glyph(False, character) is None}
    assert len(asked) > 50
    assert missing == set()


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_words_are_drawn_where_they_are_anchored() -> None:
    def first_x(anchor: str) -> float:
        return numbers(re.findall(r' d="M(-?\d+)', lettering(0, 0, "Lantern", 12, fill="#000", anchor=anchor))[0])[0]

    start, middle, end = (first_x(anchor) for anchor in ("start", "middle", "end"))
    assert start > middle > end
    assert abs((start - end) - 2 * (start - middle)) <= 1


def test_markup_in_words_is_drawn_like_other_characters() -> None:
    drawn = lettering(0, 0, '"><script>', 12, fill="#000")
    assert ET.fromstring(drawn).tag == "path"
    assert "script" not in drawn


def test_styles_neither_blink_nor_glide() -> None:
    """A picture must not depend on when it is taken."""
    sheets = {path: path.read_text("utf-8") for path in Path(sites.__file__).parent.rglob("*.css")}
    moving = re.compile(r"(?<![\w-])(transition|animation)\s*:|@keyframes")
    assert not [path.name for path, css in sheets.items() if moving.search(css)]
    assert "caret-animation: manual" in next(css for path, css in sheets.items() if path.name == "base.css")
