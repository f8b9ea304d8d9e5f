"""Bodies of the routes for people without an account."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from enforcement.api.bodies import ReportBody, ReportSerializer
from enforcement.links import LONGEST
from enforcement.services.open_notices import NAME_CHARACTERS
from lib.api.fields import StrictBooleanField, StrictCharField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind

ADDRESS_CHARACTERS = 254  # RFC 5321, 4.5.3.1.3, without the brackets
CODE = r"^[0-9]{6}$"


class OpenReportBody(ReportBody):
    """What is reported, for what, and by whom."""

    email = StrictCharField(
        max_length=ADDRESS_CHARACTERS, help_text=_("A code and a link go there.")
    )
    name = StrictCharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=4 * NAME_CHARACTERS,
        help_text=_("Yours, or of whom you speak for. Not needed about child safety."),
    )
    good_faith = StrictBooleanField(
        help_text=_("That you believe in good faith that what you say is accurate and complete.")
    )


class SentSerializer(StrictSerializer[Any]):
    """Confirm it within 24 hours: nobody looks at it before."""

    id = TypedIdField(IdKind.REPORT, read_only=True)


class ConfirmBody(StrictSerializer[Any]):
    """Either the token of the link, or the id and the code."""

    token = StrictCharField(required=False, max_length=LONGEST)
    id = TypedIdField(IdKind.REPORT, required=False)
    code = serializers.RegexField(CODE, required=False)


class TokenBody(StrictSerializer[Any]):
    """What opens the status of one report."""

    token = StrictCharField(max_length=LONGEST)


class OpenReportSerializer(ReportSerializer):
    """The receipt, with what opens its status."""

    status_token = serializers.CharField()
