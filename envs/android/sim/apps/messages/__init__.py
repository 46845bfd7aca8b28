"""Simple SMS Messenger: conversations over the telephony provider's messages."""

from __future__ import annotations

from osgenesis.envs.android.sim.app import App, Filter
from osgenesis.envs.android.sim.apps.messages import store
from osgenesis.envs.android.sim.apps.messages.compose import ComposePages
from osgenesis.envs.android.sim.apps.messages.conversations import ACTIVITIES, ConversationPages
from osgenesis.envs.android.sim.apps.messages.look import FONT_SIZES
from osgenesis.envs.android.sim.apps.messages.options import LOCK_SCREEN, OptionPages
from osgenesis.envs.android.sim.apps.messages.thread import ThreadPages
from osgenesis.envs.android.sim.intents import ACTION_SEND, ACTION_SENDTO, ACTION_VIEW, BroadcastResult, Intent
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.telephony import (
    ACTION_MARK_READ,
    ACTION_SMS_DELIVER,
    BLOCKED_PACKAGE,
    TELEPHONY_PACKAGE,
)
from osgenesis.envs.android.sim.ui.theme import tinted
from osgenesis.envs.core.vocabulary import FieldWords, SettingWords, TableWords, Vocabulary

_LABEL = "Simple SMS Messenger"
_PREFS = f"prefs/{store.PACKAGE}/"
_ON_OFF = {"true": "on", "false": "off"}
_YES_NO = {"0": "no", "1": "yes"}

WORDS = Vocabulary.of(
    TableWords(
        f"{TELEPHONY_PACKAGE}/sms", _LABEL, "text message", "body",
        {
            "address": FieldWords("phone number"), "body": FieldWords("text"),
            "type": FieldWords(
                "kind", {"1": "received", "2": "sent", "3": "draft", "4": "outgoing", "5": "failed"}
            ),
            "read": FieldWords("read", _YES_NO, "flag"),
        },
        volatile=(
            "_id", "thread_id", "person", "date", "date_sent", "protocol", "status", "reply_path_present", "subject",
            "service_center", "locked", "sub_id", "error_code", "creator", "seen",
        ),
    ),
    TableWords(
        f"{TELEPHONY_PACKAGE}/threads", _LABEL, "conversation", "snippet", {"snippet": FieldWords("latest message")},
        volatile=(
            "_id", "date", "message_count", "recipient_ids", "snippet_cs", "read", "archived", "type", "error",
            "has_attachment",
        ),
    ),
    TableWords(
        f"{TELEPHONY_PACKAGE}/canonical_addresses", _LABEL, "recipient", "address",
        {"address": FieldWords("phone number")}, volatile=("_id",),
    ),
    TableWords(
        f"{BLOCKED_PACKAGE}/blocked", _LABEL, "blocked number", "original_number",
        {"original_number": FieldWords("phone number")}, volatile=("_id", "e164_number"),
    ),
    TableWords(
        f"{store.PACKAGE}/conversations", _LABEL, "conversation", "title",
        {
            "title": FieldWords("name"), "pinned": FieldWords("pinned", _YES_NO, "flag"),
            "archived": FieldWords("archived", _YES_NO, "flag"),
        },
        volatile=("thread_id",),
    ),
    TableWords(
        f"{store.PACKAGE}/drafts", _LABEL, "draft", "body",
        {"address": FieldWords("phone number"), "body": FieldWords("text")}, volatile=("date",),
    ),
    TableWords(
        f"{store.PACKAGE}/scheduled", _LABEL, "scheduled message", "body",
        {
            "address": FieldWords("phone number"), "body": FieldWords("text"),
            "date": FieldWords("time", kind="datetime_ms"),
        },
        volatile=("_id",),
    ),
    TableWords(
        f"{store.PACKAGE}/blocked_keywords", _LABEL, "blocked keyword", "keyword", {"keyword": FieldWords("keyword")},
        volatile=("_id",),
    ),
    SettingWords(_PREFS + "show_character_counter", _LABEL, "the character counter", _ON_OFF),
    SettingWords(_PREFS + "simple_characters", _LABEL, "removing accents at sending", _ON_OFF),
    SettingWords(_PREFS + "send_on_enter", _LABEL, "sending on Enter", _ON_OFF),
    SettingWords(_PREFS + "enable_delivery_reports", _LABEL, "delivery reports", _ON_OFF),
    SettingWords(_PREFS + "keep_archived", _LABEL, "keeping conversations archived", _ON_OFF),
    SettingWords(
        _PREFS + "font_size", _LABEL, "the font size", {str(i): s.lower() for i, s in enumerate(FONT_SIZES)}, "choice"
    ),
    SettingWords(
        _PREFS + "lock_screen_visibility", _LABEL, "the lock screen visibility of notifications",
        {str(i): s.lower() for i, s in enumerate(LOCK_SCREEN)}, "choice",
    ),
)  # fmt: skip


class MessagesApp(ConversationPages, ThreadPages, ComposePages, OptionPages, App):
    """The phone's default app for text messages."""

    package = store.PACKAGE
    label = _LABEL
    icon = "message-text"
    color = (191, 77, 0)
    version = "5.19.1"
    theme = tinted((178, 72, 0))
    dark_theme = tinted((230, 120, 40), dark=True)
    launcher = ACTIVITIES + "MainActivity"
    activities = {
        launcher: "conversations",
        ACTIVITIES + "ThreadActivity": "thread",
        ACTIVITIES + "NewConversationActivity": "new_conversation",
        ACTIVITIES + "SettingsActivity": "settings",
    }
    filters = (
        *(
            Filter(verb, ACTIVITIES + "ThreadActivity", scheme=scheme)
            for verb in (ACTION_SENDTO, ACTION_VIEW)
            for scheme in ("sms", "smsto", "mms", "mmsto")
        ),
        Filter(ACTION_SEND, ACTIVITIES + "NewConversationActivity", mime="text/plain"),
    )
    permissions = (
        "android.permission.SEND_SMS",
        "android.permission.RECEIVE_SMS",
        "android.permission.READ_SMS",
        "android.permission.READ_CONTACTS",
        "android.permission.POST_NOTIFICATIONS",
    )
    vocabulary = WORDS

    def install(self, phone: Phone) -> None:
        """The app's own database and the provider's."""
        store.install(phone)

    def on_start(self, phone: Phone, intent: Intent) -> None:
        """Opening a conversation marks it read; waiting messages get their alarms back."""
        self.install(phone)
        store.renew_alarms(phone)
        number = store.address_of(intent)
        if number:
            thread_id = phone.telephony.find_thread(number)
            if thread_id is not None:
                phone.telephony.mark_read(thread_id)

    def receive(self, phone: Phone, intent: Intent) -> BroadcastResult | None:
        """A message came in, one is due, or "Mark as read" was tapped."""
        if intent.action == ACTION_MARK_READ:
            phone.telephony.mark_read(int(intent.extra("thread_id", 0)))
        elif intent.action == store.SEND_SCHEDULED:
            store.send_scheduled(phone, int(intent.extra("data", 0)))
        elif intent.action == ACTION_SMS_DELIVER:
            self._delivered(phone, int(intent.extra("id", 0)), str(intent.extra("number", "")))
        else:
            return None
        return BroadcastResult()

    def _delivered(self, phone: Phone, message_id: int, number: str) -> None:
        """Turns a message with a blocked word away; one of the open conversation is read at once."""
        telephony = phone.telephony
        thread_id = telephony.find_thread(number)
        if thread_id is None or not message_id:
            return
        body = str(telephony.sms.scalar("SELECT body FROM sms WHERE _id = ?", (message_id,), "")).casefold()
        if any(word.casefold() in body for word in store.keywords(phone)):
            telephony.delete_message(message_id)
            phone.notifications.cancel(self.package, thread_id)
            return
        if not phone.preferences(self.package).flag("keep_archived"):
            store.change(phone, (thread_id,), "archived", 0)
        top = phone.stack.top
        if top.package == self.package and top.pages[-1].name == "thread":
            if telephony.find_thread(store.address_of(top.intent)) == thread_id:
                telephony.mark_read(thread_id)
