"""Starting, finishing and stopping activities; tasks, home and results."""

from __future__ import annotations

import pytest

from osgenesis.envs.android.sim.app import App, Filter, page
from osgenesis.envs.android.sim.intents import (
    ACTION_MAIN,
    ACTION_PICK,
    ACTION_SEND,
    ACTION_VIEW,
    CATEGORY_HOME,
    FLAG_CLEAR_TASK,
    Intent,
)
from osgenesis.envs.android.sim.notifications import Notification
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import FILL
from osgenesis.envs.core.actions import Action

ASKER, GIVER = "org.example.asker", "org.example.giver"
CONTACTS, SETTINGS = "com.google.android.contacts", "com.android.settings"


class Sheet(App):
    """One blank page for every activity."""

    @page
    def main(self, ui: Page) -> Node:
        return Node(kind="column", width=FILL, height=FILL, cls="android.view.View", desc=f"{self.label} main")

    @page
    def other(self, ui: Page) -> Node:
        return Node(kind="column", width=FILL, height=FILL, cls="android.view.View", desc=f"{self.label} other")


class Asker(Sheet):
    package, label, launcher = ASKER, "Asker", f"{ASKER}.Main"
    activities = {launcher: "main", f"{ASKER}.Other": "other"}

    def got(self, ui: Page, result: object, data: object) -> None:
        ui.put(got=(result, data))

    def on_pause(self, ui: Page) -> None:
        ui.put(paused=ui.get("paused", 0) + 1)


class Giver(Sheet):
    package, label, launcher = GIVER, "Giver", f"{GIVER}.Main"
    activities = {launcher: "main", f"{GIVER}.Pick": "other"}
    filters = (
        Filter(ACTION_PICK, f"{GIVER}.Pick", mime="x-example/"),
        Filter(ACTION_VIEW, f"{GIVER}.Pick", scheme="example", data="example://open"),
    )


@pytest.fixture
def phone() -> Phone:
    phone = Phone()
    phone.apps = {**phone.apps, ASKER: Asker(), GIVER: Giver()}
    return phone


def launch(phone: Phone, package: str) -> None:
    assert phone.activities.start(Intent.main(f"{package}/{phone.apps[package].launcher}")).ok


def top(phone: Phone) -> Page:
    activity = phone.stack.top
    return phone.activities.page(activity, activity.pages[-1])


def back(phone: Phone) -> None:
    phone.perform(Action("navigate_back"))


# -- start and resolve -----------------------------------------------------------------------------


def test_a_start_is_cold_then_hot(phone: Phone) -> None:
    intent = Intent.main(f"{ASKER}/.Main")
    first = phone.activities.start(intent)
    phone.activities.home()
    second = phone.activities.start(intent)
    assert (first.launch, second.launch) == ("COLD", "HOT")
    assert first.component == second.component == phone.activities.foreground == f"{ASKER}/{ASKER}.Main"
    assert first.task_id == second.task_id


def test_a_launch_shows_a_running_task_as_it_was(phone: Phone) -> None:
    launch(phone, ASKER)
    top(phone).open("other")
    phone.activities.home()
    launch(phone, ASKER)
    assert top(phone).record.name == "other"


def test_clear_task_starts_over(phone: Phone) -> None:
    launch(phone, ASKER)
    top(phone).open("other")
    phone.activities.start(Intent(ACTION_MAIN, f"{ASKER}/.Main", flags=FLAG_CLEAR_TASK))
    assert top(phone).record.name == "main"
    assert sum(t.package == ASKER for t in phone.activities.tasks()) == 1


def test_another_activity_of_a_running_app_joins_its_task(phone: Phone) -> None:
    launch(phone, ASKER)
    result = phone.activities.start(Intent(ACTION_VIEW, f"{ASKER}/.Other"))
    assert result.launch == "WARM"
    assert [a.cls for a in phone.stack.front.activities] == [f"{ASKER}.Main", f"{ASKER}.Other"]
    back(phone)
    assert phone.activities.foreground == f"{ASKER}/{ASKER}.Main"


@pytest.mark.parametrize(
    ("intent", "component"),
    [
        (Intent(ACTION_PICK, mime="x-example/thing"), f"{GIVER}/{GIVER}.Pick"),
        (Intent(ACTION_VIEW, data="example://open/5"), f"{GIVER}/{GIVER}.Pick"),
        (Intent(package=GIVER), f"{GIVER}/{GIVER}.Main"),
        (Intent(component=f"{GIVER}/.Pick"), f"{GIVER}/{GIVER}.Pick"),
        (Intent(ACTION_MAIN, f"{GIVER}/alias.of.Main"), f"{GIVER}/{GIVER}.Main"),
    ],
    ids=["mime", "uri", "package", "component", "other class of the same name"],
)
def test_intents_find_their_activity(phone: Phone, intent: Intent, component: str) -> None:
    result = phone.activities.start(intent)
    assert result.ok
    assert phone.activities.foreground == component


@pytest.mark.parametrize(
    "intent",
    [
        Intent(ACTION_PICK, mime="x-other/thing"),
        Intent(ACTION_VIEW, data="example://close/5"),
        Intent(ACTION_PICK, mime="x-example/thing", package=CONTACTS + ".none"),
        Intent(component="org.example.missing/.Main"),
        Intent(component=f"{GIVER}/.Missing"),
    ],
    ids=["mime", "uri", "package", "no such app", "no such class"],
)
def test_what_nobody_takes_is_refused_and_changes_nothing(phone: Phone, intent: Intent) -> None:
    before = phone.stack.freeze()
    result = phone.activities.start(intent)
    assert not result.ok
    assert result.error
    assert phone.stack.freeze() == before


def test_the_share_sheet_lists_what_takes_a_type(phone: Phone) -> None:
    takers = {app.package for app, _ in phone.handlers(Intent(ACTION_SEND, mime="text/plain"))}
    assert "com.simplemobiletools.smsmessenger" in takers
    assert GIVER not in takers


# -- results ---------------------------------------------------------------------------------------


def ask(phone: Phone) -> None:
    launch(phone, ASKER)
    assert top(phone).start(Intent(ACTION_PICK, mime="x-example/thing"), then="got", data="note")
    assert phone.activities.foreground == f"{GIVER}/{GIVER}.Pick"


def test_a_result_goes_to_the_page_that_asked_with_its_data(phone: Phone) -> None:
    ask(phone)
    top(phone).finish("thing 5")
    assert phone.activities.foreground == f"{ASKER}/{ASKER}.Main"
    assert top(phone).get("got") == ("thing 5", "note")


def test_leaving_without_a_result_calls_nobody(phone: Phone) -> None:
    ask(phone)
    back(phone)
    assert phone.activities.foreground == f"{ASKER}/{ASKER}.Main"
    assert top(phone).get("got") is None


def test_a_result_for_a_page_that_is_gone_is_dropped(phone: Phone) -> None:
    ask(phone)
    giver = top(phone)
    phone.activities.force_stop(ASKER)
    giver.finish("thing 5")
    assert phone.stack.top.package == phone.home_package


def test_what_was_started_for_a_result_shares_the_callers_task(phone: Phone) -> None:
    ask(phone)
    assert [a.package for a in phone.stack.front.activities] == [ASKER, GIVER]
    assert phone.stack.task_of(GIVER) is None


def test_pages_hand_results_to_the_page_below(phone: Phone) -> None:
    launch(phone, ASKER)
    top(phone).open("other", then="got", data=1)
    top(phone).close("done")
    assert top(phone).get("got") == ("done", 1)


def test_a_page_can_be_replaced(phone: Phone) -> None:
    launch(phone, ASKER)
    top(phone).open("other")
    top(phone).replace("main")
    assert [p.name for p in phone.stack.top.pages] == ["main", "main"]
    back(phone)
    assert len(phone.stack.top.pages) == 1


# -- tasks -----------------------------------------------------------------------------------------


def test_tasks_come_front_first_and_only_the_front_is_visible(phone: Phone) -> None:
    for package in (ASKER, GIVER, CONTACTS):
        launch(phone, package)
    launch(phone, ASKER)
    tasks = phone.activities.tasks()
    assert [t.package for t in tasks] == [ASKER, CONTACTS, GIVER, phone.home_package]
    assert [t.visible for t in tasks] == [True, False, False, False]
    assert len({t.id for t in tasks}) == 4


def test_a_removed_task_is_gone_and_the_launcher_stays(phone: Phone) -> None:
    launch(phone, ASKER)
    ids = {t.package: t.id for t in phone.activities.tasks()}
    assert phone.activities.remove_task(ids[ASKER])
    assert not phone.activities.remove_task(ids[ASKER])
    assert not phone.activities.remove_task(ids[phone.home_package])
    assert [t.package for t in phone.activities.tasks()] == [phone.home_package]


def test_back_from_the_last_activity_shows_home(phone: Phone) -> None:
    launch(phone, ASKER)
    back(phone)
    assert phone.stack.top.package == phone.home_package
    back(phone)
    assert phone.stack.top.package == phone.home_package
    assert len(phone.stack.top.pages) == 1


def test_home_closes_the_launchers_own_pages_and_pauses_what_was_in_front(phone: Phone) -> None:
    phone.perform(Action("swipe", direction="up"))
    phone.activities.start(Intent(ACTION_MAIN, categories=(CATEGORY_HOME,)))
    assert len(phone.stack.top.pages) == 1
    launch(phone, ASKER)
    phone.activities.home()
    task = phone.stack.task_of(ASKER)
    assert task is not None
    assert task.top.pages[0].state["paused"] == 1


def test_recents_tap_brings_a_task_to_the_front(phone: Phone) -> None:
    launch(phone, ASKER)
    launch(phone, GIVER)
    phone.perform(Action("key", key="KEYCODE_APP_SWITCH"))
    index = next(i for i, e in enumerate(phone.elements()) if e.description == "Asker")
    phone.perform(Action("click", index=index))
    assert phone.stack.top.package == ASKER


# -- force-stop ------------------------------------------------------------------------------------


def test_force_stop_takes_activities_notifications_and_alarms(phone: Phone) -> None:
    launch(phone, GIVER)
    launch(phone, ASKER)
    phone.notifications.post(Notification(ASKER, 1, "a", "b"))
    phone.alarms.set_after(10, ASKER, "x")
    phone.activities.force_stop(ASKER)
    assert phone.stack.top.package == GIVER
    assert phone.notifications.active() == ()
    assert phone.alarms.pending(ASKER) == ()


def test_force_stop_of_what_was_started_for_a_result_leaves_the_caller(phone: Phone) -> None:
    ask(phone)
    phone.activities.force_stop(GIVER)
    assert phone.activities.foreground == f"{ASKER}/{ASKER}.Main"


def test_force_stop_of_the_caller_leaves_what_it_started(phone: Phone) -> None:
    ask(phone)
    phone.activities.force_stop(ASKER)
    assert phone.activities.foreground == f"{GIVER}/{GIVER}.Pick"
    back(phone)
    assert phone.stack.top.package == phone.home_package


def test_force_stop_of_the_launcher_leaves_a_home_screen(phone: Phone) -> None:
    phone.activities.force_stop(phone.home_package)
    assert phone.stack.top.package == phone.home_package
    assert phone.elements()
