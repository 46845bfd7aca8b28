"""Seeded images are kept on disk; what lies there may be broken, missing or not writable."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from osgenesis.envs.web.sites import seeds
from osgenesis.envs.web.sites.entities import HomepageEntities
from osgenesis.envs.web.sites.seeds import image_of
from osgenesis.envs.web.sites.world import load_site

SITE = load_site("homepage")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    seeds._image.cache_clear()
    yield tmp_path / "osgenesis" / "sites"
    seeds._image.cache_clear()


def files(cache: Path) -> list[Path]:
    return sorted(cache.iterdir()) if cache.exists() else []


def test_an_image_is_made_once_and_read_afterwards(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = image_of(SITE, "small", 3)
    assert image_of(SITE, "small", 3) is first
    assert len(files(cache)) == 1
    seeds._image.cache_clear()
    monkeypatch.setattr(seeds, "_build", lambda *_: pytest.fail("made again"))
    assert image_of(SITE, "small", 3).digest == first.digest


@pytest.mark.parametrize("keep", [0, 1, 10, 100, 4096, 0.5, -1])
def test_a_broken_file_is_made_again(cache: Path, keep: float) -> None:
    good = image_of(SITE, "small", 0)
    (path,) = files(cache)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep) if isinstance(keep, float) else keep])
    seeds._image.cache_clear()
    assert image_of(SITE, "small", 0).digest == good.digest
    assert path.read_bytes() == data


def test_a_file_of_garbage_is_made_again(cache: Path) -> None:
    good = image_of(SITE, "small", 0)
    (path,) = files(cache)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    for garbage in (b"not a database at all" * 500, bytes(data)):
        path.write_bytes(garbage)
        seeds._image.cache_clear()
        image = image_of(SITE, "small", 0)
        assert image.digest == good.digest
        assert len(image.rows("note")) == 3


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    seeds._image.cache_clear()
    assert len(image_of(SITE, "small", 0).rows("note")) == 3
    seeds._image.cache_clear()


def test_seed_size_and_entities_have_images_of_their_own(cache: Path) -> None:
    wanted = HomepageEntities(accounts=(("forge", "somebody", "secret"),))
    images = [
        image_of(SITE, "small", 0),
        image_of(SITE, "full", 0),
        image_of(SITE, "small", 1),
        image_of(SITE, "small", 0, wanted),
    ]
    assert len({id(image) for image in images}) == 4
    assert len(files(cache)) == 4
    assert images[3].rows("account")[1]["username"] == "somebody"
    assert not images[0].rows("account")


def test_no_halves_are_left_behind(cache: Path) -> None:
    image_of(SITE, "small", 0)
    assert not [path for path in files(cache) if path.name.startswith(".")]
