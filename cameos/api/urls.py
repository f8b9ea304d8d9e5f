from django.urls import path

import lib.api.converters  # noqa: F401 - makes <cam:…>, <enr:…> and the like known
from cameos.api import (
    attestations,
    characters,
    checking,
    consents,
    erasing,
    grants,
    likeness_users,
    notices,
    pausing,
    people,
    permission,
    processors,
    receipts,
    references,
    requests,
    revocation,
    rules,
    views,
)

ONE = "cameos/<cam:cameo_id>"
REFERENCE = "uploads/reference-images/<rim:reference_id>"
REQUEST = f"{ONE}/requests/<crq:request_id>"

urlpatterns = [
    path("cameos", views.CameosView.as_view(), name="cameos"),
    path("cameos/notice", notices.NoticeView.as_view(), name="cameo-notice"),
    path("cameos/retention", notices.RetentionView.as_view(), name="cameo-retention"),
    path("cameos/enrolments", views.EnrolmentsView.as_view(), name="enrolments"),
    path("cameos/enrolments/<enr:enrolment_id>", views.EnrolmentView.as_view(), name="enrolment"),
    path(
        "cameos/enrolments/<enr:enrolment_id>/submit",
        views.SubmitView.as_view(),
        name="enrolment-submit",
    ),
    path(
        "cameos/enrolments/<enr:enrolment_id>/cancel",
        views.CancelView.as_view(),
        name="enrolment-cancel",
    ),
    path("characters", characters.CharactersView.as_view(), name="characters"),
    path("characters/<cam:character_id>", characters.CharacterView.as_view(), name="character"),
    path(
        "characters/<cam:character_id>/submit",
        characters.SubmitCharacterView.as_view(),
        name="character-submit",
    ),
    path("uploads/reference-images", references.ReferencesView.as_view(), name="reference-images"),
    path(REFERENCE, references.ReferenceView.as_view(), name="reference-image"),
    path(
        f"{REFERENCE}/submit",
        references.SubmitReferenceView.as_view(),
        name="reference-image-submit",
    ),
    path("attestations", attestations.AttestationsView.as_view(), name="attestations"),
    path(
        "attestations/statement",
        attestations.StatementView.as_view(),
        name="attestation-statement",
    ),
    path("cameos/check", checking.CheckView.as_view(), name="cameos-check"),
    path(ONE, erasing.CameoView.as_view(), name="cameo"),
    path(f"{ONE}/revocation", revocation.RevocationView.as_view(), name="cameo-revocation"),
    path(f"{ONE}/permission", permission.PermissionView.as_view(), name="cameo-permission"),
    path(f"{ONE}/processors", processors.ProcessorsView.as_view(), name="cameo-processors"),
    path(
        f"{ONE}/processors/<str:key>",
        processors.ProcessorView.as_view(),
        name="cameo-processor",
    ),
    path(f"{ONE}/pause", pausing.PauseView.as_view(), name="cameo-pause"),
    path(f"{ONE}/restrictions", rules.RestrictionsView.as_view(), name="cameo-restrictions"),
    path(
        f"{ONE}/restrictions/compile",
        rules.CompileView.as_view(),
        name="cameo-restrictions-compile",
    ),
    path(f"{ONE}/preferences", rules.PreferencesView.as_view(), name="cameo-preferences"),
    path(f"{ONE}/requests", requests.RequestsView.as_view(), name="cameo-requests"),
    path(f"{REQUEST}/approve", requests.ApproveView.as_view(), name="cameo-request-approve"),
    path(f"{REQUEST}/deny", requests.DenyView.as_view(), name="cameo-request-deny"),
    path(f"{ONE}/grants", grants.GrantsView.as_view(), name="cameo-grants"),
    path(f"{ONE}/grants/<cgr:grant_id>", grants.GrantView.as_view(), name="cameo-grant"),
    path(f"{ONE}/receipts", receipts.ReceiptsView.as_view(), name="cameo-receipts"),
    path(f"{ONE}/receipts/<rcp:receipt_id>", receipts.ReceiptView.as_view(), name="cameo-receipt"),
    path(f"{ONE}/users", likeness_users.LikenessUsersView.as_view(), name="cameo-users"),
    path("people/<str:handle>/cameo", people.PersonCameoView.as_view(), name="person-cameo"),
    path("consents/<cns:status_id>", consents.ConsentView.as_view(), name="consent"),
    path("me/cameo-requests", requests.MyRequestsView.as_view(), name="me-cameo-requests"),
    path(
        "me/cameo-requests/<crq:request_id>",
        requests.MyRequestView.as_view(),
        name="me-cameo-request",
    ),
]
