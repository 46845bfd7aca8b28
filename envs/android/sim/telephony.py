"""`Telephony`: text messages, calls and the call log, over the provider's real tables."""

from __future__ import annotations

from typing import Any, NamedTuple

from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.contacts import CONTACTS_PACKAGE, Contacts, significant_digits
from osgenesis.envs.android.sim.databases import Database, Databases
from osgenesis.envs.android.sim.intents import ACTION_DIAL, ACTION_VIEW, Intent
from osgenesis.envs.android.sim.notifications import (
    Notification,
    NotificationAction,
    Notifications,
)
from osgenesis.envs.android.sim.settings import Settings
from osgenesis.envs.core.errors import BackendError

TELEPHONY_PACKAGE = "com.android.providers.telephony"
DIALER_PACKAGE = "com.google.android.dialer"
SMS_PACKAGE = "com.simplemobiletools.smsmessenger"
SMS_DB = f"/data/data/{TELEPHONY_PACKAGE}/databases/mmssms.db"
CALL_LOG_DB = f"/data/data/{CONTACTS_PACKAGE}/databases/calllog.db"
BLOCKED_PACKAGE = "com.android.providers.blockednumber"
BLOCKED_DB = f"/data/data/{BLOCKED_PACKAGE}/databases/blockednumbers.db"

SMS_SCHEMA = (
    "CREATE TABLE sms (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, address TEXT, "
    "person INTEGER, date INTEGER, date_sent INTEGER DEFAULT 0, protocol INTEGER, "
    "read INTEGER DEFAULT 0, status INTEGER DEFAULT -1, type INTEGER, "
    "reply_path_present INTEGER, subject TEXT, body TEXT, service_center TEXT, "
    "locked INTEGER DEFAULT 0, sub_id INTEGER DEFAULT -1, error_code INTEGER DEFAULT -1, "
    "creator TEXT, seen INTEGER DEFAULT 0)",
    "CREATE TABLE threads (_id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0, "
    "message_count INTEGER DEFAULT 0, recipient_ids TEXT, snippet TEXT, "
    "snippet_cs INTEGER DEFAULT 0, read INTEGER DEFAULT 1, archived INTEGER DEFAULT 0, "
    "type INTEGER DEFAULT 0, error INTEGER DEFAULT 0, has_attachment INTEGER DEFAULT 0)",
    "CREATE TABLE canonical_addresses (_id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT)",
    "CREATE INDEX sms_thread ON sms (thread_id)",
)
CALL_LOG_SCHEMA = (
    "CREATE TABLE calls (_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, date INTEGER, "
    "duration INTEGER DEFAULT 0, type INTEGER, name TEXT, new INTEGER DEFAULT 1, "
    "is_read INTEGER DEFAULT 0, countryiso TEXT DEFAULT 'US', features INTEGER DEFAULT 0)",
)
BLOCKED_SCHEMA = (
    "CREATE TABLE blocked (_id INTEGER PRIMARY KEY AUTOINCREMENT, original_number TEXT NOT NULL UNIQUE, "
    "e164_number TEXT)",
)

INBOX, SENT, DRAFT, OUTBOX, FAILED = 1, 2, 3, 4, 5
CALL_IN, CALL_OUT, CALL_MISSED, CALL_REJECTED = 1, 2, 3, 5
IDLE, RINGING, OFFHOOK = 0, 1, 2

ACTION_SMS_DELIVER = "android.provider.Telephony.SMS_DELIVER"
ACTION_MARK_READ = "com.simplemobiletools.smsmessenger.action.mark_as_read"
ACTION_ANSWER = "com.android.incallui.ACTION_ANSWER_VOICE_INCOMING_CALL"
ACTION_DECLINE = "com.android.incallui.ACTION_DECLINE_INCOMING_CALL"
ACTION_PHONE_STATE = "android.intent.action.PHONE_STATE"
DIALER_ACTIVITY = "com.google.android.dialer.extensions.GoogleDialtactsActivity"
IN_CALL_ACTIVITY = f"{DIALER_PACKAGE}/com.android.incallui.InCallActivity"


class Message(NamedTuple):
    """One text message."""

    id: int
    thread_id: int
    address: str
    date_ms: int
    read: bool
    type: int  # INBOX, SENT, DRAFT, OUTBOX or FAILED
    body: str


class Conversation(NamedTuple):
    """All messages with one number."""

    thread_id: int
    address: str
    title: str  # the contact's name, or the number
    snippet: str  # text of the newest message
    date_ms: int
    unread: int
    total: int


class LoggedCall(NamedTuple):
    """One entry of the call log."""

    id: int
    number: str
    title: str  # the contact's name, or the number
    date_ms: int
    duration_s: int
    type: int  # CALL_IN, CALL_OUT, CALL_MISSED or CALL_REJECTED


class Call(NamedTuple):
    """The call that is going on."""

    number: str
    incoming: bool
    state: str  # "ringing", "dialing" or "active"
    since_ms: int  # when it began to ring, dial or talk
    began_ms: int
    muted: bool = False
    speaker: bool = False
    held: bool = False


class Telephony:
    """Messages and calls. Only the current call is kept here; the rest is in databases."""

    def __init__(
        self,
        databases: Databases,
        clock: Clock,
        settings: Settings,
        notifications: Notifications,
        contacts: Contacts,
    ) -> None:
        self._databases = databases
        self._clock = clock
        self._settings = settings
        self._notifications = notifications
        self._contacts = contacts
        self.call: Call | None = None
        self.version = 0  # grows with every change of the current call

    # Messages

    @property
    def sms(self) -> Database:
        """The messages' database; made anew where it is missing."""
        return self._databases.open(SMS_DB, SMS_SCHEMA)

    @property
    def default_sms_app(self) -> str:
        """Package of the app that gets messages."""
        return self._settings.get("secure", "sms_default_application") or SMS_PACKAGE

    def receive_sms(self, number: str, text: str) -> int:
        """A message arrives: stored as unread, and announced. Returns its id; 0 when the number is blocked."""
        if self.is_blocked(number):
            return 0
        message_id = self._store(number, text, INBOX, read=False)
        thread_id = self.sms.scalar("SELECT thread_id FROM sms WHERE _id = ?", (message_id,))
        show = Intent(action=ACTION_VIEW, data=f"sms:{number}")
        read = Intent(ACTION_MARK_READ, package=self.default_sms_app, extras=(("thread_id", thread_id),))
        reply = Intent(ACTION_VIEW, data=f"sms:{number}", extras=(("reply", True),))
        self._notifications.post(
            Notification(
                package=self.default_sms_app, id=thread_id, title=self._contacts.name_of(number), text=text,
                channel="messages", intent=show, heads_up=True,
                actions=(NotificationAction("Mark as read", read), NotificationAction("Reply", reply, True)),
            )
        )  # fmt: skip
        return message_id

    def add_message(self, number: str, text: str, kind: int, date_ms: int, *, read: bool = True) -> int:
        """Store a message of some other time, without announcing it. Returns its id."""
        return self._store(number, text, kind, read=read, date_ms=date_ms)

    def send_sms(self, number: str, text: str) -> int:
        """Send a message. In airplane mode it is stored as failed. Returns its id."""
        if not number.strip():
            raise BackendError("send_sms needs a phone number; got an empty one")
        failed = self._settings.flag("global", "airplane_mode_on")
        return self._store(number, text, FAILED if failed else SENT, read=True)

    def resend_sms(self, message_id: int) -> None:
        """Try again to send a message that failed."""
        failed = self._settings.flag("global", "airplane_mode_on")
        self.sms.execute(
            "UPDATE sms SET type = ?, date = ? WHERE _id = ?",
            (FAILED if failed else SENT, self._clock.now_ms, message_id),
        )

    def thread_of(self, number: str) -> int:
        """The thread with a number; a new one where there is none."""
        thread_id = self.find_thread(number)
        if thread_id is not None:
            return thread_id
        recipient = self.sms.insert("canonical_addresses", {"address": number})
        return self.sms.insert("threads", {"recipient_ids": str(recipient), "date": self._clock.now_ms})

    def find_thread(self, number: str) -> int | None:
        """The thread with a number, if there is one."""
        database = self.sms
        wanted = significant_digits(number) or number
        for thread_id, address in database.query(
            "SELECT threads._id, address FROM threads JOIN canonical_addresses AS who "
            "ON who._id = CAST(threads.recipient_ids AS INTEGER) ORDER BY threads._id"
        ):
            if (significant_digits(address) or address) == wanted:
                return int(thread_id)
        return None

    def messages(self, thread_id: int) -> list[Message]:
        """The messages of a thread, oldest first."""
        rows = self.sms.query(
            "SELECT _id, thread_id, address, date, read, type, body FROM sms WHERE thread_id = ? ORDER BY date, _id",
            (thread_id,),
        )
        return [Message._make((*row[:4], bool(row[4]), row[5], row[6] or "")) for row in rows]

    def conversations(self) -> list[Conversation]:
        """All threads that hold a message, the newest first. Read from the messages themselves."""
        rows = self.sms.query("SELECT thread_id, address, body, date, read FROM sms ORDER BY date, _id")
        found: dict[int, Conversation] = {}
        for thread_id, address, body, date, read in rows:
            old = found.get(thread_id)
            unread, total = (old.unread, old.total) if old else (0, 0)
            found[thread_id] = Conversation(thread_id, address, "", body or "", date, unread + (not read), total + 1)
        names = self._contacts.names()
        named = [c._replace(title=names.get(significant_digits(c.address), c.address)) for c in found.values()]
        return sorted(named, key=lambda c: (-c.date_ms, -c.thread_id))

    def mark_read(self, thread_id: int) -> None:
        """All messages of a thread count as read; their notification goes."""
        unread = "SELECT 1 FROM sms WHERE thread_id = ? AND (read = 0 OR seen = 0) LIMIT 1"
        if self.sms.query(unread, (thread_id,)):
            self.sms.execute("UPDATE sms SET read = 1, seen = 1 WHERE thread_id = ?", (thread_id,))
            self.refresh_thread(thread_id)
        self._notifications.cancel(self.default_sms_app, thread_id)

    def mark_unread(self, thread_id: int) -> None:
        """The newest message of a thread that came in counts as unread again."""
        self.sms.execute(
            "UPDATE sms SET read = 0 WHERE _id = (SELECT _id FROM sms WHERE thread_id = ? AND type = 1 "
            "ORDER BY date DESC, _id DESC LIMIT 1)",
            (thread_id,),
        )
        self.refresh_thread(thread_id)

    def delete_message(self, message_id: int) -> None:
        """Remove one message."""
        found = self.sms.query("SELECT thread_id FROM sms WHERE _id = ?", (message_id,))
        self.sms.execute("DELETE FROM sms WHERE _id = ?", (message_id,))
        for (thread_id,) in found:
            self.refresh_thread(thread_id)

    def delete_thread(self, thread_id: int) -> None:
        """Remove a thread and its messages."""
        self.sms.execute("DELETE FROM sms WHERE thread_id = ?", (thread_id,))
        self.sms.execute("DELETE FROM threads WHERE _id = ?", (thread_id,))
        self._notifications.cancel(self.default_sms_app, thread_id)

    def _store(self, number: str, text: str, kind: int, *, read: bool, date_ms: int = 0) -> int:
        thread_id = self.thread_of(number)
        now = date_ms or self._clock.now_ms
        incoming = kind == INBOX
        with self.sms.transaction() as database:
            message_id = database.insert(
                "sms",
                {
                    "thread_id": thread_id, "address": number, "date": now,
                    "date_sent": now if incoming else 0,
                    "protocol": 0 if incoming else None, "read": int(read), "status": -1,
                    "type": kind, "reply_path_present": 0 if incoming else None, "body": text,
                    "service_center": "+15555215554" if incoming else None, "sub_id": 1,
                    "error_code": -1 if kind != FAILED else 4,
                    "creator": self.default_sms_app, "seen": int(read),
                },
            )  # fmt: skip
            self.refresh_thread(thread_id)
        return message_id

    def refresh_thread(self, thread_id: int) -> None:
        """Count, newest text and read flag of a thread; it goes with its last message."""
        newest = self.sms.query(
            "SELECT body, date FROM sms WHERE thread_id = ? ORDER BY date DESC, _id DESC LIMIT 1",
            (thread_id,),
        )
        if not newest:
            self.sms.execute("DELETE FROM threads WHERE _id = ?", (thread_id,))
            return
        self.sms.execute(
            "UPDATE threads SET snippet = ?, date = ?, message_count = "
            "(SELECT COUNT(*) FROM sms WHERE thread_id = threads._id), read = "
            "NOT EXISTS (SELECT 1 FROM sms WHERE thread_id = threads._id AND read = 0) "
            "WHERE _id = ?",
            (*newest[0], thread_id),
        )

    # Blocked numbers

    @property
    def blocking(self) -> Database:
        """The blocked numbers' database; made anew where it is missing."""
        return self._databases.open(BLOCKED_DB, BLOCKED_SCHEMA)

    def blocked_numbers(self) -> list[str]:
        """Blocked numbers as they were typed, oldest first."""
        return [number for (number,) in self.blocking.query("SELECT original_number FROM blocked ORDER BY _id")]

    def is_blocked(self, number: str) -> bool:
        """Whether calls and messages from a number are turned away."""
        wanted = significant_digits(number) or number
        return any((significant_digits(n) or n) == wanted for n in self.blocked_numbers())

    def block(self, number: str) -> None:
        """Turn a number away from now on."""
        if number.strip() and not self.is_blocked(number):
            self.blocking.insert("blocked", {"original_number": number.strip(), "e164_number": None})

    def unblock(self, number: str) -> None:
        """Let a number through again."""
        wanted = significant_digits(number) or number
        for known in self.blocked_numbers():
            if (significant_digits(known) or known) == wanted:
                self.blocking.execute("DELETE FROM blocked WHERE original_number = ?", (known,))

    # Calls

    @property
    def call_log(self) -> Database:
        """The call log's database; made anew where it is missing."""
        return self._databases.open(CALL_LOG_DB, CALL_LOG_SCHEMA)

    @property
    def call_state(self) -> int:
        """IDLE, RINGING or OFFHOOK, as `dumpsys telephony.registry` prints it."""
        if self.call is None:
            return IDLE
        return RINGING if self.call.state == "ringing" else OFFHOOK

    def ring(self, number: str) -> bool:
        """A call comes in. False when the line is busy or the number is blocked."""
        if self.call is not None or self.is_blocked(number):
            return False
        self._set_call(Call(number, True, "ringing", self._clock.now_ms, self._clock.now_ms))
        self._notifications.post(
            Notification(
                package=DIALER_PACKAGE, id=1, title=self._contacts.name_of(number),
                text="Incoming call", channel="calls", ongoing=True, heads_up=True, auto_cancel=False,
                intent=Intent(component=IN_CALL_ACTIVITY),
                actions=(
                    NotificationAction("Decline", Intent(ACTION_DECLINE, package=DIALER_PACKAGE)),
                    NotificationAction("Answer", Intent(ACTION_ANSWER, package=DIALER_PACKAGE)),
                ),
            )
        )  # fmt: skip
        return True

    def dial(self, number: str) -> bool:
        """Call a number. False when the line is busy."""
        if self.call is not None or not number:
            return False
        self._set_call(Call(number, False, "dialing", self._clock.now_ms, self._clock.now_ms))
        return True

    def accept(self) -> bool:
        """The call is answered, by the user or by the other side."""
        if self.call is None or self.call.state == "active":
            return False
        self._set_call(self.call._replace(state="active", since_ms=self._clock.now_ms))
        self._notifications.post(
            Notification(
                package=DIALER_PACKAGE, id=1, title=self._contacts.name_of(self.call.number), text="Ongoing call",
                channel="calls", ongoing=True, auto_cancel=False, intent=Intent(component=IN_CALL_ACTIVITY),
                actions=(NotificationAction("Hang up", Intent(ACTION_DECLINE, package=DIALER_PACKAGE)),),
            )
        )  # fmt: skip
        return True

    def switch_call(self, **changes: bool) -> None:
        """Mute, speaker and hold of the call that is going on."""
        if self.call is not None:
            self._set_call(self.call._replace(**changes))  # type: ignore[arg-type]

    def hang_up(self, *, rejected: bool = False) -> bool:
        """The call ends and goes to the call log. `rejected`: the user declined it."""
        call = self.call
        if call is None:
            return False
        talked = call.state == "active"
        if not call.incoming:
            kind = CALL_OUT
        elif talked:
            kind = CALL_IN
        else:
            kind = CALL_REJECTED if rejected else CALL_MISSED
        duration = (self._clock.now_ms - call.since_ms) // 1000 if talked else 0
        self._set_call(None)
        self._notifications.cancel(DIALER_PACKAGE, 1)
        self.log_call(call.number, kind, duration, call.began_ms)
        return True

    def log_call(self, number: str, kind: int, duration_s: int = 0, date_ms: int = 0) -> int:
        """Add an entry to the call log. Returns its id."""
        title = self._contacts.name_of(number)
        if kind == CALL_MISSED:
            self._notifications.post(
                Notification(
                    package=DIALER_PACKAGE, id=2, tag=number, title="Missed call", text=title,
                    channel="missed_calls", intent=Intent(component=f"{DIALER_PACKAGE}/{DIALER_ACTIVITY}",
                                                          extras=(("tab", 1),)),
                    actions=(NotificationAction("Call back", Intent(ACTION_DIAL, data=f"tel:{number}"), True),),
                )
            )  # fmt: skip
        return self.call_log.insert(
            "calls",
            {
                "number": number, "date": date_ms or self._clock.now_ms, "duration": duration_s,
                "type": kind, "name": title if title != number else None,
                "is_read": int(kind != CALL_MISSED),
            },
        )  # fmt: skip

    def calls(self) -> list[LoggedCall]:
        """The call log, newest first."""
        rows = self.call_log.query("SELECT _id, number, date, duration, type FROM calls ORDER BY date DESC, _id DESC")
        names = self._contacts.names()
        return [LoggedCall(row[0], row[1], names.get(significant_digits(row[1]), row[1]), *row[2:]) for row in rows]

    def freeze(self) -> Any:
        """The state beyond the databases, immutable."""
        return self.call

    def thaw(self, frozen: Any) -> None:
        """Go back to what `freeze` returned."""
        self._set_call(frozen)

    def _set_call(self, call: Call | None) -> None:
        self.call = call
        self.version += 1
