"""How often one network may ask without an account."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lib.api.addresses import client_address, network_of
from lib.api.throttling import count, note
from lib.errors import DomainError, ErrorCode


def count_network(scope: str, request: HttpRequest) -> None:
    """Raises DomainError `throttled`; and as `count` does."""
    standing = count(scope, f"network:{network_of(client_address(request))}")
    note(request, standing)
    if standing.exceeded:
        raise DomainError(ErrorCode.THROTTLED, _("Too many requests."), retry_after=standing.reset)
