"""Misbehaves on purpose: for tests and demos of the guards, never for people."""
