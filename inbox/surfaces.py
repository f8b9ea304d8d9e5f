from inbox.models import Event
from lib.surfaces import Exempt

SAID = (
    Exempt(
        Event,
        ("type", "data"),
        "a registered type, and data whose schema is closed to words (inbox.event_types)",
    ),
)
