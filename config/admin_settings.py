"""The look of /admin/. Everything it loads comes from this server."""

from typing import Any

from django.urls import reverse_lazy

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Zoetrope",
    "SITE_HEADER": "Zoetrope",
    "SITE_SUBHEADER": "For staff; what you look at is recorded",
    "SITE_URL": None,
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    # Above all rooms' lists (config/templates/unfold/helpers/navigation.html).
    "SIDEBAR": {
        "navigation": [
            {
                "items": [
                    {
                        "title": "Board",
                        "link": reverse_lazy("admin:enforcement_case_board"),
                        "permission": "enforcement.admin.queue.board.may_open",
                    }
                ]
            }
        ]
    },
    "ACCOUNT": {
        "navigation": [{"title": "Your passkeys", "link": reverse_lazy("admin:passkeys")}],
    },
}


def keep_recorded_pages_only() -> None:
    """Libraries bring pages of their own (addresses, session keys, factors, tasks), which ask for
    no reason and leave no row: there are none of those here."""
    from django.contrib import admin

    from audit.recorded_admin import RecordedAdmin

    for model, page in list(admin.site._registry.items()):
        if not isinstance(page, RecordedAdmin):
            admin.site.unregister(model)
