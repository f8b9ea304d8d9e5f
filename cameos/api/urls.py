from django.urls import path

import lib.api.converters  # noqa: F401 - makes <enr:…> known
from cameos.api import notices, views

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
]
