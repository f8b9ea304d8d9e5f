"""What must be given back to Apple when an account goes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.crypto.fields import EncryptedTextField


class AppleGrant(models.Model):
    """That this house may act for somebody at Apple: first a `code` of one sign-in, then, when it
    was exchanged, the `refresh_token`, of which each person keeps one for an app.

    `due_at` is when the worker calls Apple next; empty while there is nothing to do. When the
    account is deleted (`ends_at`: until when it is tried) the token is revoked and the row goes.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="apple_grants"
    )
    client_id = models.CharField(max_length=191)
    code = EncryptedTextField(null=True)
    refresh_token = EncryptedTextField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_apple_grant_is_a_code_or_a_token",
                condition=Q(code__isnull=False, refresh_token__isnull=True)
                | Q(code__isnull=True, refresh_token__isnull=False),
            ),
            models.CheckConstraint(
                name="what_shall_be_revoked_is_due",
                condition=Q(ends_at__isnull=True) | Q(due_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"], name="apple_grants_due", condition=Q(due_at__isnull=False)
            ),
        ]
