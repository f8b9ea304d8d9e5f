from django.urls import path

import lib.api.converters  # noqa: F401 - makes <rep:…> and <pst:…> known
from enforcement.api import (
    appeal_views,
    attachment_views,
    decision_views,
    hiding_views,
    open_views,
    rule_views,
    status_views,
    views,
)

urlpatterns = [
    path("reports", views.ReportsView.as_view(), name="reports"),
    path("reports/reasons", views.ReasonsView.as_view(), name="report-reasons"),
    path("reports/open", open_views.OpenReportsView.as_view(), name="open-reports"),
    path(
        "reports/open/confirm",
        open_views.ConfirmOpenReportView.as_view(),
        name="open-report-confirm",
    ),
    path(
        "reports/open/status", open_views.OpenReportStatusView.as_view(), name="open-report-status"
    ),
    path("reports/<rep:report_id>", views.ReportView.as_view(), name="report"),
    path(
        "reports/<rep:report_id>/attachments",
        attachment_views.AttachmentsView.as_view(),
        name="report-attachments",
    ),
    path(
        "reports/<rep:report_id>/attachments/<rpa:attachment_id>",
        attachment_views.AttachmentView.as_view(),
        name="report-attachment",
    ),
    path("me/reports", views.MyReportsView.as_view(), name="my-reports"),
    path("me/decisions", decision_views.MyDecisionsView.as_view(), name="my-decisions"),
    path(
        "me/decisions/<dec:decision_id>",
        decision_views.MyDecisionView.as_view(),
        name="my-decision",
    ),
    path(
        "posts/<pst:post_id>/hidden/contest",
        hiding_views.ContestHidingView.as_view(),
        name="post-hidden-contest",
    ),
    path(
        "me/decisions/<dec:decision_id>/appeal",
        appeal_views.AppealOwnView.as_view(),
        name="appeal-own",
    ),
    path(
        "reports/<rep:report_id>/appeal",
        appeal_views.AppealReportView.as_view(),
        name="appeal-report",
    ),
    path("me/appeals", appeal_views.MyAppealsView.as_view(), name="my-appeals"),
    path("me/appeals/<apl:appeal_id>", appeal_views.MyAppealView.as_view(), name="my-appeal"),
    path(
        "me/appeals/<apl:appeal_id>/reply",
        appeal_views.AppealReplyView.as_view(),
        name="appeal-reply",
    ),
    path("policies/<int:version>", rule_views.RuleSetView.as_view(), name="policies"),
    path("me/account-status", status_views.AccountStatusView.as_view(), name="account-status"),
    path("me/strikes", decision_views.MyStrikesView.as_view(), name="my-strikes"),
]
