"""The gallery of blocked people for staff. No portrait, no template and no score is ever shown."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from cameos.admin.blocked_views import ProposalView
from cameos.admin.switches import SwitchAdmin
from cameos.blocked.confirming import confirm, decline
from cameos.blocked.ending import AskedBy, withdraw
from cameos.blocked.permitting import CONFIRM, PROPOSE, WITHDRAW
from cameos.blocked.switching import SWITCH
from cameos.models import BlockedLikeness, BlockedSwitch
from lib.ids import IdKind, encode


@admin.register(BlockedLikeness)
class BlockedLikenessAdmin(ActingAdmin):
    """One records, another confirms, one is enough to end it."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "state", "problem", "released_by", "is_minor", "proof_reference"),
        *("ends_on", "proposed_at", "confirmed_at", "measured_at", "ended_at", "erased_at"),
    )
    list_filter = ("state", "released_by", "is_minor")
    search_fields = ("=proof_reference",)
    ordering = ("-proposed_at", "-id")
    show_full_result_count = False
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "state", "problem", "released_by", "is_minor"),
        *("release_version", "release_locale", "release_sha256", "released_at"),
        *("legal_basis", "proof_reference", "contact", "digests", "ends_on"),
        *("proposer", "proposed_at", "confirmer", "confirmed_at"),
        *("measured_at", "ended_at", "erased_at"),
    )
    readonly_fields = fields
    actions: ClassVar[list[str]] = [
        *("confirm_chosen", "decline_chosen", "withdraw_for_person", "withdraw_for_other"),
    ]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        add = wrap(ProposalView.as_view(model_admin=self))
        return [path("add/", add, name="cameos_blockedlikeness_add"), *super().get_urls()]

    @admin.display(description="SHA-256 of the portraits")
    def digests(self, row: BlockedLikeness) -> str:
        """To be compared with what the release says."""
        return ", ".join(row.picture_digests)

    @admin.display(description="recorded by")
    def proposer(self, row: BlockedLikeness) -> str:
        return encode(IdKind.USER, row.proposed_by)

    @admin.display(description="confirmed by")
    def confirmer(self, row: BlockedLikeness) -> str:
        return encode(IdKind.USER, row.confirmed_by) if row.confirmed_by else ""

    @admin.action(description="Confirm: the paper says so", permissions=["confirm"])
    def confirm_chosen(self, request: HttpRequest, rows: QuerySet[BlockedLikeness]) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: confirm(likeness=row, by=by))

    @admin.action(description="Decline", permissions=["confirm"])
    def decline_chosen(self, request: HttpRequest, rows: QuerySet[BlockedLikeness]) -> None:
        by = viewer_of(request)
        self.act_on_each(request, rows, lambda row: decline(likeness=row, by=by))

    @admin.action(description="End it: the person asks for it", permissions=["withdraw"])
    def withdraw_for_person(self, request: HttpRequest, rows: QuerySet[BlockedLikeness]) -> None:
        self._withdraw(request, rows, AskedBy.PERSON)

    @admin.action(description="End it: whoever released it asks for it", permissions=["withdraw"])
    def withdraw_for_other(self, request: HttpRequest, rows: QuerySet[BlockedLikeness]) -> None:
        self._withdraw(request, rows, AskedBy.REPRESENTATIVE)

    def _withdraw(
        self, request: HttpRequest, rows: QuerySet[BlockedLikeness], asked_by: AskedBy
    ) -> None:
        by = viewer_of(request)
        self.act_on_each(
            request, rows, lambda row: withdraw(likeness=row, asked_by=asked_by, by=by)
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PROPOSE)

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions of that name."""
        return request.user.has_perm(CONFIRM)

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions of that name."""
        return request.user.has_perm(WITHDRAW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """How to reach people who want nothing to do with us is not for all staff."""
        mine = (PROPOSE, CONFIRM, WITHDRAW)
        return bool(super().has_view_permission(request, obj)) and any(
            map(request.user.has_perm, mine)
        )


@admin.register(BlockedSwitch)
class BlockedSwitchAdmin(SwitchAdmin):
    """The gallery of blocked people."""

    switch = SWITCH
    list_display = ("turned_on_by", "basis", "at")
    fields: ClassVar[tuple[str, ...]] = ("basis",)
