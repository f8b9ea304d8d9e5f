from django.apps import AppConfig
from django.conf import settings

from audit import registry


class CameosConfig(AppConfig):
    """Likenesses, and the consents under which they are used."""

    name = "cameos"

    def ready(self) -> None:
        from cameos import handlers, tombstones
        from cameos.actions import ACTIONS
        from cameos.characters.reviewing import describe as describe_character
        from cameos.event_types import EVENT_TYPES
        from cameos.exporting import WALKERS
        from cameos.notice_texts import NOTICES
        from cameos.retention import RULES
        from cameos.services import notes
        from cameos.surfaces import SAID
        from cameos.uploads.reviewing import describe as describe_reference
        from cameos.vault.process import ROLE, forbid_dumps
        from inbox import event_types as inbox_types
        from inbox import notices
        from lib import exporting, retention, surfaces, texts
        from lib.ids import IdKind
        from moderation import subjects
        from moderation.cards import describe_text

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        inbox_types.register(*EVENT_TYPES)
        notices.register(*NOTICES)
        texts.register_reader(IdKind.CAMEO_REQUEST, notes.read_waiting)
        subjects.register(IdKind.CAMEO_REQUEST, describe_text)
        subjects.register(IdKind.CAMEO, describe_character)
        subjects.register(IdKind.REFERENCE_IMAGE, describe_reference)
        handlers.subscribe_all()
        tombstones.register_all()
        if settings.ROLE == ROLE:
            forbid_dumps()  # before any key or template is in memory
