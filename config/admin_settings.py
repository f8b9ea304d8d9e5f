"""The look of /admin/. Everything it loads comes from this server."""

from typing import Any

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Zoetrope",
    "SITE_HEADER": "Zoetrope",
    "SITE_SUBHEADER": "For staff; what you look at is recorded",
    "SITE_URL": None,
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
}
