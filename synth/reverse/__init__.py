"""Reverse task synthesis: from what exploration did to tasks that ask for it, each one proved."""
