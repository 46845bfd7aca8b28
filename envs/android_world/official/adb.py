"""`InProcessAdb`: adb commands done on the phone by function calls, in place of the adb program."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.storage_errors import FsError

SERIAL = "emulator-5554"
_SHELL_FLAGS = frozenset({"-n", "-t", "-tt", "-T", "-x"})
_QUIET = frozenset(
    "connect disconnect forward kill-server reconnect remount reverse root start-server unroot wait-for-device".split()
)


class _Failed(Exception):
    """A command that adb would end with a non-zero exit code."""


class InProcessAdb:
    """What android_env's `AdbCallParser` needs of an `AdbController`: `execute_command`.

    Output is that of adb with standard error merged into it. A command that fails raises `AdbControllerError`, as
    android_env does after its second try; no server is restarted, for there is none.
    """

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    def execute_command(self, args: list[str], timeout: float | None = None, device_specific: bool = True) -> bytes:
        """Does one adb command, given as the arguments after `adb -s SERIAL`.

        Raises:
            AdbControllerError: adb would have ended with a non-zero exit code.
        """
        try:
            return self._run(args)
        except _Failed as failure:
            from android_env.components import errors

            raise errors.AdbControllerError(
                f"Error executing adb command: [adb {' '.join(args)}]\nCaused by: {failure}"
            ) from None

    def _run(self, args: list[str]) -> bytes:
        verb, rest = (args[0], args[1:]) if args else ("", [])
        if verb in _QUIET:
            return b""
        handler = _COMMANDS.get(verb)
        if handler is None:
            raise _Failed(f"adb: unknown command {verb}")
        return handler(self, rest)

    def _shell(self, words: list[str]) -> bytes:
        while words and words[0] in _SHELL_FLAGS:
            words = words[1:]
        # adb joins its arguments with blanks and lets the phone's shell take them apart again.
        result = self._phone.shell(" ".join(words))
        if result.code:
            raise _Failed(f"exit code {result.code}: {(result.out + result.err).decode('utf-8', 'replace')}")
        return result.out + result.err

    def _logcat(self, words: list[str]) -> bytes:
        return self._shell(["logcat", *words])

    def _emulator(self, words: list[str]) -> bytes:
        return self._phone.console(" ".join(words)).encode()

    def _push(self, words: list[str]) -> bytes:
        *sources, target = [word for word in words if not word.startswith("-")]
        files = self._phone.files
        for name in sources:
            source = Path(name)
            if not source.exists():
                raise _Failed(f"adb: error: cannot stat '{name}': No such file or directory")
            into = posixpath.join(target, source.name) if files.is_dir(target) else target
            for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
                if path.is_file():
                    below = path.relative_to(source).as_posix() if source.is_dir() else ""
                    self._phone.push(posixpath.join(into, below) if below else into, path.read_bytes())
        return f"{len(sources)} file{'s' * (len(sources) != 1)} pushed, 0 skipped.\n".encode()

    def _pull(self, words: list[str]) -> bytes:
        names = [word for word in words if not word.startswith("-")]
        sources, target = (names[:-1], Path(names[-1])) if len(names) > 1 else (names, Path())
        for name in sources:
            place = target / posixpath.basename(name.rstrip("/")) if target.is_dir() else target
            try:
                self._pull_one(name, place)
            except FsError as error:
                raise _Failed(f"adb: error: failed to stat remote object '{name}': {error}") from error
        return f"{len(sources)} file{'s' * (len(sources) != 1)} pulled, 0 skipped.\n".encode()

    def _pull_one(self, name: str, place: Path) -> None:
        if not self._phone.files.is_dir(name):
            place.write_bytes(self._phone.pull(name))
            return
        place.mkdir(parents=True, exist_ok=True)
        for child in self._phone.files.listdir(name):
            self._pull_one(posixpath.join(name, child), place / child)

    def _install(self, words: list[str]) -> bytes:
        return self._shell(["pm", "install", *words])

    def _uninstall(self, words: list[str]) -> bytes:
        return self._shell(["pm", "uninstall", *words])

    def _devices(self, words: list[str]) -> bytes:
        return f"List of devices attached\n{SERIAL}\tdevice\n\n".encode()

    def _state(self, words: list[str]) -> bytes:
        return b"device\n"

    def _serial(self, words: list[str]) -> bytes:
        return f"{SERIAL}\n".encode()

    def _version(self, words: list[str]) -> bytes:
        return b"Android Debug Bridge version 1.0.41\n"


_COMMANDS: dict[str, Callable[[InProcessAdb, list[str]], bytes]] = {
    "shell": InProcessAdb._shell,
    "exec-out": InProcessAdb._shell,
    "logcat": InProcessAdb._logcat,
    "emu": InProcessAdb._emulator,
    "push": InProcessAdb._push,
    "pull": InProcessAdb._pull,
    "install": InProcessAdb._install,
    "uninstall": InProcessAdb._uninstall,
    "devices": InProcessAdb._devices,
    "get-state": InProcessAdb._state,
    "get-serialno": InProcessAdb._serial,
    "version": InProcessAdb._version,
}
