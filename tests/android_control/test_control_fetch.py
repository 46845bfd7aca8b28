"""Downloading: resumed, checked and named only when whole, from a server on this machine that misbehaves as told."""

import base64
import re
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import google_crc32c
import pytest

from osgenesis.envs.android_control.fetch import FetchError, Progress, fetch, official_files, open_remote
from osgenesis.envs.android_control.sample import sample_path
from osgenesis.envs.android_control.shards import stream_episodes
from osgenesis.envs.core.errors import DataError


@dataclass
class Bucket:
    """What the server has, how it behaves, and what it was asked."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cut_after: list[int] = field(default_factory=list)  # bytes after which the next connections break
    ranges: bool = True
    hashes: bool = True
    wrong_hash: bool = False
    failures: int = 0  # answers of 503 to come
    asked: list[tuple[str, str, str]] = field(default_factory=list)  # method, name, range


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def log_message(self, *words: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, *, body: bool) -> None:
        bucket, name = self.bucket, self.path.rpartition("/")[2]
        wanted = self.headers.get("Range", "")
        bucket.asked.append((self.command, name, wanted))
        self.close_connection = True
        if bucket.failures:
            bucket.failures -= 1
            self.send_error(503)
            return
        if name not in bucket.files:
            self.send_error(404)
            return
        data = bucket.files[name]
        tag = f'"{google_crc32c.value(data)}"'
        match = re.fullmatch(r"bytes=(\d+)-", wanted) if bucket.ranges else None
        start = int(match[1]) if match and self.headers.get("If-Range", tag) == tag else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.send_header("ETag", tag)
        if bucket.hashes:
            crc = google_crc32c.value(data) ^ bucket.wrong_hash
            self.send_header("x-goog-hash", "crc32c=" + base64.b64encode(crc.to_bytes(4, "big")).decode())
            self.send_header("x-goog-hash", "md5=AAAAAAAAAAAAAAAAAAAAAA==")
        self.end_headers()
        if body:
            cut = bucket.cut_after.pop(0) if bucket.cut_after else None
            self.wfile.write(data[start:] if cut is None else data[start : start + cut])


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    found = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("BucketHandler", (Handler,), {"bucket": found}))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}/gresearch/android_control"
    found.files = {"a": bytes(range(256)) * 9000, "splits.json": b"{}\n"}
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def get(bucket: Bucket, folder: Path, *names: str, verify: bool = False) -> list[float]:
    """Fetch files; the seconds that it would have waited."""
    waited: list[float] = []
    fetch(folder, names or ("a",), base_url=bucket.url, verify=verify, tries=3, wait=waited.append)
    return waited


def test_a_file_arrives_whole(bucket: Bucket, tmp_path: Path) -> None:
    seen: list[Progress] = []
    files = fetch(tmp_path / "new", ("a", "splits.json"), base_url=bucket.url, progress=seen.append)
    assert [p.read_bytes() for p in files] == [bucket.files["a"], b"{}\n"]
    assert [p.name for p in (tmp_path / "new").iterdir() if p.suffix == ".part"] == []
    assert seen[0] == Progress("a", 1 << 20, 2_304_000)
    assert [p for p in seen if p.finished] == [
        Progress("a", 2_304_000, 2_304_000, finished=True),
        Progress("splits.json", 3, 3, finished=True),
    ]


def test_what_is_there_is_not_asked_for_again(bucket: Bucket, tmp_path: Path) -> None:
    get(bucket, tmp_path)
    bucket.asked.clear()
    get(bucket, tmp_path)
    assert bucket.asked == []


def test_a_broken_connection_goes_on_where_it_stopped(bucket: Bucket, tmp_path: Path) -> None:
    bucket.cut_after = [1_000_000, 500_000]
    assert get(bucket, tmp_path) == []
    assert (tmp_path / "a").read_bytes() == bucket.files["a"]
    assert [r for m, _, r in bucket.asked if m == "GET"] == ["", "bytes=1000000-", "bytes=1500000-"]


def test_a_killed_download_goes_on_where_it_stopped(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(bucket.files["a"][:777])
    get(bucket, tmp_path)
    assert (tmp_path / "a").read_bytes() == bucket.files["a"]
    assert bucket.asked[-1] == ("GET", "a", "bytes=777-")


def test_a_server_without_ranges_sends_all_again(bucket: Bucket, tmp_path: Path) -> None:
    bucket.ranges = False
    bucket.cut_after = [1_000_000]
    get(bucket, tmp_path)
    assert (tmp_path / "a").read_bytes() == bucket.files["a"]


def test_a_part_of_another_version_is_thrown_away(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(b"something else")
    get(bucket, tmp_path)
    assert (tmp_path / "a").read_bytes() == bucket.files["a"]
    assert [r for m, _, r in bucket.asked if m == "GET"] == ["bytes=14-", ""]


def test_a_part_that_is_too_long_is_thrown_away(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(bytes(3_000_000))
    get(bucket, tmp_path)
    assert (tmp_path / "a").read_bytes() == bucket.files["a"]


def test_a_wrong_checksum_is_an_error_and_leaves_nothing(bucket: Bucket, tmp_path: Path) -> None:
    bucket.wrong_hash = True
    with pytest.raises(FetchError, match=r"/a: what arrived is not what the server announced"):
        get(bucket, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_checksums_the_size_counts(bucket: Bucket, tmp_path: Path) -> None:
    bucket.hashes = False
    get(bucket, tmp_path)
    assert (tmp_path / "a").read_bytes() == bucket.files["a"]


def test_verify_replaces_what_is_damaged(bucket: Bucket, tmp_path: Path) -> None:
    get(bucket, tmp_path)
    damaged = bytearray(bucket.files["a"])
    damaged[5] ^= 1
    (tmp_path / "a").write_bytes(damaged)
    get(bucket, tmp_path)
    assert (tmp_path / "a").read_bytes() == damaged
    get(bucket, tmp_path, verify=True)
    assert (tmp_path / "a").read_bytes() == bucket.files["a"]


def test_a_busy_server_is_asked_again(bucket: Bucket, tmp_path: Path) -> None:
    bucket.failures = 2
    assert get(bucket, tmp_path) == [1.0, 2.0]
    assert (tmp_path / "a").exists()


def test_a_server_that_stays_busy_is_an_error(bucket: Bucket, tmp_path: Path) -> None:
    bucket.failures = 99
    with pytest.raises(FetchError, match="/a: the server answers 503"):
        get(bucket, tmp_path)


def test_a_server_that_sends_nothing_is_given_up_and_the_part_kept(bucket: Bucket, tmp_path: Path) -> None:
    bucket.cut_after = [1000, 0, 0, 0, 0, 0, 0]
    with pytest.raises(FetchError, match=r"/a.*from byte 1,000 on"):
        get(bucket, tmp_path)
    assert (tmp_path / "a.part").stat().st_size == 1000


def test_a_missing_file_is_an_error_at_once(bucket: Bucket, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="/nothing: the server answers 404"):
        get(bucket, tmp_path, "nothing")
    assert len(bucket.asked) == 1


def test_without_a_network_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(FetchError, match=r"(?s)http://127\.0\.0\.1:1/splits\.json cannot be read.*gsutil.*--data"):
        fetch(tmp_path, base_url="http://127.0.0.1:1/", tries=3, wait=lambda _: pytest.fail("waited in vain"))
    with pytest.raises(FetchError, match="no http or https address"):
        fetch(tmp_path, ("a",), base_url="file:///etc")


def test_a_disk_that_is_too_small_is_noticed_before(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    with pytest.raises(FetchError, match="2,304,000 bytes are to be downloaded, but only 1,000 are free"):
        get(bucket, tmp_path)


def test_the_official_files_are_twenty_shards_and_two_lists() -> None:
    names = official_files()
    assert names[:3] == ("splits.json", "test_subsplits.json", "android_control-00000-of-00020")
    assert len(names) == 22
    assert official_files([19])[2:] == ("android_control-00019-of-00020",)
    with pytest.raises(DataError, match="shard 20: AndroidControl has 20"):
        official_files([20])


def test_episodes_are_read_from_a_response_as_it_arrives(bucket: Bucket) -> None:
    shards = sorted(sample_path().glob("android_control-*"))
    bucket.files = {path.name: path.read_bytes() for path in shards}
    tracemalloc.start()
    numbers = []
    for path in shards:
        with open_remote(path.name, base_url=bucket.url) as response:
            numbers += [episode.episode_id for episode in stream_episodes(response, response.url)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sorted(numbers) == [17, 204, 311, 512, 640, 733, 901, 1042, 1188, 1306, 2519, 3777, 4096]
    assert peak < 8 << 20


def test_a_response_that_breaks_off_names_address_and_record(bucket: Bucket) -> None:
    path = min(sample_path().glob("android_control-*"))
    bucket.files = {path.name: path.read_bytes()}
    bucket.cut_after = [900_000]
    with open_remote(path.name, base_url=bucket.url) as response, pytest.raises(DataError) as caught:
        list(stream_episodes(response, response.url))
    assert f"{bucket.url}/{path.name}, record" in str(caught.value)
