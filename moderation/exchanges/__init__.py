"""Feeds of hashes that others keep. One file a protocol; all are optional and an operator's own."""
