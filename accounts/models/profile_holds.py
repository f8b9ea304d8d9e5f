from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models.profile_texts import ProfileField
from lib.crypto.fields import EncryptedTextField
from lib.sanctions import LIVE, Hold


class ProfileHold(Hold):
    """Words were taken out of a profile, for one cause. `words`: they, so that they can come back;
    empty as soon as their author wrote others, which is open to them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile_holds"
    )
    field = models.CharField(max_length=16, choices=ProfileField)
    words = EncryptedTextField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "field", "cause"],
                name="a_cause_takes_words_of_a_profile_once",
                condition=LIVE,
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["since"], name="profile_holds_by_age")
        ]
