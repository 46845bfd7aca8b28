"""The in-process device behind android_env's interface: observations, touches, adb requests, forests, saved states."""

import importlib.util
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.environment import make_android_world
from osgenesis.envs.android_world.official import InProcessEnv, load, no_waiting
from osgenesis.envs.android_world.official.adb import InProcessAdb
from osgenesis.envs.core.elements import Flag

needs_android_env = pytest.mark.skipif(importlib.util.find_spec("android_env") is None, reason="needs android_env")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def booted() -> Any:
    return Phone().snapshot()


@pytest.fixture
def phone(booted: Any) -> Phone:
    return Phone(booted)


@pytest.fixture
def device(phone: Phone) -> InProcessEnv:
    pytest.importorskip("android_env")
    return InProcessEnv(phone)


def request(**kwargs: Any) -> Any:
    from android_env.proto import adb_pb2

    return adb_pb2.AdbRequest(**kwargs)


def generic(device: InProcessEnv, *args: str) -> str:
    from android_env.proto import adb_pb2

    response = device.execute_adb_call(request(generic=adb_pb2.AdbRequest.GenericRequest(args=args)))
    assert response.status == adb_pb2.AdbResponse.Status.OK
    return str(response.generic.output.decode())


# -- dm_env ----------------------------------------------------------------------------------------


def test_observations_fit_the_spec(device: InProcessEnv) -> None:
    timestep = device.reset()
    assert timestep.first()
    spec = device.observation_spec()
    assert set(timestep.observation) == set(spec)
    for name, part in spec.items():
        part.validate(timestep.observation[name])
    assert timestep.observation["orientation"].tolist() == [1, 0, 0, 0]


def test_a_look_changes_nothing(device: InProcessEnv, phone: Phone) -> None:
    device.reset()
    before = phone.state_hash()
    for action_type in (1, 2):
        device.step({"action_type": np.array(action_type), "touch_position": np.zeros(2)})
    assert phone.state_hash() == before


def test_touch_and_lift_tap_what_is_there(device: InProcessEnv, phone: Phone) -> None:
    phone.shell("am start -n com.android.settings/.Settings")
    (target,) = [e for e in phone.elements() if e.text == "Network & internet"]
    before = phone.elements()
    width, height = phone.screen_size
    where = np.array([target.center[0] / width, target.center[1] / height], np.float32)
    device.step({"action_type": np.array(0), "touch_position": where})
    timestep = device.step({"action_type": np.array(1), "touch_position": where})
    assert phone.elements() != before
    assert timestep.reward == 0.0
    assert timestep.observation["timedelta"].dtype == np.int64


def test_unknown_action_types_are_refused(device: InProcessEnv) -> None:
    with pytest.raises(ValueError, match="0 touch, 1 lift and 2 repeat"):
        device.step({"action_type": np.array(5), "touch_position": np.zeros(2)})


@needs_android_env
def test_it_counts_as_android_envs_interface(device: InProcessEnv) -> None:
    from android_env import env_interface

    assert isinstance(device, env_interface.AndroidEnvInterface)


# -- adb -------------------------------------------------------------------------------------------


def test_shell_output_comes_back(device: InProcessEnv) -> None:
    assert generic(device, "shell", "echo", "one  two").strip() == "one two"
    assert generic(device, "shell", "whoami").strip() == "root"


def test_files_travel_both_ways(device: InProcessEnv) -> None:
    from android_env.proto import adb_pb2

    push = adb_pb2.AdbRequest.Push(content=b"\0\xffdata", path="/sdcard/Download/a b.bin")
    assert device.execute_adb_call(request(push=push)).status == adb_pb2.AdbResponse.Status.OK
    pulled = device.execute_adb_call(request(pull=adb_pb2.AdbRequest.Pull(path="/sdcard/Download/a b.bin")))
    assert pulled.pull.content == b"\0\xffdata"


def test_folders_travel_both_ways(phone: Phone, tmp_path: Path) -> None:
    (tmp_path / "out" / "deep").mkdir(parents=True)
    (tmp_path / "out" / "deep" / "file.txt").write_text("text")
    adb = InProcessAdb(phone)
    adb.execute_command(["push", str(tmp_path / "out"), "/sdcard/Documents"])
    assert phone.pull("/sdcard/Documents/out/deep/file.txt") == b"text"
    adb.execute_command(["pull", "/sdcard/Documents/out", str(tmp_path / "back")])
    assert (tmp_path / "back" / "deep" / "file.txt").read_text() == "text"


def test_the_activity_in_front_is_found_by_android_envs_parser(device: InProcessEnv) -> None:
    from android_env.proto import adb_pb2

    generic(device, "shell", "am", "start", "-W", "-n", "com.android.settings/.Settings")
    response = device.execute_adb_call(request(get_current_activity=adb_pb2.AdbRequest.GetCurrentActivity()))
    assert response.get_current_activity.full_activity.startswith("com.android.settings/")


def test_the_console_brings_messages(device: InProcessEnv, phone: Phone) -> None:
    generic(device, "emu", "sms", "send", "5550100", "Don't be late, please.")
    assert "Don't be late, please." in phone.shell("content query --uri content://sms/inbox").stdout


@needs_android_env
@pytest.mark.parametrize("args", [["shell", "cat", "/nowhere"], ["pull", "/nowhere"], ["frobnicate"]])
def test_what_adb_would_fail_at_raises_android_envs_error(phone: Phone, args: list[str]) -> None:
    from android_env.components import errors

    with pytest.raises(errors.AdbControllerError, match=args[-1]):
        InProcessAdb(phone).execute_command(args)


# -- forest ----------------------------------------------------------------------------------------

SCREENS: dict[str, Callable[[Phone], object]] = {
    "home": lambda phone: None,
    "settings": lambda phone: phone.shell("am start -n com.android.settings/.Settings"),
    "settings, scrolled": lambda phone: phone.shell(
        "am start -n com.android.settings/.Settings; input swipe 540 1500 540 900 800"
    ),
    "contact form": lambda phone: phone.shell(
        "am start -a android.intent.action.INSERT -t vnd.android.cursor.dir/contact -e name Ann"
    ),
    "shade": lambda phone: phone.shell("input swipe 540 0 540 2000 500"),
    "landscape": lambda phone: phone.shell(
        "settings put system accelerometer_rotation 0; settings put system user_rotation 1;"
        "am start -n com.android.settings/.Settings"
    ),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_leaves_of_the_forest_are_the_elements_in_their_order(device: InProcessEnv, phone: Phone, screen: str) -> None:
    SCREENS[screen](phone)
    elements = [(e.text, e.description, e.class_name, e.bbox, e.flags & ~Flag.FOCUSED) for e in phone.elements()]
    found = []
    for window in device.accessibility_forest().windows:
        assert [node.unique_id for node in window.tree.nodes] == list(range(len(window.tree.nodes)))
        assert [node.depth for node in window.tree.nodes] == sorted(node.depth for node in window.tree.nodes)
        for node in window.tree.nodes:
            assert not node.is_focused
            if node.is_visible_to_user and (not node.child_ids or node.content_description or node.is_scrollable):
                box = node.bounds_in_screen
                flags = sum(bit for bit, name in FLAG_FIELDS if getattr(node, name))
                found.append((
                    node.text, node.content_description, node.class_name,
                    (box.left, box.top, box.right, box.bottom), flags,
                ))  # fmt: skip
    assert found == elements


FLAG_FIELDS = [
    (flag.value, f"is_{flag.name.lower()}") for flag in Flag if flag is not Flag.FOCUSED and flag.name is not None
]


def test_windows_go_from_low_to_high(device: InProcessEnv, phone: Phone) -> None:
    SCREENS["contact form"](phone)
    layers = [window.layer for window in device.accessibility_forest().windows]
    assert layers == sorted(layers)
    assert sum(window.is_active for window in device.accessibility_forest().windows) == 1


def test_the_forest_is_made_anew_when_the_screen_changes(device: InProcessEnv, phone: Phone) -> None:
    first = device.accessibility_forest()
    assert device.accessibility_forest() is first
    SCREENS["settings"](phone)
    assert device.task_extras()["accessibility_tree"][-1] != first


# -- saved states ----------------------------------------------------------------------------------


def test_a_saved_state_comes_back(device: InProcessEnv, phone: Phone) -> None:
    from android_env.proto import state_pb2

    before = phone.state_hash()
    device.save_state(state_pb2.SaveStateRequest(args={"snapshot_name": "start"}))
    phone.shell("settings put global wifi_on 0; echo x > /sdcard/x")
    assert phone.state_hash() != before
    response = device.load_state(state_pb2.LoadStateRequest(args={"snapshot_name": "start"}))
    assert response.status == state_pb2.LoadStateResponse.Status.OK
    assert phone.state_hash() == before
    missing = device.load_state(state_pb2.LoadStateRequest(args={"snapshot_name": "never"}))
    assert missing.status == state_pb2.LoadStateResponse.Status.NOT_FOUND
    assert "start" in missing.error_message


# -- waiting ---------------------------------------------------------------------------------------


def test_sleep_passes_on_the_phone_and_not_on_the_host(phone: Phone) -> None:
    began, uptime = time.perf_counter(), phone.clock.uptime_ms
    with no_waiting(phone):
        time.sleep(3600)
        time.sleep(0.25)
    assert phone.clock.uptime_ms - uptime == 3_600_250
    assert time.perf_counter() - began < 60


def test_deadlines_arrive_as_if_time_had_passed(phone: Phone) -> None:
    with no_waiting(phone):
        end, rounds = time.time() + 600, 0
        while time.time() < end:
            time.sleep(60)
            rounds += 1
    assert rounds == 10


def test_alarms_due_in_the_meantime_go_off(phone: Phone) -> None:
    phone.alarms.set_after(1_000, "", "nothing")
    with no_waiting(phone):
        time.sleep(2)
    assert phone.alarms.next_ms is None


def test_everything_is_as_before_afterwards(phone: Phone) -> None:
    before = time.sleep, time.time, time.monotonic
    with no_waiting(phone), no_waiting(phone):
        assert time.sleep is not before[0]
        with pytest.raises(ValueError, match="non-negative"):
            time.sleep(-1)
    assert (time.sleep, time.time, time.monotonic) == before


def test_other_threads_keep_waiting(phone: Phone) -> None:
    uptime = phone.clock.uptime_ms
    with no_waiting(phone):
        other = threading.Thread(target=time.sleep, args=(0.01,))
        other.start()
        other.join()
    assert phone.clock.uptime_ms == uptime


# -- without the packages --------------------------------------------------------------------------


@pytest.mark.skipif(importlib.util.find_spec("android_world") is not None, reason="android_world is installed")
def test_without_android_world_the_error_says_how_to_get_it() -> None:
    for attempt in (load, lambda: make_android_world(tasks="official")):
        with pytest.raises(ImportError, match=r"osgenesis\[android\].*google-research/android_world"):
            attempt()


def test_a_wrong_task_set_names_the_right_ones() -> None:
    with pytest.raises(LookupError, match="official"):
        make_android_world(tasks="oficial")


# -- what set-ups rely on ----------------------------------------------------------------------------


def test_a_message_that_came_while_pop_ups_were_off_does_not_pop_up_later(phone: Phone) -> None:
    phone.shell("settings put global heads_up_notifications_enabled 0")
    phone.console("sms send 5550100 Quiet")
    phone.shell("settings put global heads_up_notifications_enabled 1")
    assert not any(e.text == "Quiet" for e in phone.elements())
    phone.console("sms send 5550101 Loud")
    assert any(e.text == "Loud" for e in phone.elements())


def test_a_media_scan_makes_the_music_player_restore_its_databases(phone: Phone) -> None:
    folder = "/data/data/code.name.monkey.retromusic/databases"
    phone.shell(f"rm -r {folder}/*")
    phone.shell("am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d file:///storage/emulated/0/Music")
    assert set(phone.files.listdir(folder)) == {"playlist.db", "music_playback_state.db"}
