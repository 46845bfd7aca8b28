"""Gymnasium environments for GUI agents; importing this registers them and loads nothing else."""

from __future__ import annotations

from gymnasium.envs.registration import register, registry

from osgenesis.envs.android_control import names as android_control
from osgenesis.envs.android_world import names as android_world
from osgenesis.envs.miniwob import names as miniwob
from osgenesis.envs.webarena import names as webarena

__all__ = ["register_all"]

_FAMILIES = (
    ("AndroidWorld", "osgenesis.envs.android_world.environment:make_android_world", android_world.TASK_NAMES),
    ("MiniWoB", "osgenesis.envs.miniwob.environment:make_miniwob", miniwob.TASK_NAMES),
    ("WebArena", "osgenesis.envs.webarena.environment:make_webarena", webarena.TASK_NAMES),
)


def register_all() -> None:
    """Register every environment by name. Calling it again changes nothing."""
    for family, entry_point, names in _FAMILIES:
        for name in names:
            _register(f"{family}/{name}-v0", entry_point, task=name)
        _register(f"{family}/Suite-v0", entry_point, task=None)
        # Needs tasks="path/to/tasks.jsonl".
        _register(f"{family}/Synthetic-v0", entry_point, task=None, tasks="")
    for name, level in android_control.LEVELS.items():
        _register(f"{android_control.FAMILY}/{name}-v0", android_control.ENTRY_POINT, level=level)


def _register(env_id: str, entry_point: str, **kwargs: str | None) -> None:
    if env_id not in registry:
        register(id=env_id, entry_point=entry_point, kwargs=kwargs)


register_all()
