"""`Console`: the emulator console's commands, one line in, its answer out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.telephony import ACTION_PHONE_STATE, ACTION_SMS_DELIVER, DIALER_PACKAGE, Call

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

BANNER = "Android Console: type 'help' for a list of commands\r\nOK\r\n"
"""What a connection is greeted with."""

_LINE = "\r\n"
_HELP = (
    "Android console commands:",
    "    help|h|?         print a list of commands",
    "    ping             check if the emulator is alive",
    "    geo              geo-location commands",
    "    gsm              GSM related commands",
    "    sms              SMS related commands",
    "    power            power related commands",
    "    avd              control virtual device execution",
    "    rotate           rotate the screen clockwise by 90 degrees",
    "    quit|exit        quit control session",
    "    kill             terminate the emulator instance",
)
_HEALTH = {
    "good": "2",
    "overheat": "3",
    "dead": "4",
    "overvoltage": "5",
    "failure": "6",
    "unknown": "1",
}


class Console:
    """One console session. Answers end in `OK` or a line that starts with `KO:`."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    def run(self, line: str) -> str:
        """Do one command; returns the lines of its answer, each with CR and LF."""
        name, _, rest = line.strip("\r\n").lstrip().partition(" ")
        handler = _COMMANDS.get(name)
        if not name:
            return ""
        if handler is None:
            return f"KO: unknown command, try 'help'{_LINE}"
        answer = handler(self, rest.strip(" ") if name != "sms" else rest)
        self._phone.settle()
        return answer

    def _help(self, rest: str) -> str:
        return _ok(*_HELP)

    def _nothing(self, rest: str) -> str:
        return _ok()

    def _ping(self, rest: str) -> str:
        return _ok("I am alive!")

    def _sms(self, rest: str) -> str:
        """`sms send NUMBER TEXT`: everything after the number is the text, verbatim."""
        match = re.fullmatch(r"\s*(\w+)\s*(\S*) ?(.*)", rest, re.DOTALL)
        if match is None or match[1] not in ("send", "pdu"):
            return _ko("missing sub-command, available: send, pdu")
        if match[1] == "pdu":
            return _ko("PDUs are not understood here; use 'sms send <phonenumber> <text message>'")
        if not match[2] or not match[3]:
            return _ko("missing argument, try 'sms send <phonenumber> <text message>'")
        if not re.fullmatch(r"\+?[\d\-() ]+", match[2]):
            return _ko("bad phone number format, use 0-9, # and + only")
        telephony = self._phone.telephony
        message_id = telephony.receive_sms(match[2], match[3])
        extras = (("id", message_id), ("number", match[2]))
        self._phone.broadcast(Intent(ACTION_SMS_DELIVER, package=telephony.default_sms_app, extras=extras))
        return _ok()

    def _gsm(self, rest: str) -> str:
        """`gsm call|accept|cancel|busy|hold NUMBER`, `gsm list`, `gsm status`."""
        verb, _, number = rest.partition(" ")
        telephony = self._phone.telephony
        if verb == "list":
            call = telephony.call
            return _ok(*([_described(call)] if call is not None else []))
        if verb == "status":
            return _ok("gsm voice state: home", "gsm data state:  home")
        if verb in ("signal", "signal-profile", "voice", "data", "meter", "hold"):
            return _ok()
        if verb not in ("call", "accept", "cancel", "busy"):
            return _ko("unknown sub-command, try 'help gsm'")
        if not re.fullmatch(r"[+#*\d]+", number):
            return _ko("bad phone number format, use digits, # and + only")
        changed = Intent(ACTION_PHONE_STATE, package=DIALER_PACKAGE)
        if verb == "call":
            if not telephony.ring(number):
                return _ko("the line is busy")
            self._phone.broadcast(changed)
            return _ok()
        call = telephony.call
        if call is None or call.number != number:
            return _ko(f"could not find call to {number}")
        if verb == "accept":
            telephony.accept()
        else:
            telephony.hang_up()
        self._phone.broadcast(changed)
        return _ok()

    def _geo(self, rest: str) -> str:
        """`geo fix LONGITUDE LATITUDE [ALTITUDE]`: kept as settings, where apps look it up."""
        words = rest.split()
        if not words or words[0] not in ("fix", "nmea", "gnss"):
            return _ko("unknown sub-command, try 'help geo'")
        if words[0] != "fix":
            return _ok()
        try:
            longitude, latitude = float(words[1]), float(words[2])
        except (IndexError, ValueError):
            return _ko("argument 'longitude' is not a number, try 'geo fix <longitude> <latitude>'")
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            return _ko("longitude goes from -180 to 180, latitude from -90 to 90")
        self._phone.settings.put("global", "mock_location", f"{latitude},{longitude}")
        return _ok()

    def _rotate(self, rest: str) -> str:
        """Turn the phone by a quarter."""
        turned = (self._phone.rotation + 1) % 4
        store = self._phone.settings
        if store.flag("system", "accelerometer_rotation"):
            self._phone.system = self._phone.system.with_(rotation=turned)
        else:
            store.put("system", "user_rotation", turned)
        return _ok()

    def _avd(self, rest: str) -> str:
        """`avd name|status|start|stop`."""
        if rest == "name":
            return _ok("AndroidWorldAvd")
        if rest == "status":
            return _ok("virtual device is running")
        if rest in ("start", "stop", "hostmicon", "hostmicoff", "pause", "resume"):
            return _ok()
        return _ko("unknown sub-command, try 'help avd'")

    def _power(self, rest: str) -> str:
        """`power display`, `power capacity N`, `power ac on|off`, `power status S`, `power health H`."""
        words = rest.split()
        verb, value = (words[0] if words else ""), (words[1] if len(words) > 1 else "")
        store = self._phone.settings
        if verb == "display":
            return _ok(
                f"AC: {'online' if store.flag('global', 'power_ac', True) else 'offline'}",
                "status: Charging", "health: Good", "present: true",
                f"capacity: {store.get('global', 'power_capacity', '100')}",
            )  # fmt: skip
        if verb == "capacity" and value.isdecimal() and int(value) <= 100:
            store.put("global", "power_capacity", int(value))
        elif verb == "ac" and value in ("on", "off"):
            store.put("global", "power_ac", value == "on")
        elif verb == "health" and value in _HEALTH:
            store.put("global", "power_health", _HEALTH[value])
        elif verb not in ("status", "present"):
            return _ko("unknown sub-command, try 'help power'")
        return _ok()


def _ok(*lines: str) -> str:
    return "".join(line + _LINE for line in (*lines, "OK"))


def _ko(reason: str) -> str:
    return f"KO: {reason}{_LINE}"


def _described(call: Call) -> str:
    side = "inbound from" if call.incoming else "outbound to  "
    return f"{side} {call.number} : {call.state}"


_COMMANDS = {
    "help": Console._help, "h": Console._help, "?": Console._help, "ping": Console._ping,
    "sms": Console._sms, "gsm": Console._gsm, "geo": Console._geo, "rotate": Console._rotate,
    "avd": Console._avd, "power": Console._power, "auth": Console._nothing,
    "quit": Console._nothing, "exit": Console._nothing, "kill": Console._nothing,
    "network": Console._nothing, "event": Console._nothing, "sensor": Console._nothing,
    "finger": Console._nothing, "screenrecord": Console._nothing, "redir": Console._nothing,
}  # fmt: skip
