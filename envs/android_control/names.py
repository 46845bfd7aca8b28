"""Ids of the environment, so that registering them imports nothing."""

from __future__ import annotations

from typing import Final

__all__ = ["ENTRY_POINT", "FAMILY", "LEVELS"]

FAMILY: Final = "AndroidControl"
ENTRY_POINT: Final = "osgenesis.envs.android_control.environment:make_android_control"
# What follows the family's name in an id -> the level: which instructions the agent is given.
LEVELS: Final = {"High": "high", "Low": "low", "Suite": "high"}
