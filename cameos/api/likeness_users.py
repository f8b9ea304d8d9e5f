from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.api.serializers import PersonLineSerializer
from accounts.models import User
from cameos.api import lending_examples as examples
from cameos.api.bodies import REACH
from cameos.api.permission import TAG
from cameos.permissions.deciding import Asker, Likeness, terms_for
from cameos.permissions.facts import likeness_of
from cameos.permissions.levels import level_at
from cameos.permissions.policies import usable_by
from cameos.permissions.terms import FOR_EVER, Scope
from cameos.permissions.topics import Topic
from cameos.selectors import own_cameo
from lib.api.openapi import listed
from lib.api.pagination import keyset_page
from lib.api.views import ApiView
from lib.errors import ErrorCode

BECAUSE = ("approved", "mutuals", "everyone")


class LikenessUserSerializer(serializers.Serializer[Any]):
    """Somebody who could use my likeness now, and for what; `because`: they were approved, or the
    level that lets them."""

    person = PersonLineSerializer()
    because = serializers.ChoiceField(choices=BECAUSE)
    once = serializers.BooleanField()
    until = serializers.DateTimeField(allow_null=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(Scope)))
    reach = serializers.ChoiceField(choices=list(REACH))
    no_remix = serializers.BooleanField()
    no_download = serializers.BooleanField()
    not_for = serializers.ListField(child=serializers.ChoiceField(choices=Topic.choices))


class LikenessUsersView(ApiView):
    """Who could use my likeness right now, and for what (D-2)."""

    @extend_schema(
        operation_id="cameo_users_list",
        summary="Who could use me right now",
        description="Computed by the rules that decide about a use; not a list of who did.",
        examples=[examples.USERS],
        tags=TAG,
        **listed(LikenessUserSerializer, ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        now = timezone.now()
        cameo = own_cameo(viewer_of(request), cameo_id)
        likeness = likeness_of(cameo)

        def shown(person: User) -> dict[str, Any]:
            return _shown(person, likeness, now)

        return keyset_page(
            request, usable_by(cameo, now), order=("-created_at", "-id"), serialize=shown
        )


def _shown(person: Any, likeness: Likeness, now: Any) -> dict[str, Any]:
    granted = person.live_grants[0] if person.live_grants else None
    level = level_at(likeness.level, likeness.everyone_until, now)
    asker = Asker(
        is_owner=False, is_among_teens=person.is_among_teens, blocked=False, follows_owner=False,
        followed_by_owner=False, granted=granted.terms() if granted else None,
    )  # fmt: skip
    terms = terms_for(likeness, asker, now)
    body = {
        "person": person,
        "because": "approved" if granted else level.value,
        "once": bool(granted and granted.once),
        "until": None if terms.expires == FOR_EVER else terms.expires,
        "scopes": sorted(terms.scopes),
        "reach": terms.cap.name.lower(),
        "no_remix": terms.no_remix,
        "no_download": terms.no_download,
        "not_for": sorted(terms.restrictions),
    }
    return dict(LikenessUserSerializer(body).data)
