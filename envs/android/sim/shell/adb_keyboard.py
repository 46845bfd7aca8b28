"""ADB Keyboard: the helper keyboard that types what a broadcast says, in any script."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.intents import BroadcastResult, Intent

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

NAME = "com.android.adbkeyboard/.AdbIME"


def receive(phone: Phone, intent: Intent) -> BroadcastResult | None:
    """Act on one of the keyboard's broadcasts; `None` for others, or while it is not chosen."""
    if not intent.action.startswith("ADB_") or phone.settings.get("secure", "default_input_method") != NAME:
        return None
    message = str(intent.extra("msg") or "")
    if intent.action == "ADB_INPUT_TEXT":
        phone.input.text(message)
    elif intent.action == "ADB_INPUT_B64":
        phone.input.text(_decoded(message))
    elif intent.action == "ADB_INPUT_CHARS":
        codes = intent.extra("chars") or ()
        phone.input.text("".join(chr(code) for code in codes if 0 < code < 0x110000))
    elif intent.action == "ADB_INPUT_CODE":
        phone.input.key(int(intent.extra("code") or 0))
    elif intent.action == "ADB_EDITOR_CODE":
        phone.input.key("KEYCODE_ENTER")
    elif intent.action == "ADB_CLEAR_TEXT":
        phone.input.key_combination("CTRL_LEFT", "A")
        phone.input.key("KEYCODE_DEL")
    else:
        return None
    return BroadcastResult()


def _decoded(message: str) -> str:
    try:
        return base64.b64decode(message).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
