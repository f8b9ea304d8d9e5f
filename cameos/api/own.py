"""What owners do with a cameo of theirs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import require_proof, viewer_of
from cameos.api.versions import tagged, version_named
from cameos.models import Cameo, CameoPermission
from cameos.permissions.facts import permission_of
from cameos.selectors import own_cameo
from cameos.services.permitting import refuse_other_version
from lib.api.views import ApiView


class OwnCameoView(ApiView):
    """Fetching is authorising."""

    throttle_scope = "cameo_rules"

    def cameo(self, request: Request, cameo_id: UUID) -> Cameo:
        """With its owner. Raises NotFound."""
        return own_cameo(viewer_of(request), cameo_id)


class PermissionPartView(OwnCameoView):
    """A part of what the owner permits; all parts are of one version."""

    def shown(self, row: CameoPermission) -> Any:
        """The part as JSON values."""
        raise NotImplementedError

    def prove_if(
        self, request: Request, cameo: Cameo, wider: Callable[[CameoPermission], bool]
    ) -> int:
        """The version that the writer read. Where what they write permits more than that version,
        they proved within the last minutes who they are: a found phone narrows, and widens nothing.

        The service refuses any other version under the lock, so what is compared here is what is
        replaced there. Raises DomainError `precondition_failed`, `precondition_required`,
        `reauthentication_required`.
        """
        version, row = version_named(request), permission_of(cameo)
        refuse_other_version(row, version)
        if wider(row):
            require_proof(request, password=None)
        return version

    def read(self, request: Request, cameo_id: UUID) -> Response:
        """As it is now."""
        return self.answer(permission_of(self.cameo(request, cameo_id)))

    def answer(self, row: CameoPermission) -> Response:
        """With its tag."""
        return tagged(self.shown(row), row.version)
