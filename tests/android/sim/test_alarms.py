"""Alarms: due times in virtual time, in order, to the app that asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android.sim.alarms import Alarms
from osgenesis.envs.android.sim.app import App
from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.intents import BroadcastResult, Intent
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action


class Bell(App):
    package, label = "org.example.bell", "Bell"

    def __init__(self) -> None:
        self.rung: list[tuple[str, object, int]] = []

    def receive(self, phone: Phone, intent: Intent) -> BroadcastResult | None:
        self.rung.append((intent.action, intent.extra("data"), phone.clock.now_ms))
        if intent.action == "again" and len(self.rung) < 3:
            phone.alarms.set_after(0, self.package, "again", len(self.rung))
        return BroadcastResult()


def with_bell() -> tuple[Phone, Bell]:
    phone, bell = Phone(), Bell()
    phone.apps = {**phone.apps, bell.package: bell}
    return phone, bell


def drained(alarms: Alarms) -> list[object]:
    out = []
    while (alarm := alarms.pop_due()) is not None:
        out.append(alarm.data)
    return out


@given(st.lists(st.integers(0, 5_000), max_size=20), st.integers(0, 5_000))
def test_due_alarms_come_by_time_and_then_in_the_order_they_were_set(delays: list[int], passed: int) -> None:
    clock = Clock()
    alarms = Alarms(clock)
    for i, delay in enumerate(delays):
        alarms.set_after(delay, "app", "act", i)
    assert alarms.next_ms == (clock.now_ms + min(delays) if delays else None)
    clock.advance(passed)
    assert drained(alarms) == [i for d, i in sorted((d, i) for i, d in enumerate(delays)) if d <= passed]
    assert len(alarms.pending("app")) == sum(d > passed for d in delays)


def test_cancel_takes_all_of_an_app_or_those_of_an_action_or_with_certain_data() -> None:
    alarms = Alarms(Clock())
    for package, action, data in (("a", "x", 1), ("a", "x", 2), ("a", "y", 1), ("b", "x", 1)):
        alarms.set_after(10, package, action, data)
    alarms.cancel("a", "x", 2)
    assert [(a.action, a.data) for a in alarms.pending("a")] == [("x", 1), ("y", 1)]
    alarms.cancel("a", "x")
    assert [a.action for a in alarms.pending("a")] == ["y"]
    alarms.cancel("a")
    assert alarms.pending("a") == ()
    assert len(alarms.pending("b")) == 1


def test_a_frozen_state_comes_back_and_new_alarms_still_come_after_it() -> None:
    clock = Clock()
    alarms = Alarms(clock)
    alarms.set_after(0, "a", "x", "old")
    frozen = alarms.freeze()
    alarms.cancel("a")
    alarms.thaw(frozen)
    alarms.set_after(0, "a", "x", "new")
    assert drained(alarms) == ["old", "new"]


def test_a_due_alarm_is_broadcast_to_its_app_only() -> None:
    phone, bell = with_bell()
    phone.alarms.set_after(1_500, bell.package, "ring", 7)
    phone.alarms.set_after(1_500, "org.example.other", "ring", 8)
    phone.perform(Action("wait"))
    assert bell.rung == []
    phone.perform(Action("wait"))
    assert [(action, data) for action, data, _ in bell.rung] == [("ring", 7)]
    phone.perform(Action("wait"))
    assert len(bell.rung) == 1


def test_an_alarm_set_by_a_due_alarm_rings_in_the_same_step() -> None:
    phone, bell = with_bell()
    phone.alarms.set_after(0, bell.package, "again", 0)
    phone.settle()
    assert [data for _, data, _ in bell.rung] == [0, 1, 2]


def test_a_toast_goes_after_its_time_and_a_newer_one_stays() -> None:
    phone = Phone()
    phone.toast("first")
    phone.perform(Action("wait", duration_ms=2_000))
    phone.toast("second")
    phone.perform(Action("wait", duration_ms=2_000))
    assert phone.shown_toast() == "second"
    phone.perform(Action("wait", duration_ms=2_000))
    assert phone.shown_toast() == ""


def test_force_stop_forgets_the_alarms_of_an_app() -> None:
    phone, bell = with_bell()
    phone.alarms.set_after(10, bell.package, "ring")
    phone.activities.force_stop(bell.package)
    phone.perform(Action("wait"))
    assert bell.rung == []
