"""Interaction-driven discovery: explorers act, and every change they cause becomes a triple."""
