"""Installed packages: names, components, permissions; and apps' preferences and notifications."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.default_packages import APPS, install_default_packages
from osgenesis.envs.android.sim.intents import Intent, expand_component, shorten_component
from osgenesis.envs.android.sim.notifications import Notification, Notifications
from osgenesis.envs.android.sim.packages import Package, Packages
from osgenesis.envs.android.sim.prefs import Preferences
from osgenesis.envs.android.sim.storage import FileSystem
from osgenesis.envs.core.errors import BackendError, UnknownNameError


@pytest.fixture
def packages() -> Packages:
    packages = Packages()
    install_default_packages(packages)
    return packages


def test_the_benchmarks_apps_are_listed(packages: Packages) -> None:
    assert len(APPS) == 24
    assert len(packages.launchable()) == 24
    assert len({package.uid for package in packages.all() if package.uid >= 10_000}) > 24


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("Chrome", "com.android.chrome"), ("google chrome", "com.android.chrome"),
        ("dialer", "com.google.android.dialer"), ("Phone", "com.google.android.dialer"),
        ("Broccoli - Recipe App", "com.flauschcode.broccoli"),
        ("activity tracker", "de.dennisguse.opentracks"), ("open tracks sports tracker", "de.dennisguse.opentracks"),
        ("Simple Calendar Pro", "com.simplemobiletools.calendar.pro"),
        ("simple sms messenger", "com.simplemobiletools.smsmessenger"),
        ("system settings", "com.android.settings"), ("vlc", "org.videolan.vlc"),
        ("net.gsantner.markor", "net.gsantner.markor"),
        ("com.android.settings/.Settings", "com.android.settings"),
    ],
)  # fmt: skip
def test_people_call_apps_many_names(packages: Packages, name: str, package: str) -> None:
    assert packages.resolve(name).startswith(package + "/")


def test_a_misspelt_name_is_answered_with_the_nearest(packages: Packages) -> None:
    with pytest.raises(UnknownNameError, match="'Markor'"):
        packages.resolve("Makror")


def test_bare_type_words_ask_for_whoever_shows_the_type(packages: Packages) -> None:
    assert packages.launch_intent("contacts").data == "content://contacts/people/"
    assert packages.launch_intent("Contacts").component is not None


def test_installing_again_keeps_the_user_id_and_the_names(packages: Packages) -> None:
    before = packages.get("com.android.chrome")
    assert before is not None
    after = packages.install(Package("com.android.chrome", "Chrome", ".New", version="2"))
    assert (after.uid, after.names) == (before.uid, before.names)
    assert after.component == "com.android.chrome/com.android.chrome.New"


def test_permissions_are_granted_revoked_and_reset(packages: Packages) -> None:
    name = "com.android.chrome"
    initial = packages.granted(name)
    packages.grant(name, "x.Y")
    packages.revoke(name, next(iter(initial)))
    assert "x.Y" in packages.granted(name)
    frozen = packages.freeze()
    packages.reset_permissions(name)
    assert packages.granted(name) == initial
    packages.thaw(frozen)
    assert "x.Y" in packages.granted(name)
    with pytest.raises(BackendError, match=r"no package 'a\.b'"):
        packages.grant("a.b", "x")


def test_components_have_a_short_and_a_full_form() -> None:
    assert expand_component("a.b/.C") == "a.b/a.b.C"
    assert shorten_component("a.b/a.b.C") == "a.b/.C"
    assert shorten_component("a.b/x.y.C") == "a.b/x.y.C"
    assert Intent(component="a.b/.C").component == "a.b/a.b.C"


def test_an_intent_describes_itself_as_am_prints_it() -> None:
    intent = Intent("x.VIEW", "a.b/.C", "tel:1", extras=(("k", 1),), flags=16)
    assert intent.describe() == "{ act=x.VIEW dat=tel:1 flg=0x10 cmp=a.b/.C (has extras) }"
    assert (intent.extra("k"), intent.extra("none", 5), intent.scheme) == (1, 5, "tel")


def test_a_notification_replaces_the_one_of_its_name() -> None:
    notes = Notifications(Clock())
    notes.post(Notification("a", 1, "one", ""))
    notes.post(Notification("b", 1, "two", "", ongoing=True))
    notes.post(Notification("a", 1, "three", ""))
    assert [note.title for note in notes.active()] == ["three", "two"]
    notes.clear()
    assert [note.title for note in notes.active()] == ["two"]
    notes.cancel("b", 1)
    assert notes.active() == ()


# What XML can hold; Android keeps preferences in XML.
TEXTS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs"),
        include_characters="\n\r\t",
        exclude_characters="\ufffe\uffff",
    )
)
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    TEXTS,
    st.frozensets(st.sampled_from(["a", "b", "<&>"])),
)


@given(st.dictionaries(st.sampled_from(["k", "a<b", 'q"', "l\nm"]), VALUES))
def test_preferences_come_back_with_their_types(
    values: dict[str, bool | int | float | str],
) -> None:
    prefs = Preferences(FileSystem(Clock()), "org.example")
    for key, value in values.items():
        prefs.put(key, value)
    assert dict(prefs.all()) == values
    assert {key: type(value) for key, value in prefs.all().items()} == {
        key: type(value) for key, value in values.items()
    }


def test_a_broken_preferences_file_counts_as_empty() -> None:
    files = FileSystem(Clock())
    prefs = Preferences(files, "org.example")
    files.write(prefs.path, "<map><string", parents=True)
    assert prefs.get("k", "default") == "default"
    prefs.put("k", 1)
    assert (prefs.number("k"), prefs.flag("k"), prefs.text("k", "none")) == (1, False, "none")
    prefs.remove("k")
    assert prefs.all() == {}
