"""Camera: take one photo; record one film."""

from __future__ import annotations

from typing import ClassVar

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.base import PhoneTask, files
from osgenesis.envs.android_world.routines import Moves, launch, tap
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff

PICTURES, MOVIES = "/storage/emulated/0/Pictures", "/storage/emulated/0/Movies"


class _Shoot(PhoneTask):
    """Exactly one new file in a folder that was emptied first."""

    apps: ClassVar[tuple[str, ...]] = ("Camera",)
    max_steps: ClassVar[int] = 10
    folder: ClassVar[str]

    def prepare(self, phone: Phone) -> None:
        """Both folders are empty."""
        for folder in (PICTURES, MOVIES):
            phone.files.rmtree(folder)
            phone.files.mkdir(folder, parents=True)

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """One new top-level name, with something in it."""
        added = files(diff, "file_added")
        return float(len(added) == 1 and all(change.after.size > 0 for change in added.values()))


class CameraTakePhoto(_Shoot):
    """One new picture."""

    name: ClassVar[str] = "CameraTakePhoto"
    template: ClassVar[str] = "Take exactly one photo with the camera."
    touches: ClassVar[tuple[str, ...]] = (PICTURES + "/*",)

    def oracle(self, screen: Screen) -> Moves:
        """Open the camera, press the shutter."""
        yield from launch(screen, "Camera")
        yield from tap(screen, description="Take photo", scroll=False)


class CameraTakeVideo(_Shoot):
    """One new film."""

    name: ClassVar[str] = "CameraTakeVideo"
    template: ClassVar[str] = "Record exactly one video with the camera."
    touches: ClassVar[tuple[str, ...]] = (MOVIES + "/*",)

    def oracle(self, screen: Screen) -> Moves:
        """Switch to video, start, let it run, stop."""
        yield from launch(screen, "Camera")
        yield from tap(screen, text="Video", scroll=False)
        yield from tap(screen, description="Start recording", scroll=False)
        yield screen.wait()
        yield from tap(screen, description="Stop recording", scroll=False)
