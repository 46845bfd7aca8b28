"""Phone: the dialer with favourites, call log, dial pad and the screen of the call itself."""

from __future__ import annotations

from osgenesis.envs.android.sim.app import App, Filter
from osgenesis.envs.android.sim.apps.dialer.call_pages import ANSWERED, CLOSE_CALL, CallPages
from osgenesis.envs.android.sim.apps.dialer.detail_pages import RESPONSES, DetailPages
from osgenesis.envs.android.sim.apps.dialer.main_pages import MainPages, tel_number
from osgenesis.envs.android.sim.contacts import CONTACTS_PACKAGE
from osgenesis.envs.android.sim.intents import (
    ACTION_CALL,
    ACTION_DIAL,
    ACTION_VIEW,
    BroadcastResult,
    Intent,
    component_class,
)
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.telephony import (
    ACTION_ANSWER,
    ACTION_DECLINE,
    ACTION_PHONE_STATE,
    CALL_IN,
    CALL_LOG_DB,
    CALL_MISSED,
    CALL_OUT,
    DIALER_ACTIVITY,
    DIALER_PACKAGE,
    IN_CALL_ACTIVITY,
)
from osgenesis.envs.core.vocabulary import FieldWords, SettingWords, TableWords, Vocabulary

_LABEL = "Phone"
_PREFS = f"prefs/{DIALER_PACKAGE}/"
_ON_OFF = {"true": "on", "false": "off"}
_MINUTE_MS = 60_000
# (number, minutes ago, seconds, kind) of the calls on a new phone
_SAMPLES = (
    ("+15550128006", 190, 74, CALL_OUT),
    ("+15550143377", 1440 + 30, 412, CALL_IN),
    ("+15550167842", 2 * 1440 + 300, 0, CALL_MISSED),
    ("+15550167842", 2 * 1440 + 310, 0, CALL_MISSED),
    ("+15550143377", 4 * 1440 + 15, 35, CALL_OUT),
)

WORDS = Vocabulary.of(
    TableWords(
        f"{CONTACTS_PACKAGE}/calls", _LABEL, "call", "number",
        {
            "number": FieldWords("phone number"), "name": FieldWords("name"),
            "type": FieldWords(
                "kind", {"1": "incoming", "2": "outgoing", "3": "missed", "5": "declined"}
            ),
        },
        volatile=("_id", "date", "duration", "new", "is_read", "countryiso", "features"),
    ),
    SettingWords(_PREFS + "caller_id", _LABEL, "caller ID and spam protection", _ON_OFF),
    SettingWords(_PREFS + "flip_to_silence", _LABEL, "Flip To Silence", _ON_OFF),
    SettingWords(_PREFS + "confirm_call", _LABEL, "asking before calling", _ON_OFF),
    SettingWords(_PREFS + "show_timer", _LABEL, "the call timer", _ON_OFF),
    *(
        SettingWords(f"{_PREFS}response_{i}", _LABEL, f"quick response {i + 1}", kind="choice")
        for i in range(len(RESPONSES))
    ),
)  # fmt: skip


class DialerApp(MainPages, DetailPages, CallPages, App):
    """The phone's app for calls."""

    package = DIALER_PACKAGE
    label = _LABEL
    icon = "phone"
    color = (26, 115, 232)
    version = "99.0"
    launcher = DIALER_ACTIVITY
    activities = {launcher: "dialer", component_class(IN_CALL_ACTIVITY): "in_call"}
    filters = (
        Filter(ACTION_DIAL, DIALER_ACTIVITY),
        Filter(ACTION_VIEW, DIALER_ACTIVITY, scheme="tel"),
        Filter(ACTION_CALL, component_class(IN_CALL_ACTIVITY), scheme="tel"),
    )
    permissions = (
        "android.permission.CALL_PHONE",
        "android.permission.READ_CALL_LOG",
        "android.permission.WRITE_CALL_LOG",
        "android.permission.READ_CONTACTS",
        "android.permission.POST_NOTIFICATIONS",
    )
    vocabulary = WORDS

    def install(self, phone: Phone) -> None:
        """The call log; a phone that never had one gets a few calls."""
        is_new = not phone.databases.exists(CALL_LOG_DB)
        log = phone.telephony.call_log
        if is_new:
            for number, minutes, seconds, kind in reversed(_SAMPLES):
                log.insert(
                    "calls",
                    {
                        "number": number, "date": phone.clock.now_ms - minutes * _MINUTE_MS, "duration": seconds,
                        "type": kind, "new": 0, "is_read": 1,
                    },
                )  # fmt: skip

    def on_start(self, phone: Phone, intent: Intent) -> None:
        """`ACTION_CALL` dials at once."""
        self.install(phone)
        if intent.action == ACTION_CALL and intent.scheme == "tel":
            self._drop_screens(phone)
            self.begin_call(phone, tel_number(intent))
            if phone.telephony.call is None:
                phone.alarms.set_after(0, DIALER_PACKAGE, CLOSE_CALL)

    def receive(self, phone: Phone, intent: Intent) -> BroadcastResult | None:
        """Buttons of the call's notification, the other side, and the network."""
        call = phone.telephony.call
        if intent.action == ACTION_ANSWER:
            if phone.telephony.accept():
                self.show_call(phone)
        elif intent.action == ACTION_DECLINE:
            ringing = call is not None and call.state == "ringing"
            self.end_call(phone, rejected=ringing)
        elif intent.action == ANSWERED:
            self.answered(phone, int(intent.extra("data", 0)))
        elif intent.action == CLOSE_CALL:
            self.close_call(phone)
        elif intent.action == ACTION_PHONE_STATE:
            self._state_changed(phone)
        else:
            return None
        return BroadcastResult()

    def _state_changed(self, phone: Phone) -> None:
        """On a dark screen a call takes the whole of it; when the other side hangs up the screen goes."""
        call = phone.telephony.call
        if call is None:
            phone.alarms.set_after(_MINUTE_MS // 40, DIALER_PACKAGE, CLOSE_CALL)
        elif call.state == "ringing" and not phone.system.screen_on:
            phone.wake()
            self.show_call(phone)
