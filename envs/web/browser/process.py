"""The Chromium process: its flags, pipes and private profile folder, and that nothing of it stays."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Final

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser.fonts import fonts_configuration

__all__ = ["ChromiumProcess", "launch_flags"]

_PREFIX: Final = "osgenesis-chromium"
_LOG: Final = "chromium.log"
_FONTS: Final = "fonts.conf"
_PIPE_BYTES: Final = 1 << 20
# The full browser makes a folder with a socket in its temporary folder; the path of a socket may have 107 bytes.
_SOCKET: Final = "/org.chromium.Chromium.XXXXXX/SingletonSocket"
_MAX_SOCKET: Final = 107

_FLAGS: Final = (
    "--remote-debugging-pipe",
    # No traffic but the pages' own, and no windows, sounds or questions.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-quic",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--password-store=basic",
    "--use-mock-keychain",
    "--disable-popup-blocking",
    "--disable-prompt-on-repost",
    # A tab that nobody looks at works like the one in front.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-hang-monitor",
    "--disable-ipc-flooding-protection",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    # All frames of a page in one process and one session; one process for each context, whose tabs
    # then open three times as fast. Contexts never share one.
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
    # The same pixels on every machine.
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-smooth-scrolling",
    "--disable-partial-raster",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--lang=en-US",
    "--disable-features=AutofillServerCommunication,BackForwardCache,DialMediaRouteProvider,"
    "GlobalMediaControls,HttpsUpgrades,ImprovedCookieControls,InterestFeedContentSuggestions,"
    "IsolateOrigins,LensOverlay,MediaRouter,OptimizationHints,PaintHolding,Prerender2,"
    "SpareRendererForSitePerProcess,Translate,site-per-process",
)


# Frames are drawn when we ask for them: the same ones each time, without waiting for the next beat
# of the display, and none at all while nobody looks. Only the headless shell can do this. Otherwise
# there are 60 a second at most: without that limit (--disable-frame-rate-limit) a page that loads
# keeps a core busy with frames, and takes longer by a third.
_FRAMES_ON_DEMAND: Final = ("--enable-begin-frame-control", "--run-all-compositor-stages-before-draw")


def launch_flags(profile: str, *, sandbox: bool, begin_frames: bool) -> tuple[str, ...]:
    """The command line after the executable."""
    mode = ("--headless",) if sandbox else ("--headless", "--no-sandbox")
    return (
        *_FLAGS,
        *(_FRAMES_ON_DEMAND if begin_frames else ()),
        *mode,
        f"--user-data-dir={profile}",
        "about:blank",
    )


class ChromiumProcess:
    """One running Chromium. It ends when this process does, since its pipe then closes.

    Args:
        executable: What to start.
        begin_frames: Whether it draws only the frames that are asked for.
        machine_fonts: Whether pages are shown in the machine's fonts instead of our own (see `fonts`).

    Attributes:
        pid: Its process id; also the id of its process group.
        read_fd: The end that its messages come from.
        write_fd: The end that takes messages to it.
    """

    def __init__(self, executable: str, *, begin_frames: bool, machine_fonts: bool = False) -> None:
        remove_stale_profiles()
        self.machine_fonts = machine_fonts
        self.begin_frames = begin_frames
        self.executable = executable
        self.exit_code: int | None = None
        self.profile, self._lock_fd = _new_profile()
        try:
            self._start()
        except BaseException:
            self._remove_profile()
            raise

    def _start(self) -> None:
        to_child, self.write_fd = os.pipe()
        self.read_fd, from_child = os.pipe()
        for fd in (self.write_fd, self.read_fd):
            with contextlib.suppress(OSError):  # beyond the system's limit
                fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        # Chromium wants its pipes as 3 and 4, so they must not lie there the other way round.
        low, high = (fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in (to_child, from_child))
        os.close(to_child)
        os.close(from_child)
        # Root may not use the sandbox.
        flags = launch_flags(self.profile, sandbox=os.geteuid() != 0, begin_frames=self.begin_frames)
        # What it leaves behind when it is killed goes with its profile.
        temporary = self.profile if len(os.fsencode(self.profile + _SOCKET)) <= _MAX_SOCKET else "/tmp"
        environment = {**os.environ, "TMPDIR": temporary, "TZ": "UTC", "LANGUAGE": "en-US", "LC_ALL": "C.UTF-8"}
        if not self.machine_fonts:
            file = Path(self.profile, _FONTS)
            file.write_text(fonts_configuration(Path(self.profile, "fonts")), "utf-8")
            environment["FONTCONFIG_FILE"] = str(file)
        append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        try:
            # A group of its own: Ctrl-C in a terminal or notebook is for Python alone.
            self.pid = os.posix_spawn(
                self.executable,
                [self.executable, *flags],
                environment,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                    (os.POSIX_SPAWN_OPEN, 2, os.path.join(self.profile, _LOG), append, 0o600),
                    (os.POSIX_SPAWN_DUP2, low, 3),
                    (os.POSIX_SPAWN_DUP2, high, 4),
                ],
                setpgroup=0,
            )
        except OSError as error:
            os.close(self.write_fd)
            os.close(self.read_fd)
            raise BackendError(f"{self.executable} cannot be started: {error}.") from error
        finally:
            os.close(low)
            os.close(high)

    def log_tail(self, lines: int = 5) -> str:
        """The last lines that it wrote about itself, for an error message."""
        with contextlib.suppress(OSError):
            text = Path(self.profile, _LOG).read_text("utf-8", "replace")
            return " | ".join([line for line in text.splitlines() if line.strip()][-lines:])[-800:]
        return ""

    def running(self) -> bool:
        """Whether it still runs."""
        if self.exit_code is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # somebody else has reaped it
                self.exit_code = -1
            else:
                if pid:
                    self.exit_code = os.waitstatus_to_exitcode(status)
        return self.exit_code is None

    def end(self, patience: float = 2.0) -> None:
        """See to its end, by force after `patience` seconds, and remove its folder."""
        limit = time.monotonic() + patience
        while self.running() and time.monotonic() < limit:
            time.sleep(0.005)
        if self.running():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            limit = time.monotonic() + 5
            while self.running() and time.monotonic() < limit:
                time.sleep(0.005)
        self._remove_profile()

    def abandon(self) -> None:
        """In a forked child: let go of the folder without removing it."""
        if self._lock_fd >= 0:
            with contextlib.suppress(OSError):
                os.close(self._lock_fd)
            self._lock_fd = -1

    def _remove_profile(self) -> None:
        # Chromium's helpers may still write for a moment; what escapes, the next launch removes.
        for _ in range(3):
            shutil.rmtree(self.profile, ignore_errors=True)
            if not os.path.exists(self.profile):
                break
            time.sleep(0.02)
        self.abandon()


def _new_profile() -> tuple[str, int]:
    """A new private folder, and the descriptor that holds its lock for as long as we live."""
    # It gets its name when it is locked: others who start now would take it for one that was left behind.
    made = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}-{os.getpid()}-"))
    lock = os.open(made / "owner", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    folder = made.with_name(made.name[1:])
    made.rename(folder)
    return str(folder), lock


def remove_stale_profiles() -> None:
    """Remove the folders of processes that were killed before they could do it themselves.

    The lock decides, not the process id in the name: ids are reused, and mean something else in
    another container that shares the folder.
    """
    for entry in Path(tempfile.gettempdir()).glob(f"{_PREFIX}-*"):
        if not re.fullmatch(rf"{_PREFIX}-\d+-\w+", entry.name):
            continue
        try:
            lock = os.open(entry / "owner", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            # Another's folder, or one that is just being made; an old one without a lock is neither.
            with contextlib.suppress(OSError):
                if entry.stat().st_uid == os.geteuid() and time.time() - entry.stat().st_mtime > 600:
                    shutil.rmtree(entry, ignore_errors=True)
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(entry, ignore_errors=True)
        except OSError:
            pass  # its owner lives
        finally:
            os.close(lock)
