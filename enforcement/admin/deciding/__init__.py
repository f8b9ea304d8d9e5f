"""The staff door to decisions: a form, what it would do and say, then the service."""
