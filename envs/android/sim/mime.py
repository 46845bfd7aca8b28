"""MIME types by file name, from a table of this package, so that they are the same everywhere."""

from __future__ import annotations

from osgenesis.envs.android.sim.paths import suffix

MIME_TYPES = {
    "txt": "text/plain", "md": "text/markdown", "markdown": "text/markdown", "csv": "text/csv",
    "html": "text/html", "htm": "text/html", "xml": "text/xml", "json": "application/json",
    "log": "text/plain", "ics": "text/calendar", "vcf": "text/x-vcard",
    "pdf": "application/pdf", "zip": "application/zip", "apk":
    "application/vnd.android.package-archive", "gpx": "application/gpx+xml", "doc":
    "application/msword", "docx":
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif",
    "webp": "image/webp", "bmp": "image/bmp", "svg": "image/svg+xml",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/x-wav",
    "flac": "audio/flac", "amr": "audio/amr", "m3u": "audio/x-mpegurl",
    "mp4": "video/mp4", "mkv": "video/x-matroska", "webm": "video/webm", "3gp": "video/3gpp",
    "avi": "video/avi", "mov": "video/quicktime",
}  # fmt: skip


def mime_type(path: str) -> str:
    """The MIME type a file's name stands for; unknown ones are `application/octet-stream`."""
    return MIME_TYPES.get(suffix(path), "application/octet-stream")
