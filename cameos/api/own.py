"""What owners do with a cameo of theirs."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api.versions import tagged
from cameos.models import Cameo, CameoPermission
from cameos.permissions.facts import permission_of
from cameos.selectors import own_cameo
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

    def read(self, request: Request, cameo_id: UUID) -> Response:
        """As it is now."""
        return self.answer(permission_of(self.cameo(request, cameo_id)))

    def answer(self, row: CameoPermission) -> Response:
        """With its tag."""
        return tagged(self.shown(row), row.version)
