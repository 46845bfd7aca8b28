"""`load`: android_world's own environment object, with the embedded phone as its device."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.official.in_process_env import InProcessEnv

REPOSITORY = "https://github.com/google-research/android_world"
HOW_TO_INSTALL = (
    "The official AndroidWorld tasks need two packages: android_env, by pip install 'osgenesis[android]', and "
    f"android_world, which is not on PyPI: install it from its repository, {REPOSITORY}."
)


def load(phone: Phone | None = None) -> Any:
    """An `AsyncAndroidEnv` of android_world on the phone, set up as its `env_launcher` does: ready for its tasks.

    Args:
        phone: The device; None makes a new one. It is also at `env.controller.env.phone`.

    Raises:
        ImportError: android_env or android_world is not installed; the message says how to get them.
    """
    interface = official("android_world.env.interface")
    datetime_utils = official("android_world.utils.datetime_utils")
    device = InProcessEnv(phone)
    env = interface.AsyncAndroidEnv(_controller(device))
    datetime_utils.setup_datetime(env.controller)
    _save_app_snapshots(device.phone)
    return env


def official(module: str) -> Any:
    """A module of android_world.

    Raises:
        ImportError: It or something it needs is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ImportError(f"{HOW_TO_INSTALL} Missing here: {error.name}.", name=error.name) from error


def _controller(device: InProcessEnv) -> Any:
    controllers = official("android_world.env.android_world_controller")
    base: Any = controllers.AndroidWorldController

    class InProcessController(base):  # type: ignore[misc]
        """android_world's controller, which reads the forest from the phone instead of from a server."""

        def __init__(self) -> None:
            super().__init__(device, a11y_method=controllers.A11yMethod.NONE)
            # From here on observations carry the forest and its elements, as with the forwarder app.
            self._a11y_method = controllers.A11yMethod.A11Y_FORWARDER_APP

        def _get_a11y_forest(self) -> Any:
            return device.accessibility_forest()

        def refresh_env(self) -> None:
            """There is no connection that could be lost."""

    return InProcessController()


def _save_app_snapshots(phone: Phone) -> None:
    """Keeps every app's data where tasks fetch it from, as android_world's set-up does once per device."""
    root = official("android_world.env.device_constants").SNAPSHOT_DATA
    if phone.files.exists(root):
        return
    for package in phone.packages.all():
        source, target = f"/data/data/{package.name}", f"{root}/{package.name}"
        phone.files.mkdir(target, parents=True, exist_ok=True)
        if phone.files.is_dir(source):
            phone.shell(f"cp -a {source}/. {target}/")
