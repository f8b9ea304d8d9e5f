"""The leads' page: what staff looked up, and who looked up too much."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.admin.sections.shown import Link, Shown, Table, person_link, when
from accounts.api.access import viewer_of
from accounts.models import Right, User
from audit.looks import LOOKS_AN_HOUR, PEOPLE_AN_HOUR, alerts_since, volume_since
from lib.ids import IdKind, InvalidId, decode

ALERTS = timedelta(days=30)
VOLUMES = (("hour", timedelta(hours=1)), ("day", timedelta(days=1)), ("week", timedelta(days=7)))
MOST = 200


class LooksView(TemplateView):
    """Alerts first, then everybody on the staff who looked anything up."""

    template_name = "accounts/admin/looks.html"
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not viewer_of(request).has_perm(Right.SEE_LOOKS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return {
            **self.model_admin.admin_site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": "What staff looked up",
            "shown": Shown(
                tables=(_alerts(now), *(_volume(name, now - span) for name, span in VOLUMES)),
                notes=(
                    f"An alert comes once an hour for whoever opens or searches more than "
                    f"{LOOKS_AN_HOUR} pages, or opens the pages of more than {PEOPLE_AN_HOUR} "
                    "people, within an hour. Ask them why; their rows in the audit name the "
                    "reason that they stated each time.",
                ),
            ),
        }


def _alerts(now: datetime) -> Table:
    rows = list(alerts_since(now - ALERTS)[:MOST])
    staff = _people([row.target for row in rows])
    return Table(
        "Alerts of the last 30 days, newest first",
        ("when", "who", "pages", "people", "rows"),
        tuple(
            (when(row.at), staff.get(row.target, row.target), row.facts.get("looks", "-"),
             row.facts.get("people", "-"), _rows_of(row.target))
            for row in rows
        ),
    )  # fmt: skip


def _volume(name: str, since: datetime) -> Table:
    found = volume_since(since)[:MOST]
    staff = _people([one.actor for one in found])
    return Table(
        f"The last {name}",
        ("who", "pages", "people", "last", "rows"),
        tuple(
            (staff.get(one.actor, one.actor), one.looks, one.people, when(one.last),
             _rows_of(one.actor))
            for one in found
        ),
        empty="Nobody looked anything up.",
    )  # fmt: skip


def _rows_of(actor: str) -> Link:
    return Link("what, and why", f"{reverse('admin:audit_auditevent_changelist')}?q={actor}")


def _people(ids: list[str]) -> dict[str, Link]:
    keys = []
    for one in set(ids):
        try:
            keys.append(decode(IdKind.USER, one))
        except InvalidId:
            continue
    return {row.public_id: person_link(row) for row in User.objects.filter(pk__in=keys)}
