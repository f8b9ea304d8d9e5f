"""What the page of a case says of pictures that it does not show."""

from uuid import UUID

from django import template

from enforcement.models import Case
from enforcement.shown_attachments import unseen_in

register = template.Library()


@register.simple_tag
def unseen_pictures(case: Case) -> list[tuple[UUID, str]]:
    """With the key of the report that each came with."""
    return unseen_in(case)
