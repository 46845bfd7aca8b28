"""Synthesis from recorded demonstrations: reading takes the place of exploring, and nothing is verified."""
