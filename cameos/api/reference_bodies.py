"""What is sent and read of pictures for image-to-video."""

from typing import Any

from rest_framework import serializers

from cameos.api.enrolments import UploadSerializer
from cameos.api.upload_targets import target_json
from cameos.gate.reading import Fault
from cameos.models import ReferenceImage
from cameos.uploads import limits
from cameos.uploads.showing import detail_of
from cameos.uploads.states import Problem, ReferenceState
from cameos.uploads.using import USABLE, use_refusal
from lib.api.fields import StrictChoiceField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind

SHOWN = ("awaiting_file", "pending", "ready", "refused", "attested")
CODES = [*(one.value for one in Fault), *(one.value for one in Problem)]


class NewReference(StrictSerializer[Any]):
    """What will be sent."""

    content_type = StrictChoiceField(choices=sorted(limits.SUFFIXES))


class ReferenceProblem(StrictSerializer[Any]):
    """Why it was refused."""

    code = serializers.ChoiceField(choices=CODES)
    detail = serializers.CharField(help_text="For people; follows Accept-Language.")


class ReferenceSerializer(StrictSerializer[Any]):
    """A picture of one's own. Only of a `usable` one is a video made."""

    id = TypedIdField(IdKind.REFERENCE_IMAGE)
    status = serializers.ChoiceField(choices=SHOWN)
    usable = serializers.BooleanField(
        help_text="An `attested` one is usable only while attestations are taken."
    )
    stricter = serializers.BooleanField(help_text="Its videos are judged more strictly.")
    watermark_locked = serializers.BooleanField(help_text="Their visible mark stays.")
    problems = ReferenceProblem(many=True, help_text="Of a refused one.")
    upload = UploadSerializer(allow_null=True, help_text="Until it is sent in or ran out.")
    width = serializers.IntegerField(allow_null=True, help_text="Of what is kept; null before.")
    height = serializers.IntegerField(allow_null=True)
    kept_until = serializers.DateTimeField(
        allow_null=True,
        help_text="Then it is erased, or once no video is being made of it; of a refused one: "
        "until then one may attest.",
    )
    created_at = serializers.DateTimeField()


def reference_json(row: ReferenceImage) -> dict[str, Any]:
    """The body of ReferenceSerializer."""
    held, attested = row.state == ReferenceState.HELD, row.state == ReferenceState.ATTESTED
    awaiting = row.state == ReferenceState.AWAITING_FILE
    shown = {
        "id": row.pk, "created_at": row.created_at,
        "status": ReferenceState.PENDING.value if held else row.state,
        "usable": row.state in USABLE and use_refusal(row) is None,
        "stricter": attested, "watermark_locked": attested,
        "problems": [{"code": code, "detail": detail_of(code)} for code in row.problems],
        "upload": target_json(row, max_bytes=limits.MOST_BYTES) if awaiting else None,
        "width": row.width, "height": row.height,
        "kept_until": row.kept_until if row.ended_at is None else None,
    }  # fmt: skip
    return dict(ReferenceSerializer(shown).data)
