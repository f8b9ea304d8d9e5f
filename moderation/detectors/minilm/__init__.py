"""Reads text with all-MiniLM-L6-v2 and one head per category."""

from moderation.detectors.minilm.detector import build as build
