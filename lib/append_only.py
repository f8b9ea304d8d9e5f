"""Tables that only grow: a trigger refuses UPDATE and DELETE, the roles lack TRUNCATE.

The trigger does not fire for TRUNCATE, so that right is withheld from the web, worker and
likeness roles (config/database_roles.py). No foreign key with a cascade may point out of
such a table: rows hold ids, and outlive what they speak of.
"""

from typing import ClassVar

import pgtrigger
from django.db import models


class AppendOnly(models.Model):
    """Abstract base: inherit its Meta (`class Meta(AppendOnly.Meta)`) to get the trigger."""

    append_only: ClassVar[bool] = True

    class Meta:
        abstract = True
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
