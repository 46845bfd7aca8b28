"""The offline annotator's English: right for each kind of change, specific, without placeholders."""

from typing import Any

import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.errors import DataError
from osgenesis.envs.core.state import Change, FileFact, State, StateDiff
from osgenesis.envs.core.vocabulary import (
    FieldWords,
    FolderWords,
    SettingWords,
    TableWords,
    ValueWords,
    Vocabulary,
)
from osgenesis.synth.reverse.annotation import Segment, SegmentStep, check_texts, find_placeholder
from osgenesis.synth.reverse.clauses import clauses
from osgenesis.synth.reverse.lowlevel import instruction
from osgenesis.synth.reverse.offline import OfflineAnnotator
from osgenesis.synth.reverse.values import Chooser, article, duration, listing, plural, quoted

WORDS = Vocabulary.of(
    TableWords(
        "people/contacts", "Contacts", "contact", "name",
        {"name": FieldWords("name"), "first": FieldWords("first name"), "company": FieldWords("company"),
         "starred": FieldWords("favorite", {"0": "no", "1": "yes"}, "flag")}, ("id",),
    ),
    TableWords("people/phones", "Contacts", "phone number", "number",
               {"number": FieldWords("phone number")}, ("id", "contact_id")),
    TableWords("sms/messages", "Messages", "text message", "body",
               {"address": FieldWords("phone number"), "body": FieldWords("text")}, ("id", "thread_id")),
    TableWords("sms/threads", "Messages", "conversation", "snippet",
               {"snippet": FieldWords("latest message")}, ("id",)),
    TableWords("clock/alarms", "Clock", "alarm", "label",
               {"hour": FieldWords("hour", kind="number"), "minutes": FieldWords("minute", kind="number"),
                "label": FieldWords("label"), "enabled": FieldWords("alarm", {"0": "off", "1": "on"}, "flag"),
                "days": FieldWords("repetition", {"0": "once", "3": "Mon, Tue"})}, ("id",)),
    TableWords("cal/events", "Calendar", "event", "title",
               {"title": FieldWords("title"), "start": FieldWords("start", kind="datetime_s"),
                "reminder": FieldWords("reminder", {"-1": "no reminder", "10": "10 minutes before"})}, ("id",)),
    TableWords("todo/tasks", "Tasks", "task", "title",
               {"title": FieldWords("title"), "done": FieldWords("state", {"0": "open", "1": "completed"})}),
    TableWords("clock/timers", "Clock", "timer", "label",
               {"label": FieldWords("label"), "ms": FieldWords("length in milliseconds", kind="number")}, ("id",)),
    SettingWords("global/wifi", "Settings", "Wi-Fi", {"0": "off", "1": "on"}),
    SettingWords("clock/snooze", "Clock", "snooze length in minutes", {}, "choice"),
    SettingWords("clock/cities", "Clock", "list of cities", {}, "choice"),
    SettingWords("files/sort", "Files", "sort order", {"0": "name", "1": "size"}, "choice"),
    FolderWords("/sd/Notes/", "Notes", "note"),
    FolderWords("/sd/Download/", "Files", "file in the Download folder"),
    FolderWords("/sd/DCIM/", "Camera", "photo"),
    ValueWords("clipboard", "Clipper", "clipboard"),
)  # fmt: skip


def said(*changes: Change, before: State | None = None) -> list[set[str]]:
    """The clauses for some changes, each in all wordings that 60 keys bring up."""
    wordings: list[set[str]] = []
    for key in range(60):
        found = clauses(StateDiff(changes), WORDS, Chooser(str(key)), before)
        wordings = wordings or [set() for _ in found]
        for wording, clause in zip(wordings, found, strict=True):
            wording.add(clause.text)
    return wordings


def added(table: str, key: Any = 1, **row: Any) -> Change:
    return Change("row_added", table, key, None, row)


def test_a_contact_is_told_with_its_number_and_without_repeating_its_name() -> None:
    [wordings] = said(
        added("people/contacts", name="Ada Novak", first="Ada", company="Cedar & Sons", starred=0),
        added("people/phones", 7, number="555-123-4567", contact_id=1),
    )
    end = 'Ada Novak with the company "Cedar & Sons" and the phone number 555-123-4567'
    assert f"create a contact for {end}" in wordings
    assert f"add a new contact named {end}" in wordings
    assert all(text.endswith(end) for text in wordings)


def test_a_number_added_to_somebody_says_whose_it_is() -> None:
    before = State({"people/contacts": {1: {"name": "Ada Novak"}}})
    [wordings] = said(added("people/phones", 7, number="555-123-4567", contact_id=1), before=before)
    assert "add the phone number 555-123-4567 to the contact Ada Novak" in wordings


def test_a_message_is_told_without_the_conversation_that_comes_with_it() -> None:
    [wordings] = said(
        added("sms/messages", address="555-1", body="See you at six.", thread_id=4),
        added("sms/threads", 4, snippet="See you at six."),
    )
    assert 'send the text message "See you at six." to 555-1' in wordings
    assert 'text 555-1 "See you at six."' in wordings
    assert all("conversation" not in text for text in wordings)


def test_alarms_have_a_time_and_say_only_what_is_not_usual() -> None:
    [usual] = said(added("clock/alarms", hour=7, minutes=5, label="", enabled=1, days=0))
    assert "set an alarm for 7:05 AM" in usual
    assert "set an alarm for 07:05" in usual
    [special] = said(added("clock/alarms", hour=19, minutes=30, label="Tea", enabled=0, days=3))
    end = 'labelled "Tea", turned off and repeating on Mon, Tue'
    assert f"set an alarm for 7:30 PM {end}" in special


def test_an_alarm_is_turned_on_and_moved() -> None:
    before = {"hour": 9, "minutes": 0, "label": "", "enabled": 0, "days": 0}
    [on] = said(Change("row_changed", "clock/alarms", 1, before, {**before, "enabled": 1}))
    assert "turn on the 9:00 AM alarm" in on
    [moved] = said(Change("row_changed", "clock/alarms", 1, before, {**before, "hour": 6, "minutes": 30}))
    assert "change the time of the 9:00 AM alarm to 6:30 AM" in moved


def test_dates_are_written_as_people_write_them() -> None:
    [wordings] = said(added("cal/events", title="Book club", start=1_697_731_200, reminder=-1))
    assert 'create an event titled "Book club", starting on October 19, 2023 at 4:00 PM' in wordings
    assert all("reminder" not in text for text in wordings)


def test_things_are_marked_renamed_and_removed() -> None:
    open_task = {"title": "Bake bread", "done": 0}
    [done] = said(Change("row_changed", "todo/tasks", 1, open_task, {**open_task, "done": 1}))
    assert 'mark the task "Bake bread" as completed' in done
    [named] = said(Change("row_changed", "todo/tasks", 1, open_task, {**open_task, "title": "Bake"}))
    assert 'rename the task "Bake bread" to "Bake"' in named
    [gone] = said(Change("row_removed", "todo/tasks", 1, open_task, None))
    assert 'delete the task "Bake bread"' in gone
    ada = {"name": "Ada Novak", "starred": 0}
    [star] = said(Change("row_changed", "people/contacts", 1, ada, {**ada, "starred": 1}))
    assert "mark the contact Ada Novak as a favorite" in star


def test_emptying_a_list_is_told_once() -> None:
    rows: Any = {n: {"title": f"task {n}", "done": 0} for n in range(4)}
    changes = [Change("row_removed", "todo/tasks", n, row, None) for n, row in rows.items()]
    assert said(*changes, before=State({"todo/tasks": rows})) == [{"delete all tasks"}]
    assert len(said(*changes[:2], before=State({"todo/tasks": rows}))) == 2


def setting(key: str, before: str | None, after: str) -> Change:
    return Change("setting_changed", key, None, before, after)


def test_settings_are_switched_set_and_compared() -> None:
    [wifi] = said(setting("global/wifi", "1", "0"))
    assert {"turn off Wi-Fi", "disable Wi-Fi", "make sure Wi-Fi is turned off"} <= wifi
    [snooze] = said(setting("clock/snooze", "10", "20"))
    assert "set the snooze length to 20 minutes" in snooze
    [cities] = said(setting("clock/cities", "Paris|Rome", "Rome|Athens"))
    assert cities == {"add Athens to the list of cities and remove Paris from the list of cities"}
    [order] = said(setting("files/sort", "0", "1"))
    assert "change the sort order from name to size" in order


def fact(text: str) -> FileFact:
    return FileFact(f"digest of {text}", len(text), text)


def test_files_are_made_renamed_moved_copied_and_edited() -> None:
    a, b = fact("two eggs"), fact("two eggs\nflour")
    [made] = said(Change("file_added", "/sd/Notes/list.md", None, None, a))
    assert 'create a new note named "list.md" that says "two eggs"' in made
    renamed = (
        Change("file_removed", "/sd/Notes/list.md", None, a, None),
        Change("file_added", "/sd/Notes/food.md", None, None, a),
    )
    assert 'rename the note "list.md" to "food.md"' in said(*renamed)[0]
    moved = (renamed[0], Change("file_added", "/sd/Download/list.md", None, None, a))
    assert said(*moved) == [{'move the note "list.md" to the folder "Download"'}]
    before = State(files={"/sd/Notes/list.md": a})
    [copied] = said(Change("file_added", "/sd/Notes/copy.md", None, None, a), before=before)
    assert copied == {'make a copy of the note "list.md" named "copy.md"'}
    [longer] = said(Change("file_changed", "/sd/Notes/list.md", None, a, b))
    assert 'add "flour" to the end of the note "list.md"' in longer
    [photo] = said(Change("file_added", "/sd/DCIM/IMG_20231015_153412.jpg", None, None, fact("x")))
    assert photo == {"take a photo", "take a new photo"}


def test_folders_are_folders_and_places_stand_behind_names() -> None:
    [folder] = said(Change("file_added", "/sd/Download/Trips/", None, None, FileFact("", 0, None)))
    assert 'create a new folder named "Trips" in the Download folder' in folder
    [gone] = said(Change("file_removed", "/sd/Download/a.csv", None, fact("1,2"), None))
    assert 'delete the file "a.csv" in the Download folder' in gone


def test_timers_have_a_length_and_the_clipboard_a_text() -> None:
    [timer] = said(added("clock/timers", label="", ms=300_000))
    assert "set a timer with the length 5 minutes" in timer
    [clip] = said(Change("value_changed", "clipboard", None, "", "two eggs"))
    assert 'copy "two eggs" to the clipboard' in clip


def element(text: str = "", kind: str = "Button", **changes: Any) -> Element:
    flags = int(Flag.ENABLED | Flag.CLICKABLE)
    plain = Element(text, "", f"android.widget.{kind}", "", "", "p", 0, 0, 300, 90, flags, "application")
    return plain._replace(**changes)


def test_low_level_instructions_name_what_is_on_the_screen() -> None:
    save = element("Save")
    label = element("Wi-Fi", "TextView", right=200)
    switch = element("", "Switch", left=220, flags=int(Flag.ENABLED | Flag.CHECKABLE | Flag.CLICKABLE))
    field = element("", "EditText", hint="First name", flags=int(Flag.ENABLED | Flag.EDITABLE))
    screen = [save, label, switch, field]

    def low(action: Action, target: Element | None) -> str:
        return instruction(SegmentStep(action, target, screen, screen, "App"), Chooser("0"))

    assert low(Action("click", index=0), save).endswith(' the "Save" button.')
    assert low(Action("click", index=2), switch) == 'Turn on the "Wi-Fi" switch.'
    typed = low(Action("input_text", index=3, text="Ada"), field)
    assert typed in ('Type "Ada" into the "First name" field.', 'Enter "Ada" in the "First name" field.')
    assert low(Action("open_app", app="Clock"), None) in ("Open the Clock app.", "Open Clock.")
    nameless = element("", "ImageButton", resource_id="p:id/btn_add_note", top=900, bottom=990)
    assert "the add note" in low(Action("click", index=0), nameless)


def segment(*changes: Change, app: str = "Settings", key: str = "k") -> Segment:
    steps = [SegmentStep(Action("open_app", app=app), None, [element("x")], [element("y")], app)]
    return Segment(key, steps, StateDiff(changes), WORDS, app)


@pytest.mark.parametrize("key", [str(n) for n in range(40)])
def test_instructions_are_sentences_with_real_values(key: str) -> None:
    annotation = OfflineAnnotator().annotate(segment(setting("global/wifi", "1", "0"), key=key))
    text = annotation.high_level
    assert text[0].isupper()
    assert text.endswith((".", "?"))
    assert "Wi-Fi" in text
    assert "Settings" in text
    assert check_texts(annotation.wire()) == annotation.wire()


def test_an_instruction_names_no_app_that_was_not_used() -> None:
    change = Change("value_changed", "clipboard", None, "", "eggs")
    assert "Clipper" not in OfflineAnnotator().annotate(segment(change, app="Notes")).high_level


def test_deeds_in_two_apps_say_where_each_belongs() -> None:
    both = segment(setting("global/wifi", "1", "0"), setting("clock/snooze", "10", "20"))
    steps = [*both.steps, both.steps[0]._replace(app="Clock")]
    from dataclasses import replace

    text = OfflineAnnotator().annotate(replace(both, steps=steps)).high_level
    assert "Settings" in text
    assert "Clock" in text


def test_nothing_with_words_gives_no_instruction() -> None:
    with pytest.raises(DataError, match="nothing that changed has words"):
        OfflineAnnotator().annotate(segment(setting("global/unknown", "1", "0")))


@pytest.mark.parametrize(
    "text",
    ["Call <name>.", "Send {text} to Ada.", "Open [app name].", "Delete [date].", "Say lorem ipsum."],
)
def test_placeholders_are_found(text: str) -> None:
    assert find_placeholder(text) is not None


@pytest.mark.parametrize("text", ['Write "<b> {x} [name]" in the note.', "Turn on Wi-Fi [5 GHz]."])
def test_somebody_s_own_words_are_no_placeholders(text: str) -> None:
    assert find_placeholder(text) is None


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"Sub-Instruction": "a", "Analysis": "b"}, "'High-Level-Instruction' must be a string"),
        ({"Sub-Instruction": " ", "Analysis": "b", "High-Level-Instruction": "c"}, "is empty"),
        ({"Sub-Instruction": "a", "Analysis": "b", "High-Level-Instruction": "<x>"}, "placeholder"),
        ({"Sub-Instruction": "a", "Analysis": "b", "High-Level-Instruction": "c", "More": "d"}, "More"),
    ],
)
def test_annotations_are_checked_strictly(texts: dict[str, str], problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        check_texts(texts)


def test_small_words() -> None:
    assert [article(noun) for noun in ("event", "SMS", "user", "hour", "note")] == [
        "an event", "an SMS", "a user", "an hour", "a note",
    ]  # fmt: skip
    assert [plural(noun) for noun in ("note", "city", "box", "phone number")] == [
        "notes", "cities", "boxes", "phone numbers",
    ]  # fmt: skip
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert duration(3905) == "1 hour, 5 minutes and 5 seconds"
    assert quoted('say "hi"\nnow') == "'say \"hi\" / now'"
