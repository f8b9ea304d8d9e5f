"""The picture that a film is to begin with."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from cameos.uploads.using import UsableReference, usable_reference
from generation.engines.base import Size
from generation.engines.registry import capabilities_of
from generation.making.refusals import not_taken, picture_not_available, tool_not_offered
from generation.making.wanted import Wanted
from generation.tools import NEEDS
from lib.errors import DomainError, ErrorCode, NotFound

FIELD = "input_image"


def picture_for(maker: User, wanted: Wanted, *, engine: str, size: str) -> UsableReference | None:
    """Raises DomainError: `unknown_field` where the tool takes none, `source_not_available`,
    `invalid_choice` where it is of another shape, `tool_not_offered`, and what `usable_reference`
    raises."""
    if wanted.input_image is None:
        return None
    if not NEEDS[wanted.tool].picture:
        raise not_taken(FIELD)
    picture = _usable(wanted.input_image, maker)
    if not fits(picture, Size(size)):
        raise DomainError(
            ErrorCode.INVALID_CHOICE,
            _("The picture is not of the shape of the video: cut it, or choose another size."),
            attr=FIELD,
        )
    # Whom it shows agreed to no processor: nothing of them leaves this house.
    if picture.attested and capabilities_of(engine).processor:
        raise tool_not_offered(FIELD)
    return picture


def fits(picture: UsableReference, size: Size) -> bool:
    """Whether it has the shape of a film, to the pixel of the picture's rounding."""
    return (
        abs(picture.width * size.height - picture.height * size.width)
        <= max(size.width, size.height)
    )  # fmt: skip


def _usable(picture_id: UUID, maker: User) -> UsableReference:
    try:
        return usable_reference(picture_id, maker)
    except NotFound:
        raise picture_not_available() from None
    except DomainError as refused:
        refused.attr = FIELD
        raise
