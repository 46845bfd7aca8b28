"""The intent that the words after `am start` and `am broadcast` spell."""

from __future__ import annotations

from typing import Any, NamedTuple

from osgenesis.envs.android.sim.intents import Intent

_SWITCHES = frozenset("-W -S -D -N -R --streaming --track-allocation --grant-read-uri-permission "
                      "--grant-write-uri-permission --include-stopped-packages "
                      "--exclude-stopped-packages --receiver-foreground --activity-clear-top "
                      "--activity-new-task --selector --allow-background-activity-starts "
                      "--debug-log-resolution --activity-single-top".split())  # fmt: skip
_VALUED = frozenset("--user -P --start-profiler --sampling --display --windowingMode "
                    "--receiver-permission --activityType --task --attach-agent -i".split())  # fmt: skip
_MAX_FLAGS = 1 << 32


class IntentArguments(NamedTuple):
    """The intent, the switches that were given (`-W`, `-S`), and what could not be understood."""

    intent: Intent
    switches: frozenset[str]
    error: str = ""


def parse_intent(words: list[str]) -> IntentArguments:
    """Read `-a ACTION -d URI -t MIME -c CATEGORY -n COMPONENT --es KEY TEXT ...`.

    A word without a flag is a URI, a component or a package, by its form.
    """
    values: dict[str, str] = {}
    categories: list[str] = []
    extras: list[tuple[str, Any]] = []
    switches: set[str] = set()
    flags, error = 0, ""
    queue = [word for word in words if word]

    def take() -> str:
        return queue.pop(0) if queue else ""

    while queue:
        word = queue.pop(0)
        if word in ("-a", "-d", "-t", "-n", "-p"):
            values[word] = take()
        elif word == "-c":
            categories.append(take())
        elif word == "-f":
            number = _integer(take())
            flags = (number or 0) % _MAX_FLAGS
        elif word in _EXTRAS or word == "--esn":
            key = take()
            value = None if word == "--esn" else _EXTRAS[word](take())
            extras.append((key, value))
        elif word in _VALUED:
            take()
        elif word in _SWITCHES:
            switches.add(word)
        elif word.startswith("-"):
            error = error or f"Unknown option: {word}"
        elif ":" in word:
            values["-d"] = word
        elif "/" in word:
            values["-n"] = word
        else:
            values["-p"] = word
    if values.get("-n") and "/" not in values["-n"]:
        error = error or f"Bad component name: {values['-n']}"
    intent = Intent(
        action=values.get("-a", ""),
        component=values.get("-n") or None,
        data=values.get("-d") or None,
        mime=values.get("-t") or None,
        extras=tuple(extras),
        categories=tuple(categories),
        flags=flags,
        package=values.get("-p") or None,
    )
    return IntentArguments(intent, frozenset(switches), error)


def _integer(text: str) -> int | None:
    try:
        return int(text, 0)
    except ValueError:
        return int(text) if text.lstrip("-").isdecimal() else None


def _real(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _truth(text: str) -> bool:
    return text.lower() in ("true", "t", "1")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


_EXTRAS: dict[str, Any] = {
    "-e": str, "--es": str, "--eu": str, "--ecn": str, "--ez": _truth,
    "--ei": lambda text: _integer(text) or 0, "--el": lambda text: _integer(text) or 0,
    "--ef": _real, "--ed": _real, "--esa": _listed, "--esal": _listed,
    "--eia": lambda text: tuple(_integer(t) or 0 for t in text.split(",")),
    "--ela": lambda text: tuple(_integer(t) or 0 for t in text.split(",")),
}  # fmt: skip
