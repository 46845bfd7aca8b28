"""Pictures depend on the operations alone: not on the cache, nor on how the screen is cut into tiles."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from osgenesis.envs.android.sim.ui import images, render
from osgenesis.envs.android.sim.ui.masks import ByteCache
from osgenesis.envs.core.errors import DataError, UnknownNameError

W, H = 180, 330
SCREEN = (0, 0, W, H)
WHITE = ("rect", SCREEN, SCREEN, (255, 255, 255))
PNG = images.encode(images.photo(3, 40, 30))
PICTURES: dict[str, images.Source] = {"png": PNG, "torn": PNG[:90], "photo": images.Photo(1, 400, 300)}

channel = st.integers(0, 255)
colors = st.tuples(channel, channel, channel) | st.tuples(channel, channel, channel, channel)


@st.composite
def boxes(draw: st.DrawFn) -> render.Op:
    x, y = draw(st.integers(-60, W)), draw(st.integers(-60, H))
    return (x, y, x + draw(st.integers(0, 220)), y + draw(st.integers(0, 360)))


clips = st.just(SCREEN) | boxes()
whole = st.just(SCREEN)
radii = st.integers(0, 90) | st.tuples(*[st.integers(0, 60)] * 4)
points = st.tuples(st.integers(-20, W), st.integers(-20, H))
contents = st.text(max_size=12) | st.sampled_from(["Ag\u1ec6j", "\u4f60\U0001f600", "a\tb\nc", "\u0301\u0302"])
OPS = st.one_of(
    st.tuples(st.just("rect"), boxes() | whole, clips, colors),
    st.tuples(st.just("rrect"), boxes(), clips, colors, radii),
    st.tuples(st.just("stroke"), boxes(), clips, colors, radii, st.integers(0, 30)),
    st.tuples(
        st.just("text"), boxes(), clips, contents, st.integers(1, 60), st.sampled_from(["regular", "bold"]), colors,
        st.sampled_from(["", "italic", "underline strike"]),
    ),
    st.tuples(st.just("icon"), boxes(), clips, st.sampled_from(["wifi", "account"]), colors),
    st.tuples(
        st.just("image"), boxes(), clips, st.sampled_from(["png", "torn", "photo", "none"]), radii,
        st.sampled_from(["cover", "contain", "fill"]),
    ),
    st.tuples(st.just("shadow"), boxes(), clips, st.integers(0, 60), st.integers(0, 24)),
    st.tuples(
        st.just("ring"), boxes(), clips, colors, st.integers(0, 40), st.integers(-360, 360), st.integers(-360, 360)
    ),
    st.tuples(st.just("line"), boxes(), clips, colors, st.integers(1, 12), points, points),
    st.tuples(st.just("avatar"), boxes(), clips, st.sampled_from(["A", "", "\U0001f600"]), colors),
)  # fmt: skip


def picture(*ops: render.Op, width: int = W, height: int = H) -> render.Pixels:
    return render.render(ops, width, height, PICTURES.get)


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    render.clear_caches()
    yield
    render.clear_caches()


@settings(max_examples=60, deadline=None)
@given(st.lists(OPS, max_size=8))
def test_a_cached_picture_is_the_drawn_picture(ops: list[render.Op]) -> None:
    render.clear_caches()
    drawn = picture(*ops)
    assert drawn.shape == (H, W, 3)
    assert drawn.dtype == np.uint8
    assert np.array_equal(picture(*ops), drawn)
    # A cache that holds the picture's first half is the one that a dialog over a page finds.
    render.clear_caches()
    picture(*ops[: len(ops) // 2])
    assert np.array_equal(picture(*ops), drawn)


@settings(max_examples=60, deadline=None)
@given(st.lists(OPS, max_size=8))
def test_where_tiles_begin_does_not_show(ops: list[render.Op]) -> None:
    render.clear_caches()
    tiled = picture(*ops)
    render.clear_caches()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "TILE_HEIGHT", 10_000)
        assert np.array_equal(picture(*ops), tiled)
    render.clear_caches()


@settings(max_examples=80, deadline=None)
@given(OPS, boxes())
def test_nothing_is_drawn_outside_the_clip(op: render.Op, clip: tuple[int, int, int, int]) -> None:
    drawn = picture(WHITE, (op[0], op[1], clip, *op[3:]))
    x0, y0, x1, y1 = (max(0, edge) for edge in clip)
    drawn[y0:y1, x0:x1] = 255
    assert (drawn == 255).all()


@settings(max_examples=40, deadline=None)
@given(OPS, st.integers(-40, 40), st.integers(-120, 120))
def test_a_moved_shape_looks_the_same(op: render.Op, dx: int, dy: int) -> None:
    def moved(box: render.Op) -> render.Op:
        return (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)

    last = op[3:] if op[0] != "line" else (*op[3:5], *((p[0] + dx, p[1] + dy) for p in op[5:]))
    there = picture(
        ("rect", (-999, -999, 999, 999), SCREEN, (255, 255, 255)), (op[0], moved(op[1]), moved(op[2]), *last)
    )
    here = picture(WHITE, op)
    x0, x1, y0, y1 = max(0, dx), min(W, W + dx), max(0, dy), min(H, H + dy)
    # What the edge of the screen cuts differs; the part seen in both does not.
    assert np.array_equal(there[y0:y1, x0:x1], here[y0 - dy : y1 - dy, x0 - dx : x1 - dx])


def test_each_picture_is_a_buffer_of_the_callers_own() -> None:
    first = picture(WHITE)
    assert first.flags.c_contiguous
    assert first.flags.writeable
    first[:] = 7
    assert (picture(WHITE) == 255).all()


def test_translucent_paint_mixes_with_what_is_below() -> None:
    half = ("rect", SCREEN, SCREEN, (0, 0, 0, 102))
    assert (picture(WHITE, half) == 153).all()
    part = ("rect", (10, 10, 50, 50), SCREEN, (0, 0, 0, 102))
    assert (picture(WHITE, part)[10:50, 10:50] == 153).all()


def test_ink_starts_at_the_top_left_and_stands_on_the_baseline() -> None:
    drawn = picture(WHITE, ("text", (20, 100, 170, 149), SCREEN, "H", 42, "regular", (0, 0, 0)))
    rows, columns = np.nonzero((drawn < 128).any(axis=2))
    assert rows.max() + 1 == 100 + 39  # the ascent of 42 px
    assert 100 + 8 <= rows.min() <= 100 + 10  # a capital is 30 px high
    assert 22 <= columns.min() <= 25


def test_round_corners_leave_the_ground_and_the_middle_of_each_side_is_full() -> None:
    drawn = picture(WHITE, ("rrect", (10, 10, 110, 110), SCREEN, (0, 0, 0), 50))
    assert (drawn[10, 10] == 255).all()
    assert (drawn[60, 10:110] <= 2).all()
    ring = picture(WHITE, ("stroke", (10, 10, 110, 60), SCREEN, (0, 0, 0), 0, 4))
    assert (ring[10:14, 10:110] == 0).all()
    assert (ring[14:56, 14:106] == 255).all()


def test_a_missing_or_damaged_picture_shows_a_placeholder() -> None:
    for key in ("none", "torn"):
        drawn = picture(WHITE, ("image", (0, 0, 100, 100), SCREEN, key, 0))
        assert (drawn[5, 5] == 224).all()
        assert (drawn[100:] == 255).all()


def test_a_wrong_name_is_reported_with_near_ones() -> None:
    with pytest.raises(UnknownNameError, match="rrect"):
        picture(("rrec", SCREEN, SCREEN, (0, 0, 0), 3))
    with pytest.raises(UnknownNameError, match="wifi"):
        picture(("icon", (0, 0, 50, 50), SCREEN, "wifii", (0, 0, 0)))


def test_the_cache_stays_within_its_bytes() -> None:
    cache: ByteCache[int] = ByteCache(100)
    for number in range(20):
        cache.put(number, number, 30)
    assert (len(cache), cache.used) == (3, 90)
    assert cache.get(19) == 19
    assert cache.get(0) is None
    cache.put(99, 0, 101)
    assert cache.get(99) is None


def test_threads_may_draw_at_the_same_time() -> None:
    def screen(number: int) -> bytes:
        title = ("text", (5, 90, 170, 130), SCREEN, f"Note {number % 5}", 30, "regular", (0, 0, 0))
        return picture(WHITE, title, ("avatar", (5, 5, 80, 80), SCREEN, "A", (200, 30, 30))).tobytes()

    expected = [screen(number) for number in range(40)]
    render.clear_caches()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(screen, range(40))) == expected


@pytest.mark.parametrize("level", [0, 1, 9])
def test_a_png_holds_the_same_pixels(level: int) -> None:
    drawn = picture(WHITE, ("wallpaper", (0, 0, W, H), SCREEN, 4), ("avatar", (5, 5, 80, 80), SCREEN, "Q", (9, 99, 9)))
    with Image.open(io.BytesIO(render.encode_png(drawn, level))) as read:
        assert np.array_equal(np.asarray(read), drawn)


@pytest.mark.parametrize("seed", range(6))
def test_a_generated_photograph_depends_on_its_seed_alone(seed: int) -> None:
    assert np.array_equal(images.photo(seed, 120, 90), images.photo(seed, 120, 90))
    assert not np.array_equal(images.photo(seed, 120, 90), images.photo(seed + 6, 120, 90))
    small = images.scaled(images.Photo(seed, 800, 600), 200, 150)
    large = images.scaled(images.Photo(seed, 800, 600), 800, 600)
    assert small is not None
    assert large is not None
    difference = np.asarray(large.resize((200, 150))).astype(int) - np.asarray(small)
    assert np.abs(difference).mean() < 4  # the same scene at another size


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_the_header_tells_the_size(kind: str) -> None:
    data = images.encode(images.photo(2, 64, 48), kind)
    assert images.probe(data) == (64, 48)
    assert images.decode(data).shape == (48, 64, 3)


def test_what_is_no_picture_is_refused_with_a_reason() -> None:
    assert images.probe(b"hello") is None
    with pytest.raises(DataError, match="not a PNG"):
        images.decode(b"hello")
    with pytest.raises(DataError, match="damaged"):
        images.decode(PNG[:90])
    huge = PNG[:16] + (60_000).to_bytes(4) * 2 + PNG[24:]
    with pytest.raises(DataError, match="at most"):
        images.decode(huge)


def test_the_key_of_a_photograph_names_it() -> None:
    assert images.from_key(images.photo_key(7, 40, 30)) == images.Photo(7, 40, 30)
    assert images.from_key("sha1:abc") is None


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8\xff", PNG[:30], b"BM", b"GIF89a", b"RIFF1234WEBPVP8 "]))
def test_no_bytes_crash_the_probe_or_the_decoder(tail: bytes, head: bytes) -> None:
    images.probe(head + tail)
    scaled = images.scaled(head + tail, 10, 10)
    assert scaled is None or scaled.size == (10, 10)
