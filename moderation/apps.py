from django.apps import AppConfig

from audit import registry
from lib import exporting, retention, surfaces, texts
from lib.ids import IdKind


class ModerationConfig(AppConfig):
    """Policy as data, detectors, scans, reviews."""

    name = "moderation"

    def ready(self) -> None:
        from accounts import pauses
        from inbox import event_types, notices
        from moderation import handlers, subjects
        from moderation.actions import ACTIONS
        from moderation.cards import describe_text
        from moderation.event_types import EVENT_TYPES
        from moderation.exporting import WALKERS
        from moderation.notice_texts import NOTICES
        from moderation.probing.showing import describe_refused
        from moderation.retention import RULES
        from moderation.services.cooling import paused_until
        from moderation.services.names import is_refused
        from moderation.services.texts import read_statement
        from moderation.surfaces import SAID

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        texts.register_reader(IdKind.REVIEW, read_statement)
        texts.register_word_check(is_refused)
        subjects.register(IdKind.PROFILE_TEXT, describe_text)
        event_types.register(*EVENT_TYPES)
        notices.register(*NOTICES)
        handlers.subscribe_all()
        subjects.register(IdKind.REFUSED_TEXT, describe_refused)
        pauses.register(paused_until)
