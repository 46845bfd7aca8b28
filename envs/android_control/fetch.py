"""Downloads AndroidControl from its public bucket: resumed where it stopped, checked, named only when whole.

A file arrives as `NAME.part` beside its final name. Checksums are those that the server sends (`x-goog-hash`).
"""

from __future__ import annotations

import base64
import http.client
import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import google_crc32c

from osgenesis.envs.android_control.splits import SPLITS_FILE, SUBSPLITS_FILE
from osgenesis.envs.android_control.writer import shard_name
from osgenesis.envs.core.errors import DataError

__all__ = ["BASE_URL", "SHARDS", "FetchError", "Progress", "RemoteFile", "fetch", "official_files", "open_remote"]

BASE_URL: Final = "https://storage.googleapis.com/gresearch/android_control/"
SHARDS: Final = 20
_CHUNK: Final = 1 << 20
_REFUSED: Final = (400, 401, 403, 404, 410)  # asking again would not help
# Failures of a connection. The last is what urllib wraps most others in.
_BROKEN: Final = (http.client.HTTPException, ConnectionError, TimeoutError, urllib.error.URLError, EOFError)


class FetchError(DataError):
    """A file could not be downloaded; what has arrived is kept, and the next attempt goes on from there."""


class RemoteFile(NamedTuple):
    """What the server says of a file.

    Attributes:
        size: Bytes.
        crc32c: Its CRC-32C, if the server tells.
        etag: The server's name for this version of it.
    """

    size: int
    crc32c: int | None
    etag: str | None


class Progress(NamedTuple):
    """How far a download is.

    Attributes:
        name: The file.
        done: Bytes that are here.
        total: Bytes of the whole file.
        finished: Whether it is whole, checked, and under its final name.
    """

    name: str
    done: int
    total: int
    finished: bool = False


def official_files(shards: Iterable[int] | None = None) -> tuple[str, ...]:
    """Names of the split files and of the shards with these numbers; None for all twenty.

    Raises:
        DataError: There is no shard of that number.
    """
    numbers = list(range(SHARDS) if shards is None else shards)
    for number in numbers:
        if not 0 <= number < SHARDS:
            raise DataError(f"there is no shard {number}: AndroidControl has {SHARDS}, numbered 0 to {SHARDS - 1}")
    return SPLITS_FILE, SUBSPLITS_FILE, *(shard_name(number, SHARDS) for number in numbers)


def fetch(
    folder: str | os.PathLike[str],
    names: Sequence[str] | None = None,
    *,
    base_url: str = BASE_URL,
    progress: Callable[[Progress], None] | None = None,
    verify: bool = False,
    tries: int = 5,
    timeout_s: float = 60.0,
    wait: Callable[[float], None] = time.sleep,
) -> tuple[Path, ...]:
    """Download what is missing.

    Args:
        folder: Where to; made if need be.
        names: Files; None for all, some 50 GB.
        base_url: The folder on the server.
        progress: Called about once per megabyte.
        verify: Compare the files that are here already, too, instead of trusting their names.
        tries: Failures in a row, without a byte arriving, after which it gives up.
        timeout_s: How long the server may say nothing.
        wait: Called with seconds between two tries.

    Returns:
        The files.

    Raises:
        FetchError: The server cannot be reached, refuses, or sent something else than it says.
    """
    target = Path(folder)
    wanted = official_files() if names is None else tuple(names)
    job = _Job(base_url.rstrip("/") + "/", target, progress or (lambda _: None), tries, timeout_s, wait)
    todo = []
    for name in wanted:
        if not (target / name).exists():
            todo.append((name, job.ask(name)))
        elif verify:
            remote = job.ask(name)
            if not job.is_whole(target / name, remote):
                (target / name).unlink()
                todo.append((name, remote))
    _need_space(target, sum(remote.size - job.here(name) for name, remote in todo))
    target.mkdir(parents=True, exist_ok=True)  # not before the server has answered
    for name, remote in todo:
        job.get(name, remote)
    return tuple(target / name for name in wanted)


def open_remote(name: str, *, base_url: str = BASE_URL, timeout_s: float = 60.0) -> Any:
    """The response to a request for a file, to be read by `stream_episodes`; the caller closes it.

    Raises:
        FetchError: The server cannot be reached or refuses.
    """
    url = base_url.rstrip("/") + "/" + name
    try:
        return urllib.request.urlopen(_request(url), timeout=timeout_s)
    except (*_BROKEN, OSError) as error:
        raise FetchError(_cannot(url, error)) from error


def _request(url: str, **headers: str) -> urllib.request.Request:
    if not url.startswith(("https://", "http://")):
        raise FetchError(f"{url} is no http or https address")
    return urllib.request.Request(url, headers={"Accept-Encoding": "identity", **headers})


def _cannot(url: str, error: BaseException) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"{url}: the server answers {error.code} {error.reason}"
    why = getattr(error, "reason", error) or type(error).__name__
    return (
        f"{url} cannot be read: {why}.\n"
        "  This needs a network that reaches that address (a proxy is taken from https_proxy). On another machine,\n"
        "    gsutil -m cp 'gs://gresearch/android_control/*' FOLDER\n"
        "  does the same; then give that folder as --data. What has arrived here is kept and continued."
    )


def _need_space(folder: Path, count: int) -> None:
    free = shutil.disk_usage(next(p for p in (folder, *folder.absolute().parents) if p.exists())).free
    if count > free:
        raise FetchError(f"{folder}: {count:,} bytes are to be downloaded, but only {free:,} are free there")


class _Job:
    def __init__(
        self,
        base_url: str,
        folder: Path,
        progress: Callable[[Progress], None],
        tries: int,
        timeout_s: float,
        wait: Callable[[float], None],
    ) -> None:
        self._base_url, self._folder, self._progress = base_url, folder, progress
        self._tries, self._timeout_s, self._wait = max(tries, 1), timeout_s, wait

    def ask(self, name: str) -> RemoteFile:
        """Size and checksum of a file."""
        request = _request(self._base_url + name)
        request.method = "HEAD"
        for attempt in range(self._tries):
            try:
                with urllib.request.urlopen(request, timeout=self._timeout_s) as response:
                    return _described(response.headers, self._base_url + name)
            except (*_BROKEN, OSError) as error:
                code = getattr(error, "code", None)
                _close(error)
                # No route and no name are not worth a second try, nor is a refusal.
                if attempt + 1 == self._tries or code in _REFUSED or isinstance(getattr(error, "reason", 0), OSError):
                    raise FetchError(_cannot(self._base_url + name, error)) from error
                self._wait(2.0**attempt)
        raise AssertionError("unreachable")

    def here(self, name: str) -> int:
        """Bytes of a part."""
        try:
            return self._part(name).stat().st_size
        except FileNotFoundError:
            return 0

    def is_whole(self, path: Path, remote: RemoteFile) -> bool:
        """Whether a file is the one that the server describes."""
        if path.stat().st_size != remote.size:
            return False
        return remote.crc32c is None or _crc(path) == remote.crc32c

    def get(self, name: str, remote: RemoteFile) -> None:
        """Download a file, or the rest of it."""
        for fresh in (False, True):
            resumed = self.here(name) > 0
            if self.here(name) > remote.size:
                self._part(name).unlink()
            self._append(name, remote)
            if self.is_whole(self._part(name), remote):
                os.replace(self._part(name), self._folder / name)
                self._progress(Progress(name, remote.size, remote.size, finished=True))
                return
            self._part(name).unlink()
            if fresh or not resumed:  # a part of another version may have been continued: once more from the start
                break
        raise FetchError(
            f"{self._base_url}{name}: what arrived is not what the server announced (size or CRC-32C); "
            "it was deleted, try again"
        )

    def _part(self, name: str) -> Path:
        return self._folder / f"{name}.part"

    def _append(self, name: str, remote: RemoteFile) -> None:
        failures = 0
        self._part(name).touch()
        while (start := self.here(name)) < remote.size:
            try:
                self._read_from(name, start, remote)
            except (*_BROKEN, OSError) as error:
                _close(error)
                if self.here(name) > start:
                    failures = 0
                    continue
                failures += 1
                if failures >= self._tries or getattr(error, "code", None) in _REFUSED:
                    raise FetchError(_cannot(self._base_url + name, error)) from error
                self._wait(2.0 ** (failures - 1))
            else:
                # A connection that closes early without a word raises nothing.
                failures = 0 if self.here(name) > start else failures + 1
                if failures >= self._tries:
                    raise FetchError(f"{self._base_url}{name}: the server sends nothing from byte {start:,} on")

    def _read_from(self, name: str, start: int, remote: RemoteFile) -> None:
        headers = {"Range": f"bytes={start}-"} if start else {}
        if start and remote.etag and not remote.etag.startswith("W/"):
            headers["If-Range"] = remote.etag
        with urllib.request.urlopen(_request(self._base_url + name, **headers), timeout=self._timeout_s) as response:
            # 200 to a request for a range: the server sends everything again.
            with self._part(name).open("ab" if response.status == 206 else "wb") as file:
                done = file.tell() if response.status == 206 else 0
                while done < remote.size and (data := response.read(min(_CHUNK, remote.size - done))):
                    file.write(data)
                    done += len(data)
                    self._progress(Progress(name, done, remote.size))


def _close(error: BaseException) -> None:
    """An HTTP error holds a connection."""
    if isinstance(error, urllib.error.HTTPError):
        with suppress(OSError):
            error.close()


def _described(headers: Any, url: str) -> RemoteFile:
    length = headers.get("x-goog-stored-content-length") or headers.get("Content-Length")
    if length is None or not length.strip().isdecimal():
        raise FetchError(f"{url}: the server does not say how long the file is")
    crc = None
    for value in headers.get_all("x-goog-hash") or ():
        for part in value.split(","):
            kind, _, digest = part.strip().partition("=")
            if kind == "crc32c":
                with suppress(ValueError):
                    crc = int.from_bytes(base64.b64decode(digest, validate=True), "big")
    return RemoteFile(int(length), crc, headers.get("ETag"))


def _crc(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            value = int(google_crc32c.extend(value, data))
    return value
