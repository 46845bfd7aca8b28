"""Collect trajectories: an executor works on each task from its start, every screen is kept."""
