"""What leaving means, as it is told to whoever leaves."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import examples
from accounts.api.access import viewer_of
from accounts.api.serializers import MeSerializer, Proof
from accounts.models import User
from accounts.services.closing import ask_to_leave, restore_account
from lib import retention
from lib.actors import Actor
from lib.api import throttling
from lib.api.addresses import client_address, network_of
from lib.api.fields import StrictBooleanField
from lib.api.openapi import problems
from lib.api.serializers import NoBody, StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.retention import Fate


class LeavingBody(Proof):
    """`at_once`: of an account that is closed already, erase it now instead of on its day."""

    at_once = StrictBooleanField(required=False, default=False)


class KeptOfAccountSerializer(serializers.Serializer[Any]):
    """Something that outlives the account for a while."""

    what = serializers.CharField()
    basis = serializers.CharField(help_text="The law or interest for which it is kept.")
    days = serializers.FloatField(help_text="The longest that it is kept from when it was made.")


class WhatBecomesSerializer(serializers.Serializer[Any]):
    """By the three classes of docs/retention.md, and in words for whoever leaves."""

    summary = serializers.CharField(help_text="To be shown; the lists say it table by table.")
    erased = serializers.ListField(child=serializers.CharField())
    commitment_only = serializers.ListField(
        child=serializers.CharField(),
        help_text="Ids, codes and salted hashes of an account that is a tombstone.",
    )
    kept = KeptOfAccountSerializer(many=True)


class LeavingSerializer(serializers.Serializer[Any]):
    """When it was closed, until when one may come back, and what happens then."""

    closed_at = serializers.DateTimeField()
    erase_due_at = serializers.DateTimeField()
    what_becomes = WhatBecomesSerializer()


def leaving_json(person: User) -> dict[str, Any]:
    """The body of LeavingSerializer, the classes read from the rules by which it is done."""
    said = {
        "closed_at": person.closed_at,
        "erase_due_at": person.erase_due_at,
        "what_becomes": {
            "summary": _(
                "Your profile, words, videos, likeness, follows and settings are erased on that "
                "day. What stays says nothing of you: ids, codes and times of what was decided and "
                "agreed to. A few things are kept longer, each for a reason and until a day; all "
                "are listed."
            ),
            "erased": _words(Fate.ERASED),
            "commitment_only": _words(Fate.COMMITMENT),
            "kept": [
                {"what": rule.why, "basis": rule.basis, "days": rule.at_most.total_seconds() / DAY}
                for rule in retention.listing()
                if rule.fate == Fate.KEPT and rule.at_most is not None
            ],
        },
    }
    return dict(LeavingSerializer(said).data)


DAY = 24 * 3600.0  # seconds


def _words(fate: Fate) -> list[str]:
    said = (rule.why for rule in retention.listing() if rule.fate == fate)
    return list(dict.fromkeys(said))  # each once, in order


class AskingBody(StrictSerializer[Any]):
    """The address of the account."""

    email = serializers.EmailField(max_length=254)


class AskingView(ApiView):
    """For whoever cannot sign in: suspended, banned, or without any way in."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        tags=["me"],
        operation_id="leaving_ask",
        request=AskingBody,
        responses={202: None, **problems(ErrorCode.THROTTLED)},
        examples=[examples.ASKING],
    )
    def post(self, request: Request) -> Response:
        """Whoever has an account with this address is sent a page that closes it. The same answer
        whether or not there is one."""
        email = self.body(AskingBody)["email"]
        network = network_of(client_address(request._request))
        for scope, who in (("leave_network", network), ("leave", email.lower())):
            standing = throttling.count(scope, who)
            throttling.note(request._request, standing)
            if standing.exceeded:
                raise Throttled(wait=standing.reset)
        ask_to_leave(email=email)
        return Response(status=202)


class RestorationView(ApiView):
    """Coming back."""

    @extend_schema(
        tags=["me"],
        operation_id="me_restore",
        request=NoBody,
        responses={
            200: MeSerializer,
            **problems(ErrorCode.NOT_CLOSING, ErrorCode.GONE, ErrorCode.ACCOUNT_SUSPENDED),
        },
        examples=[examples.ME],
    )
    def post(self, request: Request) -> Response:
        """The account is as it was before it was closed, but for what ended meanwhile."""
        self.body(NoBody)
        viewer = viewer_of(request)
        person = restore_account(person=viewer, actor=Actor.person(viewer.pk))
        return Response(MeSerializer(person).data)
