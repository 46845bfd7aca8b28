"""The shell's commands on a real phone: the benchmark's shapes, and what other clients send."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.shell import COMMANDS, Shell

SHAPES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "command_shapes.json").read_text("utf-8"))[
    "shapes"
]


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def shell(phone: Phone) -> Shell:
    return Shell(phone)


def out(shell: Shell, command: str) -> str:
    """Standard output of a command that has to succeed in silence."""
    result = shell.run(command)
    assert (result.stderr, result.code) == ("", 0), command
    return result.stdout


def test_every_shape_the_benchmark_sends_is_answered_as_the_host_expects(shell: Shell) -> None:
    for shape in SHAPES:
        result = shell.run(shape["command"])
        assert re.fullmatch(shape["out"], result.stdout), (shape["command"], result.stdout)
        assert re.fullmatch(shape.get("err", ""), result.stderr), (shape["command"], result.stderr)
        assert result.code == shape.get("code", 0), shape["command"]


def test_the_transcript_plays_twice_the_same() -> None:
    def play() -> list[tuple[bytes, bytes, int]]:
        shell = Shell(Phone())
        results = [shell.run(shape["command"]) for shape in SHAPES]
        return [(r.out, r.err, r.code) for r in results]

    assert play() == play()


@pytest.mark.parametrize(
    "command",
    [
        "am force-stop a.b", "am broadcast -a x", "pm grant a.b c", "settings put global k v",
        "svc wifi enable", "restorecon -R /x", "chcon a /x", "content delete --uri content://sms/none",
    ],
)  # fmt: skip
def test_what_hosts_send_blindly_never_fails(shell: Shell, command: str) -> None:
    assert shell.run(command).code == 0


class TestFiles:
    def test_a_snapshot_is_saved_and_restored_with_cp(self, phone: Phone, shell: Shell) -> None:
        app, kept = "/data/data/com.arduia.expense", "/data/data/android_world/snapshots/x"
        before = phone.files.read(f"{app}/databases/accounting.db")
        out(shell, f"mkdir -p {kept}; cp -a {app}/. {kept}/")
        out(shell, f"rm -r {app}/*; cp -a {kept}/. {app}/; chmod 777 -R {app}")
        assert phone.files.read(f"{app}/databases/accounting.db") == before
        assert out(shell, f"stat -c %a {app}/databases/accounting.db") == "777\n"

    def test_find_exec_and_xargs_run_commands(self, shell: Shell) -> None:
        out(shell, "cd /sdcard/Music; echo 1 > a.txt; echo 22 > 'b c.txt'")
        found = out(shell, r"find /sdcard/Music -name '*.txt' -exec wc -c {} \;")
        assert found == "2 /sdcard/Music/a.txt\n3 /sdcard/Music/b c.txt\n"
        assert out(shell, "ls /sdcard/Music | xargs -I {} echo [{}]") == "[a.txt]\n[b c.txt]\n"
        assert out(shell, "find /sdcard/Music ! -name 'a*' -type f") == "/sdcard/Music/b c.txt\n"

    def test_rm_needs_r_for_directories(self, shell: Shell) -> None:
        result = shell.run("mkdir /sdcard/d; rm /sdcard/d; rm -r /sdcard/d; ls -d /sdcard/d")
        assert result.stderr == "rm: /sdcard/d: Is a directory\nls: /sdcard/d: No such file or directory\n"

    def test_mv_into_a_directory_and_over_a_file(self, shell: Shell) -> None:
        out(shell, "cd /sdcard/Movies; echo a > a; echo b > b; mkdir d; mv a d; mv b d/a")
        assert out(shell, "cat /sdcard/Movies/d/a; ls /sdcard/Movies") == "b\nd\n"

    def test_symbolic_modes(self, shell: Shell) -> None:
        out(shell, "touch /sdcard/f; chmod 600 /sdcard/f; chmod u+x,g=rw,o-rwx /sdcard/f")
        assert out(shell, "stat -c %A /sdcard/f") == "-rwxrw----\n"

    def test_ls_sorts_by_time_and_recurses(self, shell: Shell) -> None:
        out(shell, "cd /sdcard/DCIM; echo 1 > z; echo 2 > a; mkdir sub; echo 3 > sub/x")
        assert out(shell, "ls -t /sdcard/DCIM") == "sub\na\nz\n"
        assert out(shell, "ls -R /sdcard/DCIM") == ("/sdcard/DCIM:\na\nsub\nz\n\n/sdcard/DCIM/sub:\nx\n")

    def test_binary_data_passes_through_pipes_unchanged(self, phone: Phone, shell: Shell) -> None:
        phone.files.write("/sdcard/x", bytes(range(256)))
        assert shell.run("cat /sdcard/x | tee /sdcard/y").out == bytes(range(256))
        assert out(shell, "base64 /sdcard/x | base64 -d | cmp - /sdcard/y") == ""


class TestText:
    @pytest.mark.parametrize(
        ("command", "expected"),
        [
            ("printf 'a\\nb\\nab\\n' | grep -c a", "2\n"),
            ("printf 'a1\\nb2\\n' | grep -E '^[ab][0-9]$' | wc -l", "2\n"),
            ("printf 'a.b\\naxb\\n' | grep -F a.b", "a.b\n"),
            ("echo 'x=1, y=2' | grep -o '[a-z]=[0-9]'", "x=1\ny=2\n"),
            ("seq 5 | head -2 | tail -n 1", "2\n"),
            ("printf '3\\n10\\n2\\n' | sort -n | tr '\\n' ,", "2,3,10,"),
            ("echo a:b:c | cut -d: -f2-", "b:c\n"),
            ("echo hello | sed 's/l/[&]/g'", "he[l][l]o\n"),
            ("printf 'a\\na\\nb\\n' | uniq -c", "      2 a\n      1 b\n"),
            ("echo $((7 / 2)) $((2 * (3 + 4)))", "3 14\n"),
            ("date -u -d @0 '+%Y-%m-%d %H:%M:%S %a'", "1970-01-01 00:00:00 Thu\n"),
            ("printf '%05d|%-4s|%x\\n' 42 ab 255", "00042|ab  |ff\n"),
        ],
    )
    def test_filters(self, shell: Shell, command: str, expected: str) -> None:
        assert out(shell, command) == expected

    def test_grep_without_a_match_fails(self, shell: Shell) -> None:
        assert shell.run("echo a | grep b").code == 1


class TestActivities:
    def test_a_recent_task_goes_when_its_id_is_removed(self, shell: Shell) -> None:
        out(
            shell,
            "am start -n com.google.android.contacts/com.android.contacts.activities.PeopleActivity",
        )
        found = re.findall(r"id=(\d+)", out(shell, "dumpsys activity recents"))
        assert len(found) == 1
        out(shell, f"am stack remove {found[0]}")
        assert re.findall(r"id=(\d+)", out(shell, "dumpsys activity recents")) == []

    def test_extras_keep_their_types(self, phone: Phone, shell: Shell) -> None:
        from osgenesis.envs.android.sim.shell.intent_arguments import parse_intent

        words = "-a A --es s t --ei i 5 --ez b true --ef f 1.5 --eia l 1,2 --esn n -d tel:1 -W"
        intent, switches, error = parse_intent(words.split())
        assert dict(intent.extras) == {
            "s": "t", "i": 5, "b": True, "f": 1.5, "l": (1, 2), "n": None
        }  # fmt: skip
        assert (intent.data, switches, error) == ("tel:1", frozenset({"-W"}), "")

    def test_an_intent_that_nothing_takes_is_an_error_in_words(self, shell: Shell) -> None:
        result = shell.run("am start -a no.such.ACTION")
        assert result.stderr.startswith("Error: Activity not started, unable to resolve Intent")

    def test_clearing_an_app_sets_it_up_anew(self, phone: Phone, shell: Shell) -> None:
        phone.contacts.add("Ann", "Lee", [("555", "Mobile")])
        out(shell, "pm clear com.android.providers.contacts")
        assert phone.contacts.all() == []
        assert phone.files.exists("/data/data/com.android.providers.contacts/databases/contacts2.db")


class TestScreen:
    def test_screencap_gives_a_picture(self, phone: Phone, shell: Shell) -> None:
        assert shell.run("screencap -p").out.startswith(b"\x89PNG")
        out(shell, "screencap -p /sdcard/s.png")
        assert phone.files.read("/sdcard/s.png").startswith(b"\x89PNG")
        raw = shell.run("screencap").out
        assert len(raw) == 16 + 1080 * 2400 * 4

    def test_the_tree_can_be_printed(self, shell: Shell) -> None:
        text = out(shell, "uiautomator dump /dev/tty")
        assert "<hierarchy rotation=" in text
        assert text.endswith("UI hierchary dumped to: /dev/tty\n")

    def test_a_size_override_is_remembered(self, shell: Shell) -> None:
        out(shell, "wm size 1080x1920")
        assert out(shell, "wm size").endswith("Override size: 1080x1920\n")
        out(shell, "wm size reset")
        assert out(shell, "wm size") == "Physical size: 1080x2400\n"

    def test_the_focus_lines_that_automation_tools_look_for(self, shell: Shell) -> None:
        assert re.search(r"mCurrentFocus=Window\{\S+ u0 \S+/\S+\}", out(shell, "dumpsys window windows"))
        assert re.search(r"ACTIVITY \S+/\S+ \w+ pid=\d+", out(shell, "dumpsys activity top"))
        assert "mInputShown=false" in out(shell, "dumpsys input_method")
        assert re.search(r"orientation=0", out(shell, "dumpsys display"))
        assert "versionName=" in out(shell, "dumpsys package com.android.settings")

    def test_a_landscape_phone_says_so(self, shell: Shell) -> None:
        out(
            shell,
            "settings put system accelerometer_rotation 0; settings put system user_rotation 1",
        )
        assert out(shell, "dumpsys window | grep -o ROTATION_.*").splitlines()[0] == "ROTATION_90"
        assert "logicalFrame=[0, 0, 2400, 1080]" in out(shell, "dumpsys input")


class TestSystem:
    def test_the_clock_is_set_and_read(self, phone: Phone, shell: Shell) -> None:
        assert out(shell, "date 010203042024.05 +%F-%T") == "2024-01-02-03:04:05\n"
        out(shell, "service call alarm 3 s16 GMT-05:00")
        assert phone.clock.zone == "GMT-05:00"
        assert out(shell, "date +%H:%M") == "22:04\n"

    def test_sleeping_lets_virtual_time_pass(self, phone: Phone, shell: Shell) -> None:
        before = phone.clock.now_ms
        out(shell, "sleep 1.5")
        assert phone.clock.now_ms - before == 1_500

    def test_sqlite_prints_rows_and_errors(self, shell: Shell) -> None:
        path = "/data/local/tmp/t.db"
        out(
            shell,
            f"sqlite3 {path} 'CREATE TABLE t (a, b); INSERT INTO t VALUES (1, NULL), (2, 3.5)'",
        )
        assert out(shell, f"sqlite3 -header {path} 'SELECT * FROM t'") == "a|b\n1|\n2|3.5\n"
        assert out(shell, f"echo .tables | sqlite3 {path}") == "t\n"
        assert shell.run(f"sqlite3 {path} 'SELEC'").code == 1

    def test_properties_can_be_set(self, shell: Shell) -> None:
        assert out(shell, "setprop debug.x 1; getprop debug.x") == "1\n"
        assert "[ro.product.model]: [sdk_gphone_x86_64]\n" in out(shell, "getprop")

    def test_the_cmd_tool_reaches_the_services(self, phone: Phone, shell: Shell) -> None:
        out(shell, "cmd wifi set-wifi-enabled disabled; cmd bluetooth_manager disable")
        out(shell, "cmd uimode night yes; cmd statusbar expand-notifications")
        assert phone.settings.get("global", "wifi_on") == "0"
        assert phone.settings.get("global", "bluetooth_on") == "0"
        assert phone.dark
        assert phone.system.shade == "notifications"
        brief = out(shell, "cmd package resolve-activity --brief com.android.settings")
        assert brief.endswith("\ncom.android.settings/.Settings\n")

    def test_keyboards_can_be_chosen(self, phone: Phone, shell: Shell) -> None:
        out(
            shell,
            "ime enable com.android.adbkeyboard/.AdbIME; ime set com.android.adbkeyboard/.AdbIME",
        )
        assert out(shell, "settings get secure default_input_method") == "com.android.adbkeyboard/.AdbIME\n"


def test_no_command_crashes_without_arguments_or_with_strange_ones(phone: Phone) -> None:
    snapshot = phone.snapshot()
    shell = Shell(phone)
    for name in sorted(COMMANDS):
        for rest in ("", "-x", "--", "''", "/nope", "-c", "'a b' 1 2 3", "list x", "get"):
            phone.restore(snapshot)
            assert isinstance(shell.run(f"{name} {rest}").code, int)


def test_adb_keyboard_types_any_script_once_it_is_chosen(phone: Phone, shell: Shell) -> None:
    out(shell, "am start -a android.intent.action.INSERT -t vnd.android.cursor.dir/contact")
    (field,) = [e for e in phone.elements() if e.hint == "First name"]
    phone.input.tap(*field.center)
    out(shell, "am broadcast -a ADB_INPUT_TEXT --es msg ignored")
    out(shell, "ime set com.android.adbkeyboard/.AdbIME")
    out(shell, "am broadcast -a ADB_INPUT_TEXT --es msg 'gone'; am broadcast -a ADB_CLEAR_TEXT")
    out(shell, "am broadcast -a ADB_INPUT_TEXT --es msg 'Zoë'")
    out(shell, "am broadcast -a ADB_INPUT_B64 --es msg $(printf ' 王' | base64)")
    assert "Zoë 王" in [element.text for element in phone.elements()]


def test_input_types_into_the_focused_field(phone: Phone, shell: Shell) -> None:
    out(shell, "am start -a android.intent.action.INSERT -t vnd.android.cursor.dir/contact")
    (field,) = [e for e in phone.elements() if e.hint == "First name"]
    out(shell, f"input tap {field.center[0]} {field.center[1]}; input text it\\'s%s100\\%")
    assert "it's 100%" in [element.text for element in phone.elements()]
    assert "mInputShown=true" in out(shell, "dumpsys input_method")
    out(shell, "input keycombination 113 29 && input keyevent 67; input keyevent KEYCODE_A 30")
    assert "ab" in [element.text for element in phone.elements()]
