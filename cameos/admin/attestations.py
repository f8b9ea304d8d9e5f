from typing import ClassVar

from django.contrib import admin

from audit.recorded_admin import RecordedAdmin
from cameos.admin.switches import SwitchAdmin
from cameos.attestations.switching import SWITCH
from cameos.models import Attestation, AttestationSwitch


@admin.register(AttestationSwitch)
class AttestationSwitchAdmin(SwitchAdmin):
    """Statements of rights to pictures of other people."""

    switch = SWITCH
    list_display = ("turned_on_by", "reason", "at")
    fields: ClassVar[tuple[str, ...]] = ("reason",)


@admin.register(Attestation)
class AttestationAdmin(RecordedAdmin):
    """Who stated what, when; no picture."""

    list_display = ("id", "person_id", "reference_id", "statement_version", "locale", "at")
    search_fields = ("=person_id", "=reference_id")
    ordering = ("-at",)
    show_full_result_count = False
