"""Repeated refusals: how much they weigh, and which of them are one thing tried in many ways."""
