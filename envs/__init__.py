"""Gymnasium environments for GUI agents; importing this registers them and loads nothing else."""

from __future__ import annotations

from gymnasium.envs.registration import register, registry

from osgenesis.envs.android_world.names import TASK_NAMES

__all__ = ["register_all"]

_ANDROID_WORLD = "osgenesis.envs.android_world.environment:make_android_world"


def register_all() -> None:
    """Register every environment by name. Calling it again changes nothing."""
    for name in TASK_NAMES:
        _register(f"AndroidWorld/{name}-v0", _ANDROID_WORLD, task=name)
    _register("AndroidWorld/Suite-v0", _ANDROID_WORLD, task=None)
    # Needs tasks="path/to/tasks.jsonl".
    _register("AndroidWorld/Synthetic-v0", _ANDROID_WORLD, task=None, tasks="")


def _register(env_id: str, entry_point: str, **kwargs: str | None) -> None:
    if env_id not in registry:
        register(id=env_id, entry_point=entry_point, kwargs=kwargs)


register_all()
