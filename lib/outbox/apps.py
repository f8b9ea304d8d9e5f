from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages that a committed transaction owes to the broker."""

    name = "lib.outbox"
    label = "outbox"
