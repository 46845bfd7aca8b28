"""`InProcessEnv`: the embedded phone behind android_env's environment interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from osgenesis.envs.android.sim.phone import Phone, PhoneSnapshot
from osgenesis.envs.android_world.official.adb import InProcessAdb
from osgenesis.envs.android_world.official.forests import forest_message
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError, CapabilityError

TOUCH, LIFT, REPEAT = 0, 1, 2
_DEFAULT_SNAPSHOT = "default_snapshot"


class InProcessEnv:
    """An android_env environment whose device is a `Phone` in this process.

    `reset` and `step` return `dm_env.TimeStep`s with android_env's observation (pixels, timedelta, orientation);
    rewards are 0 and episodes do not end by themselves, for the phone knows no task. adb requests go through
    android_env's own `AdbCallParser`. `task_extras` holds the accessibility forest under android_env's key.

    Args:
        phone: The device; None makes a new one, which `close` then closes too.
    """

    def __init__(self, phone: Phone | None = None) -> None:
        from android_env import env_interface
        from android_env.components import adb_call_parser

        # The interface is met without inheriting from it, so that this module imports without android_env.
        env_interface.AndroidEnvInterface.register(InProcessEnv)
        self.phone = Phone() if phone is None else phone
        self._owns_phone = phone is None
        self._parser = adb_call_parser.AdbCallParser(InProcessAdb(self.phone))
        self._last_action: dict[str, Any] = {}
        self._last_observation: dict[str, Any] = {}
        self._looked_ms = self.phone.clock.uptime_ms
        self._states: dict[str, PhoneSnapshot] = {}
        self._forest: Any = None
        self._forest_of: Any = None

    # -- dm_env --------------------------------------------------------------------------------------

    def action_spec(self) -> dict[str, Any]:
        """One finger: `action_type` (touch, lift, repeat) and `touch_position` in [0, 1]."""
        from android_env.components import specs

        spec: dict[str, Any] = specs.base_action_spec(num_fingers=1)
        return spec

    def observation_spec(self) -> dict[str, Any]:
        """Pixels (height, width, 3) uint8, timedelta in microseconds, orientation one-hot."""
        from android_env.components import specs

        width, height = self.phone.screen_size
        spec: dict[str, Any] = specs.base_observation_spec(height, width)
        return spec

    def reward_spec(self) -> Any:
        """A float; always 0."""
        from dm_env import specs

        return specs.Array(shape=(), dtype=float, name="reward")

    def discount_spec(self) -> Any:
        """A float in [0, 1]; always 1."""
        from dm_env import specs

        return specs.BoundedArray(shape=(), dtype=float, minimum=0.0, maximum=1.0, name="discount")

    def reset(self) -> Any:
        """Lifts the finger and looks; the phone stays as it is, as with android_env."""
        import dm_env

        self._lift()
        self._last_action = {}
        self._looked_ms = self.phone.clock.uptime_ms
        return dm_env.restart(self._observation())

    def step(self, action: Mapping[str, Any]) -> Any:
        """Puts the finger down or moves it (touch), takes it away (lift), or only looks (repeat)."""
        import dm_env

        kind = int(action["action_type"])
        if kind == TOUCH:
            x, y = (float(part) for part in action["touch_position"])
            width, height = self.phone.screen_size
            point = min(int(x * width), width - 1), min(int(y * height), height - 1)
            self.phone.perform(Action("touch", x=point[0], y=point[1], down=True))
        elif kind == LIFT:
            self._lift()
        elif kind != REPEAT:
            raise ActionError(f"action_type {kind}: the in-process environment takes 0 touch, 1 lift and 2 repeat")
        self._last_action = dict(action)
        return dm_env.transition(reward=0.0, observation=self._observation())

    def close(self) -> None:
        """Closes the phone if it was made here."""
        if self._owns_phone:
            self.phone.close()

    def __enter__(self) -> InProcessEnv:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- android_env's extensions ----------------------------------------------------------------------

    def execute_adb_call(self, call: Any) -> Any:
        """Answers an `AdbRequest` with an `AdbResponse`, by android_env's own parser."""
        return self._parser.parse(call)

    def accessibility_forest(self) -> Any:
        """The forest that is on the screen now, as an `AndroidAccessibilityForest`."""
        screen = self.phone.screen()
        if screen is not self._forest_of:
            self._forest, self._forest_of = forest_message(self.phone.forest()), screen
        return self._forest

    def task_extras(self, latest_only: bool = True) -> dict[str, Any]:
        """The accessibility forest, as android_env's accessibility wrapper reports it."""
        forests = np.empty(1, dtype=object)
        forests[0] = self.accessibility_forest()
        return {"accessibility_tree": forests}

    @property
    def raw_action(self) -> dict[str, Any]:
        """The last action."""
        return dict(self._last_action)

    @property
    def raw_observation(self) -> dict[str, Any]:
        """The last observation."""
        return dict(self._last_observation)

    def stats(self) -> dict[str, Any]:
        """Nothing ever needs a restart here."""
        return {"relaunch_count": 0}

    def save_state(self, request: Any) -> Any:
        """Keeps the whole phone under the name in `args["snapshot_name"]`."""
        from android_env.proto import state_pb2

        self._states[request.args.get("snapshot_name", _DEFAULT_SNAPSHOT)] = self.phone.snapshot()
        return state_pb2.SaveStateResponse(status=state_pb2.SaveStateResponse.Status.OK)

    def load_state(self, request: Any) -> Any:
        """Goes back to what `save_state` kept under the name in `args["snapshot_name"]`."""
        from android_env.proto import state_pb2

        name = request.args.get("snapshot_name", _DEFAULT_SNAPSHOT)
        if name not in self._states:
            return state_pb2.LoadStateResponse(
                status=state_pb2.LoadStateResponse.Status.NOT_FOUND,
                error_message=f"no state named {name!r}; saved: {sorted(self._states)}",
            )
        self.phone.restore(self._states[name])
        return state_pb2.LoadStateResponse(status=state_pb2.LoadStateResponse.Status.OK)

    # -- inside ----------------------------------------------------------------------------------------

    def _lift(self) -> None:
        # android_world sends a lift with every look; without a finger on the glass it is nothing at all.
        if self.phone.system.finger:
            self.phone.perform(Action("touch", x=0, y=0, down=False))

    def _observation(self) -> dict[str, Any]:
        now = self.phone.clock.uptime_ms
        orientation = np.zeros(4, dtype=np.uint8)
        orientation[self.phone.rotation] = 1
        self._last_observation = {
            "pixels": self.phone.screenshot(),
            "timedelta": np.array((now - self._looked_ms) * 1000, dtype=np.int64),
            "orientation": orientation,
        }
        self._looked_ms = now
        return dict(self._last_observation)


def require_phone(device: object) -> Phone:
    """The device as a `Phone`.

    Raises:
        CapabilityError: It is another kind of backend.
    """
    if not isinstance(device, Phone):
        raise CapabilityError(
            f"The official tasks run in-process on the embedded phone, not on {type(device).__name__}; "
            'use backend="embedded".'
        )
    return device
