"""The phone's clock: virtual, settable, in a zone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android.sim.clock import BOOT_MS, Clock, civil, to_ms


def test_every_phone_starts_on_the_same_sunday() -> None:
    assert f"{Clock().local():%A %Y-%m-%d %H:%M:%S %Z}" == "Sunday 2023-10-15 15:34:00 UTC"


def test_time_passes_only_when_told() -> None:
    clock = Clock()
    clock.advance(1_500)
    assert (clock.now_ms, clock.now_s, clock.uptime_ms) == (
        BOOT_MS + 1_500,
        BOOT_MS // 1000 + 1,
        1_500,
    )
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(-1)


def test_setting_the_clock_leaves_the_time_since_boot() -> None:
    clock = Clock()
    clock.advance(10)
    clock.set_ms(0)
    assert (clock.now_ms, clock.uptime_ms) == (0, 10)


def test_civil_time_follows_the_zone() -> None:
    clock = Clock()
    clock.set_zone("GMT+02:00")
    assert f"{clock.local():%H:%M}" == "17:34"
    assert clock.ms_of(2023, 10, 15, 17, 34) == BOOT_MS
    assert f"{clock.local(clock.midnight_ms()):%d %H:%M}" == "15 00:00"


def test_an_unknown_zone_counts_as_utc() -> None:
    clock = Clock()
    clock.set_zone("Atlantis/Capital")
    assert clock.local().utcoffset() is not None
    assert f"{clock.local():%H:%M}" == "15:34"


def test_stamps_of_one_millisecond_differ_and_stay_in_order() -> None:
    clock = Clock()
    stamps = [clock.stamp_ns() for _ in range(500)]
    assert stamps == sorted(set(stamps))
    clock.set_ms(clock.now_ms - 60_000)
    assert clock.stamp_ns() < stamps[0]


def test_a_frozen_clock_thaws_to_the_nanosecond() -> None:
    clock = Clock()
    clock.stamp_ns()
    frozen = clock.freeze()
    later = [clock.stamp_ns(), clock.stamp_ns()]
    clock.advance(9)
    clock.thaw(frozen)
    assert [clock.stamp_ns(), clock.stamp_ns()] == later


@given(st.integers(0, 4_000_000_000_000))
def test_civil_and_epoch_time_are_inverse(ms: int) -> None:
    assert to_ms(civil(ms, "GMT-03:30")) == ms
