"""Text as people disguise it, read as they mean it."""
