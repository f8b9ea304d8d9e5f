"""Terms for which a teen needs a guardian."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import needs_proof, viewer_of
from accounts.api.terms import ReadBody, TermsSerializer, terms_json
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import ErrorCode
from parental.api import examples
from parental.models import GuardianLink
from parental.selectors import acting_link, link_to_decide
from parental.services.terms import agree_for_teen, asked_of_guardian

TAG = ["family"]


class PoliciesView(ApiView):
    """What in force asks for a guardian, and whether one agreed."""

    @extend_schema(
        operation_id="family_policies_list",
        summary="Terms for which the teen needs a guardian",
        responses={200: TermsSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.POLICIES],
        tags=TAG,
    )
    def get(self, request: Request, link_id: UUID) -> Response:
        return _listed(acting_link(viewer_of(request), link_id))


class PolicyView(ApiView):
    """One of them."""

    throttle_scope = "family"

    @extend_schema(
        operation_id="family_policy_agree",
        summary="Agree to a version for the teen",
        description="For guardians, with a proof of the last minutes. Only the version in force, "
        "which must have been shown, and only where the terms ask for a guardian. What it gates is "
        "open for the teen from then on; both are told.",
        request=ReadBody,
        responses={
            200: TermsSerializer,
            **problems(
                *(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE, ErrorCode.PERMISSION_DENIED),
                *(ErrorCode.SUSPENDED, ErrorCode.EMAIL_NOT_VERIFIED),
                *(ErrorCode.GUARDIAN_NOT_ASSURED, ErrorCode.STANDING_LIMITED),
                *(ErrorCode.REAUTHENTICATION_REQUIRED, ErrorCode.THROTTLED),
            ),
        },
        examples=[examples.POLICY_SHOWN, examples.POLICY_READ],
        tags=TAG,
    )
    @needs_proof
    def put(self, request: Request, link_id: UUID, name: str) -> Response:
        viewer, version = viewer_of(request), self.body(ReadBody)["version"]
        link = link_to_decide(viewer, link_id)
        agree_for_teen(link=link, by=viewer, name=name, version=version)
        return _listed(link)


def _listed(link: GuardianLink) -> Response:
    return Response(terms_json(asked_of_guardian(link)))
