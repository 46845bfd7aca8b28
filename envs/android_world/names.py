"""Names of the AndroidWorld tasks that exist here, by the module of `tasks/` that holds the class of that name.

Registering the environments reads this module and imports nothing else.
"""

from __future__ import annotations

from typing import Final

__all__ = ["TASK_MODULES", "TASK_NAMES"]

TASK_MODULES: Final[dict[str, tuple[str, ...]]] = {
    "settings": (
        "SystemBluetoothTurnOff",
        "SystemBluetoothTurnOffVerify",
        "SystemBluetoothTurnOn",
        "SystemBluetoothTurnOnVerify",
        "SystemBrightnessMax",
        "SystemBrightnessMaxVerify",
        "SystemBrightnessMin",
        "SystemBrightnessMinVerify",
        "SystemWifiTurnOff",
        "SystemWifiTurnOffVerify",
        "SystemWifiTurnOn",
        "SystemWifiTurnOnVerify",
        "TurnOffWifiAndTurnOnBluetooth",
    ),
    "foreground": (
        "OpenAppTaskEval",
        "TurnOnWifiAndOpenApp",
    ),
    "clock": (
        "ClockStopWatchPausedVerify",
        "ClockStopWatchRunning",
        "ClockTimerEntry",
    ),
    "contacts": (
        "ContactsNewContactDraft",
        "ContactsAddContact",
    ),
    "messages": (
        "SimpleSmsSend",
        "SimpleSmsReply",
        "SimpleSmsReplyMostRecent",
        "SimpleSmsResend",
        "SimpleSmsSendClipboardContent",
        "SimpleSmsSendReceivedAddress",
        "MarkorCreateNoteAndSms",
    ),
    "camera": (
        "CameraTakePhoto",
        "CameraTakeVideo",
    ),
    "files": (
        "FilesDeleteFile",
        "FilesMoveFile",
    ),
    "markor": (
        "MarkorAddNoteHeader",
        "MarkorChangeNoteContent",
        "MarkorCreateFolder",
        "MarkorCreateNote",
        "MarkorCreateNoteFromClipboard",
        "MarkorDeleteAllNotes",
        "MarkorDeleteNewestNote",
        "MarkorDeleteNote",
        "MarkorEditNote",
        "MarkorMergeNotes",
        "MarkorMoveNote",
    ),
    "clipboard": ("SystemCopyToClipboard",),
    "calendar_add": (
        "SimpleCalendarAddOneEvent",
        "SimpleCalendarAddOneEventInTwoWeeks",
        "SimpleCalendarAddOneEventRelativeDay",
        "SimpleCalendarAddOneEventTomorrow",
        "SimpleCalendarAddRepeatingEvent",
        "SimpleCalendarDeleteEvents",
        "SimpleCalendarDeleteEventsOnRelativeDay",
        "SimpleCalendarDeleteOneEvent",
    ),
    "calendar_ask": (
        "SimpleCalendarAnyEventsOnDate",
        "SimpleCalendarEventOnDateAtTime",
        "SimpleCalendarEventsInNextWeek",
        "SimpleCalendarEventsInTimeRange",
        "SimpleCalendarEventsOnDate",
        "SimpleCalendarFirstEventAfterStartTime",
        "SimpleCalendarLocationOfEvent",
        "SimpleCalendarNextEvent",
        "SimpleCalendarNextMeetingWithPerson",
    ),
    "todo": (
        "TasksCompletedTasksForDate",
        "TasksDueNextWeek",
        "TasksDueOnDate",
        "TasksHighPriorityTasks",
        "TasksHighPriorityTasksDueOnDate",
        "TasksIncompleteTasksOnDate",
    ),
}

TASK_NAMES: Final = tuple(name for names in TASK_MODULES.values() for name in names)
