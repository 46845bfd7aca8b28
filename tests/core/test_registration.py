"""Importing registers everything and loads nothing heavy."""

import subprocess
import sys

import gymnasium as gym
import pytest

import osgenesis.envs
from osgenesis.envs.android_world.names import TASK_NAMES

HEAVY = ("PIL", "google.protobuf", "grpc", "android_env", "pygame", "matplotlib", "pyarrow", "openai", "playwright")


def test_import_loads_nothing_heavy() -> None:
    program = f"import sys, osgenesis.envs; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_import_takes_no_more_than_gymnasium_and_a_little() -> None:
    program = (
        "import sys, gymnasium; before = set(sys.modules); import osgenesis.envs;"
        "print(len([m for m in set(sys.modules) - before]))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(result.stdout) <= 14  # the package itself, and for each family its package and its names


def test_every_task_has_an_id() -> None:
    assert len(set(TASK_NAMES)) == len(TASK_NAMES)
    for name in TASK_NAMES:
        spec = gym.spec(f"AndroidWorld/{name}-v0")
        assert spec.kwargs == {"task": name}
        assert spec.to_json()
    assert "AndroidWorld/Suite-v0" in gym.registry


def test_registering_again_is_quiet() -> None:
    osgenesis.envs.register_all()


def test_an_unknown_id_is_gymnasiums_own_error() -> None:
    with pytest.raises(gym.error.NameNotFound):
        gym.make("AndroidWorld/ContactsAddContactt-v0")
