"""The Camera app, through taps."""

from __future__ import annotations

import pytest

from osgenesis.envs.android.sim.media import first_frame
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.images import decode, probe
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen

CAMERA = "com.android.camera2"
PICTURES, MOVIES = "/storage/emulated/0/Pictures", "/storage/emulated/0/Movies"


class Hand:
    """A person with the camera open and nothing taken yet."""

    def __init__(self) -> None:
        self.phone = Phone()
        for folder in (PICTURES, MOVIES):
            for name in self.phone.files.listdir(folder):
                self.phone.files.rmtree(f"{folder}/{name}")
        self.open()

    def open(self) -> None:
        self.phone.perform(Action("open_app", app="Camera"))

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    def has(self, label: str) -> bool:
        return self.screen.has(label)

    def tap(self, label: str, class_name: str | None = None) -> None:
        def fits(element: Element) -> bool:
            return label in (element.text, element.description)

        self.phone.perform(self.screen.tap(self.screen.need(where=fits, class_name=class_name)))

    def wait(self, ms: int) -> None:
        self.phone.perform(Action("wait", duration_ms=ms))

    def back(self) -> None:
        self.phone.perform(Action("navigate_back"))

    def photos(self) -> list[str]:
        return self.phone.files.listdir(PICTURES)

    def films(self) -> list[str]:
        return self.phone.files.listdir(MOVIES)


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_a_photo_is_a_picture_file_named_by_the_time(hand: Hand) -> None:
    hand.tap("Take photo")
    (name,) = hand.photos()
    assert name.startswith("IMG_20231015_1534")
    data = hand.phone.files.read(f"{PICTURES}/{name}")
    assert probe(data) == (320, 240)
    assert decode(data).std() > 10  # not one colour
    assert hand.films() == []


def test_shots_of_one_second_have_different_names_and_views(hand: Hand) -> None:
    button = hand.screen.need(description="Take photo").center
    for _ in range(2):
        for down in (True, False):
            hand.phone.perform(Action("touch", x=button[0], y=button[1], down=down))
    first, second = hand.photos()
    assert hand.phone.files.read(f"{PICTURES}/{first}") != hand.phone.files.read(f"{PICTURES}/{second}")


def test_a_film_lasts_from_start_to_stop(hand: Hand) -> None:
    hand.tap("Switch to Video Mode")
    hand.tap("Start recording")
    hand.wait(4000)
    assert hand.screen.need(resource_id="recording_time").text >= "00:04"
    hand.tap("Stop recording")
    (name,) = hand.films()
    assert name.startswith("VID_20231015_1534")
    frame = first_frame(hand.phone.files.read(f"{MOVIES}/{name}"))
    assert frame is not None
    assert probe(frame) == (96, 72)
    assert hand.has("Start recording")
    assert hand.photos() == []


@pytest.mark.parametrize("leave", ["navigate_back", "navigate_home"])
def test_leaving_ends_a_film_and_keeps_it(hand: Hand, leave: str) -> None:
    hand.tap("Switch to Video Mode")
    hand.tap("Start recording")
    hand.wait(2000)
    hand.phone.perform(Action(leave))
    assert len(hand.films()) == 1
    hand.open()
    assert not hand.has("Stop recording")


def test_modes_change_by_tap_and_by_swipe(hand: Hand) -> None:
    hand.tap("Switch to Video Mode")
    assert hand.has("Start recording")
    hand.phone.perform(Action("swipe", x=300, y=1000, to_x=900, to_y=1000))
    assert hand.has("Take photo")
    hand.phone.perform(Action("swipe", x=900, y=1000, to_x=300, to_y=1000))
    assert hand.has("Start recording")


def test_the_countdown_takes_the_photo_later(hand: Hand) -> None:
    hand.tap("Countdown timer is off")
    assert hand.has("Countdown timer duration is set to 3 seconds")
    hand.tap("Take photo")
    assert hand.photos() == []
    hand.wait(3000)
    assert len(hand.photos()) == 1


@pytest.mark.parametrize("interruption", ["Take photo", "Switch to Video Mode", "Settings", "Most recent photo"])
def test_a_second_tap_or_leaving_stops_the_countdown(hand: Hand, interruption: str) -> None:
    hand.tap("Take photo")
    hand.tap("Countdown timer is off")
    hand.tap("Take photo")
    hand.tap(interruption)
    hand.wait(5000)
    assert len(hand.photos()) == 1


def test_options_are_kept_after_a_forced_stop(hand: Hand) -> None:
    for tapped in ("Flash off", "Flash auto", "Grid lines off", "HDR+ off", "Switch to front camera"):
        hand.tap(tapped)
    hand.phone.activities.force_stop(CAMERA)
    hand.open()
    for shown in ("Flash on", "Grid lines on", "HDR+ on", "Switch to back camera"):
        assert hand.has(shown)


def test_the_light_of_a_film_is_on_or_off(hand: Hand) -> None:
    hand.tap("Flash off")
    hand.tap("Flash auto")
    hand.tap("Switch to Video Mode")
    hand.tap("Flash on")
    hand.tap("Flash off")
    assert hand.has("Flash on")


def test_grid_lines_and_the_other_lens_change_the_picture(hand: Hand) -> None:
    seen = {hand.phone.screenshot()[300:1500].tobytes()}
    for tapped in ("Grid lines off", "Switch to front camera"):
        hand.tap(tapped)
        seen.add(hand.phone.screenshot()[300:1500].tobytes())
    assert len(seen) == 3


def test_settings(hand: Hand) -> None:
    hand.tap("Settings")
    hand.tap("Back camera photo")
    hand.tap("(4:3) 3.1 megapixels")
    hand.tap("Save location")
    prefs = hand.phone.preferences(CAMERA)
    assert (prefs.number("quality"), prefs.flag("location")) == (2, True)
    assert hand.has("(4:3) 3.1 megapixels")


def take_both(hand: Hand) -> None:
    hand.tap("Take photo")
    hand.wait(2000)
    hand.tap("Switch to Video Mode")
    hand.tap("Start recording")
    hand.tap("Stop recording")


def test_the_strip_shows_the_newest_first_and_turns(hand: Hand) -> None:
    take_both(hand)
    hand.tap("Most recent video")
    assert hand.has("1 of 2")
    assert hand.has(hand.films()[0])
    hand.phone.perform(Action("swipe", x=900, y=1200, to_x=200, to_y=1200))
    assert hand.has("2 of 2")
    assert hand.has(hand.photos()[0])


def test_delete_asks_first(hand: Hand) -> None:
    take_both(hand)
    hand.tap("Most recent video")
    hand.tap("Delete")
    hand.tap("Cancel")
    assert len(hand.films()) == 1
    hand.tap("Delete")
    hand.tap("Delete", class_name="Button")
    assert (len(hand.films()), len(hand.photos())) == (0, 1)
    hand.tap("Delete")
    hand.tap("Delete", class_name="Button")
    assert hand.has("No photos or videos")


def test_details(hand: Hand) -> None:
    hand.tap("Take photo")
    hand.tap("Most recent photo")
    hand.tap("Details")
    (name,) = hand.photos()
    for shown in (name, "320", "240", f"{PICTURES}/{name}"):
        assert hand.has(shown)
    hand.back()
    hand.tap("Share")
    assert hand.phone.screenshot().any()


def test_an_app_that_asks_for_a_photo_gets_the_screen_back(hand: Hand) -> None:
    hand.phone.go_home()
    hand.phone.shell("am start -a android.media.action.IMAGE_CAPTURE")
    assert "CaptureActivity" in hand.phone.activities.foreground
    hand.tap("Take photo")
    assert len(hand.photos()) == 1
    assert "CaptureActivity" not in hand.phone.activities.foreground


def test_snapshot_in_mid_film(hand: Hand) -> None:
    hand.tap("Switch to Video Mode")
    hand.tap("Start recording")
    twin = hand.phone.fork()
    hand.tap("Stop recording")
    assert len(hand.films()) == 1
    assert twin.files.listdir(MOVIES) == []
    screen = Screen(twin.elements(), twin.screen_size)
    twin.perform(screen.tap(screen.need(description="Stop recording")))
    assert twin.state_hash() == hand.phone.state_hash()


def test_landscape_draws_and_shoots(hand: Hand) -> None:
    hand.phone.set_setting("system", "accelerometer_rotation", "0")
    hand.phone.set_setting("system", "user_rotation", "1")
    assert hand.phone.screenshot().shape == (1080, 2400, 3)
    hand.tap("Take photo")
    assert len(hand.photos()) == 1
