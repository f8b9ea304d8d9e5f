"""The ways in which a wish is refused before anything of it is read or drawn."""

from django.utils.translation import gettext as _

from lib.errors import DomainError, ErrorCode


def not_taken(attr: str) -> DomainError:
    """A field that has no meaning for this tool is refused, not dropped."""
    return DomainError(ErrorCode.UNKNOWN_FIELD, _("This tool does not take this."), attr=attr)


def required(attr: str) -> DomainError:
    return DomainError(ErrorCode.REQUIRED, _("This tool needs this."), attr=attr)


def invalid(attr: str, detail: str) -> DomainError:
    return DomainError(ErrorCode.INVALID, detail, attr=attr)


def wrong_choice(attr: str, detail: str) -> DomainError:
    return DomainError(ErrorCode.INVALID_CHOICE, detail, attr=attr)


def source_not_available() -> DomainError:
    """Missing, somebody else's, deleted, taken down, not to be remixed, or attested while staff
    take no attestations: never told apart."""
    return DomainError(
        ErrorCode.SOURCE_NOT_AVAILABLE,
        _("You cannot make anything out of this video."),
        attr="sources",
    )


def picture_not_available() -> DomainError:
    """The same of a picture: missing, or somebody else's."""
    return DomainError(
        ErrorCode.SOURCE_NOT_AVAILABLE,
        _("You cannot make anything out of this picture."),
        attr="input_image",
    )


def chain_too_long(detail: str) -> DomainError:
    return DomainError(ErrorCode.CHAIN_TOO_LONG, detail, attr="sources")


def tool_not_offered(attr: str = "tool") -> DomainError:
    return DomainError(
        ErrorCode.TOOL_NOT_OFFERED, _("This model does not offer this tool."), attr=attr
    )


def too_many_people() -> DomainError:
    return DomainError(
        ErrorCode.TOO_MANY_PEOPLE,
        _("Together with those in the videos that it is made of, these are too many people."),
        attr="subjects",
    )
