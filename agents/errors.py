"""What can go wrong with an agent or its model: branches of the package's one exception tree."""

from __future__ import annotations

from osgenesis.envs.core.errors import OsgenesisError


class AgentError(OsgenesisError):
    """An agent could not decide; the episode ends, and its record says why."""


class ModelError(AgentError):
    """A model end point refused, timed out, or never gave a usable reply."""


class ReplyError(ModelError):
    """A model replied, but not in the form that was asked for."""


class PluginError(AgentError):
    """An agent plug-in exists but cannot be loaded or built."""
