"""Cutting and joining films that are there: PyAV and no model, so nothing new is ever drawn."""
