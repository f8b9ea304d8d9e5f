"""Texts of the biometric notice, `<version>.<language>.md`. A text that was ever shown is never
changed: a changed one is a new version, and `hashes.json` holds a test to it."""
