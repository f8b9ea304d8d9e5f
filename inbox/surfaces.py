from inbox.models import Event, NotificationPreferences, Push, PushDevice
from lib.surfaces import Exempt

SAID = (
    Exempt(
        Event,
        ("type", "data"),
        "a registered type, and data whose schema is closed to words (inbox.event_types)",
    ),
    Exempt(NotificationPreferences, ("choices",), "words of closed lists, parsed strictly"),
    Exempt(
        PushDevice,
        ("device", "session_key", "token", "digest"),
        "hashes, a key and a token, shown to nobody",
    ),
    Exempt(Push, ("category", "why"), "codes that services write, and Apple's reasons"),
)
