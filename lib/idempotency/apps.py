from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """The answers that a repeated request gets again."""

    name = "lib.idempotency"
    label = "idempotency"
