"""What can go wrong with the phone's files, one class per errno."""

from __future__ import annotations

import errno

from osgenesis.envs.core.errors import BackendError


class FsError(BackendError, OSError):
    """A file operation that failed. `code` is the errno name, `reason` the text that goes with it.

    The message reads as a shell command prints it: `<path>: No such file or directory`. It is an
    `OSError` too, so code that handles missing files handles the phone's.
    """

    code = "EIO"
    reason = "I/O error"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: {self.reason}")
        self.path = path
        self.errno = getattr(errno, self.code)

    def __reduce__(self) -> tuple[type[FsError], tuple[str]]:
        return type(self), (self.path,)


class NotFoundError(FsError):
    """ENOENT: nothing is there."""

    code, reason = "ENOENT", "No such file or directory"


class ExistsError(FsError):
    """EEXIST: something is there already."""

    code, reason = "EEXIST", "File exists"


class NotADirectoryFsError(FsError):
    """ENOTDIR: a file where a directory is needed."""

    code, reason = "ENOTDIR", "Not a directory"


class IsADirectoryFsError(FsError):
    """EISDIR: a directory where a file is needed."""

    code, reason = "EISDIR", "Is a directory"


class NotEmptyError(FsError):
    """ENOTEMPTY: the directory still holds something."""

    code, reason = "ENOTEMPTY", "Directory not empty"


class BusyError(FsError):
    """EBUSY: a mount point, which can be neither removed nor moved."""

    code, reason = "EBUSY", "Device or resource busy"


class InvalidPathError(FsError):
    """EINVAL: a path that no file can have, or a directory moved into itself."""

    code, reason = "EINVAL", "Invalid argument"


class NameTooLongError(FsError):
    """ENAMETOOLONG: a name of more than 255 bytes."""

    code, reason = "ENAMETOOLONG", "File name too long"
