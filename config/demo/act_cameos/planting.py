"""Somebody who owns the tables edits the ledger of consents, and puts it back.

Run by `manage.py shell` beside the running stack: no trigger stops whoever owns the table.
"""

from contextlib import suppress
from datetime import timedelta

import pgtrigger
from django.core.management import CommandError, call_command
from django.db.models import F

from cameos.models import ConsentEntry
from lib.ids import IdKind, decode

TRIGGER = "cameos.ConsentEntry:append_only"


def edit_and_put_back(cameo: str, hours: int) -> None:
    """Prints what `verify_ledger` says while the newest consent of this cameo is said to have been
    given so many hours later, and once that is undone."""
    newest = ConsentEntry.objects.filter(cameo_id=decode(IdKind.CAMEO, cameo)).latest("seq")
    for change in (hours, -hours):
        with pgtrigger.ignore(TRIGGER):
            row = ConsentEntry.objects.filter(pk=newest.pk)
            row.update(at=F("at") + timedelta(hours=change))
        with suppress(CommandError):  # it has findings, and said them
            call_command("verify_ledger", "--json")
