"""The settings store: three namespaces of text."""

import pytest

from osgenesis.envs.android.sim.settings import NAMESPACES, Settings
from osgenesis.envs.core.errors import UnknownNameError


def test_a_new_phone_has_what_the_settings_screens_show() -> None:
    store = Settings()
    assert store.get("global", "wifi_on") == "1"
    assert store.get("system", "time_12_24") == "24"
    assert store.get("secure", "zen_duration") == "0"
    assert len(store.flat()) > 120


def test_a_missing_key_is_none_or_the_default() -> None:
    store = Settings()
    assert store.get("global", "nope") is None
    assert store.get("global", "nope", "x") == "x"
    assert store.integer("global", "nope", 7) == 7
    assert not store.flag("global", "nope")


def test_values_are_kept_as_text() -> None:
    store = Settings()
    store.put("system", "a", 3)
    store.put("system", "b", True)
    store.put("system", "c", 1.5)
    assert [store.get("system", key) for key in "abc"] == ["3", "1", "1.5"]
    assert store.integer("system", "c") == 1


def test_wifi_kept_on_in_airplane_mode_still_counts_as_on() -> None:
    store = Settings()
    store.put("global", "wifi_on", 2)
    assert store.flag("global", "wifi_on")


def test_deleting_says_whether_there_was_something() -> None:
    store = Settings()
    assert store.delete("global", "wifi_on")
    assert not store.delete("global", "wifi_on")


def test_an_unknown_namespace_names_the_right_ones() -> None:
    with pytest.raises(UnknownNameError, match="system"):
        Settings().get("systm", "x")


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_snapshot_is_untouched_by_later_writes(namespace: str) -> None:
    store = Settings()
    frozen = store.freeze()
    version = store.version
    store.put(namespace, "k", "v")
    assert store.version > version
    other = Settings()
    other.thaw(frozen)
    other.put(namespace, "k", "other")
    assert (store.get(namespace, "k"), "k" in frozen[namespace]) == ("v", False)
    store.thaw(frozen)
    assert store.get(namespace, "k") is None


def test_a_reset_brings_the_defaults_back() -> None:
    store = Settings()
    store.put("global", "wifi_on", 0)
    store.reset("global")
    assert store.get("global", "wifi_on") == "1"
