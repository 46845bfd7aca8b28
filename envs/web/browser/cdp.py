"""A small client of the Chrome DevTools Protocol over a pair of pipes.

Why not a maintained client: those speak WebSocket under asyncio. A pipe is closed by the kernel
when this process ends, however it ends, and Chromium then ends too; no port is opened that others
could reach; there is no event loop, so it works inside a running one, in notebooks and in threads;
and calls can be pipelined, which is what makes a click cheap.

One thread reads. Replies and events of a session are handed over under the session's condition;
event listeners run in the reading thread, so they must not wait for anything, but may `send`.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import select
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from osgenesis.envs.core.errors import BackendError

__all__ = ["CdpError", "Connection", "Reply", "Session"]

_CHUNK: Final = 1 << 20
_NOTHING: Final[Mapping[str, Any]] = {}
_encode: Final = json.JSONEncoder(separators=(",", ":")).encode

Listener = Callable[[str, dict[str, Any]], None]


class CdpError(BackendError):
    """Chromium answered a call with an error.

    Attributes:
        method: The call.
        reason: Chromium's message.
    """

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(f"Chromium refused {method}: {reason}")
        self.method = method
        self.reason = reason

    def __reduce__(self) -> tuple[type[CdpError], tuple[str, str]]:
        return type(self), (self.method, self.reason)


class Reply:
    """The answer to one call, when it has come."""

    __slots__ = ("_error", "_result", "done", "method", "session")

    def __init__(self, session: Session, method: str) -> None:
        self.session = session
        self.method = method
        self.done = False
        self._result: dict[str, Any] = {}
        self._error: str | None = None

    @property
    def failed(self) -> bool:
        """Whether the answer is an error."""
        return self._error is not None

    def result(self, timeout: float | None = None) -> dict[str, Any]:
        """Wait for the answer.

        Raises:
            CdpError: Chromium refused the call.
            BackendError: No answer came in time, or Chromium or the page has ended.
        """
        if not self.done:
            session = self.session
            limit = session.connection.call_timeout if timeout is None else timeout
            if not session.wait_for(lambda: self.done, limit):
                reason = f"Chromium did not answer {self.method} within {limit:g} s."
                if session is session.connection.root:  # what no page can delay: the browser itself hangs
                    session.connection.give_up(reason)
                raise BackendError(reason)
        if self._error is not None:
            if self.session.ended:
                raise BackendError(f"{self.method}: {self._error}")
            raise CdpError(self.method, self._error)
        return self._result

    def fill(self, message: Mapping[str, Any]) -> None:
        """Take the answer. The session's condition is held."""
        error = message.get("error")
        if error is not None:
            self._error = f"{error.get('message', error)}"
            if error.get("data"):
                self._error += f" ({error['data']})"
        else:
            self._result = message.get("result", {})
        self.done = True

    def fail(self, reason: str) -> None:
        """No answer will come. The session's condition is held."""
        self._error = reason
        self.done = True


class Session:
    """A conversation with one target: the browser itself, or a page.

    Attributes:
        sent: Number of calls so far.
        ended: Why it is over, None before.
    """

    def __init__(self, connection: Connection, session_id: str | None, listener: Listener | None = None) -> None:
        self.connection = connection
        self.session_id = session_id
        self.listener = listener
        self.sent = 0
        self.ended: str | None = None
        self.changed = threading.Condition()
        self._tail = "}" if session_id is None else f',"sessionId":"{session_id}"}}'

    def send(self, method: str, params: Mapping[str, Any] = _NOTHING) -> Reply:
        """Send a call without waiting; Chromium answers calls of one session mostly in order."""
        reply = Reply(self, method)
        self.sent += 1
        self.connection.post(self, reply, f'"method":"{method}","params":{_encode(params)}{self._tail}')
        return reply

    def call(self, method: str, params: Mapping[str, Any] = _NOTHING, timeout: float | None = None) -> dict[str, Any]:
        """Send a call and wait for its answer."""
        return self.send(method, params).result(timeout)

    def wait_for(self, predicate: Callable[[], bool], timeout: float) -> bool:
        """Wait until `predicate` holds, tested after each reply and event; say whether it does."""
        with self.changed:
            return self.changed.wait_for(predicate, timeout)

    def end(self, reason: str) -> None:
        """The target is gone: whatever is still awaited fails with `reason`."""
        with self.changed:
            if self.ended is None:
                self.ended = reason
            self.connection.fail_pending(self, reason)
            self.changed.notify_all()


class Connection:
    """Both pipes, the reading thread, and the sessions that share them.

    Args:
        read_fd: What Chromium writes to.
        write_fd: What Chromium reads from.
        call_timeout: Seconds a call may take if it names no time-out of its own.
        on_close: Called once in the reading thread when Chromium closes its end.
    """

    def __init__(
        self, read_fd: int, write_fd: int, call_timeout: float, on_close: Callable[[], None] | None = None
    ) -> None:
        self.call_timeout = call_timeout
        self.closed: str | None = None
        self._read_fd, self._write_fd = read_fd, write_fd
        self._on_close = on_close
        self._ids = itertools.count(1)
        self._pending: dict[int, Reply] = {}
        self._sessions: dict[str | None, Session] = {}
        self._write_lock = threading.Lock()
        self._fd_lock = threading.Lock()
        os.set_blocking(write_fd, False)
        self.root = Session(self, None)
        self._sessions[None] = self.root
        self._reader = threading.Thread(target=self._read, name="osgenesis-cdp", daemon=True)
        self._reader.start()

    def session(self, session_id: str, listener: Listener | None = None) -> Session:
        """Begin to listen to the session that Chromium has just attached."""
        session = Session(self, session_id, listener)
        self._sessions[session_id] = session
        return session

    def forget(self, session: Session, reason: str) -> None:
        """The target of a session is gone."""
        self._sessions.pop(session.session_id, None)
        session.end(reason)

    def post(self, session: Session, reply: Reply, rest: str) -> None:
        """Write one message. Used by `Session.send`."""
        reason = self.closed or session.ended
        if reason is not None:
            raise BackendError(f"{reply.method}: {reason}")
        number = next(self._ids)
        self._pending[number] = reply
        data = memoryview(f'{{"id":{number},{rest}\0'.encode())
        try:
            with self._write_lock:
                self._write(data, reply.method)
        except OSError as error:
            self._pending.pop(number, None)
            raise BackendError(f"{reply.method}: Chromium has ended ({error}).") from error
        if self.closed is not None:  # it ended meanwhile: nobody may wait for this answer
            self.fail_pending(session, self.closed)

    def _write(self, data: memoryview, method: str) -> None:
        limit = time.monotonic() + self.call_timeout
        while data:
            try:
                data = data[os.write(self._write_fd, data) :]
            except BlockingIOError:
                left = limit - time.monotonic()
                if left <= 0 or not select.select([], [self._write_fd], [], left)[1]:
                    reason = f"Chromium did not read for {self.call_timeout:g} s; it hangs."
                    self._end(reason)  # half a message may be in the pipe
                    raise BackendError(f"{method}: {reason}") from None

    def fail_pending(self, session: Session, reason: str) -> None:
        """Let all that wait for a session's answers know that none will come."""
        for number, reply in list(self._pending.items()):
            if reply.session is session and self._pending.pop(number, None) is not None:
                reply.fail(reason)

    def close(self) -> None:
        """Close the writing end; Chromium ends when it notices. May be called twice."""
        self._end("the browser was closed")
        with self._fd_lock:
            fd, self._write_fd = self._write_fd, -1
        if fd >= 0:
            os.close(fd)

    def join(self) -> None:
        """Wait for the reading thread, which ends when Chromium has."""
        if threading.current_thread() is not self._reader:
            self._reader.join(timeout=10)

    def give_up(self, reason: str) -> None:
        """The browser hangs: whatever is still awaited fails, and so does what comes later."""
        self._end(reason)

    def abandon(self) -> None:
        """In a forked child: close the parent's pipes here, without a word to Chromium."""
        self.closed = "the browser belongs to the parent process"
        for fd in (self._read_fd, self._write_fd):
            if fd >= 0:
                with contextlib.suppress(OSError):
                    os.close(fd)
        self._read_fd = self._write_fd = -1

    # ---- the reading thread -----------------------------------------------------------------

    def _read(self) -> None:
        parts: list[bytes] = []
        try:
            while True:
                chunk = os.read(self._read_fd, _CHUNK)
                if not chunk:
                    break
                head, *others = chunk.split(b"\0")
                parts.append(head)
                for part in others:
                    self._deliver(json.loads(b"".join(parts)))
                    parts = [part]
        except OSError:
            pass
        finally:
            self._end("Chromium has ended.")
            with contextlib.suppress(OSError):
                os.close(self._read_fd)
            self._read_fd = -1
            if self._on_close is not None:
                self._on_close()

    def _deliver(self, message: dict[str, Any]) -> None:
        number = message.get("id")
        if number is not None:
            reply = self._pending.pop(number, None)
            if reply is not None:
                with reply.session.changed:
                    reply.fill(message)
                    reply.session.changed.notify_all()
            return
        session = self._sessions.get(message.get("sessionId"))
        if session is None:
            return
        with session.changed:
            if session.listener is not None:
                # What a listener sends may fail when Chromium ends at that moment; `_end` tells all.
                with contextlib.suppress(BackendError):
                    session.listener(message["method"], message.get("params", {}))
            session.changed.notify_all()

    def _end(self, reason: str) -> None:
        if self.closed is None:
            self.closed = reason
        for session in list(self._sessions.values()):
            session.end(self.closed)
