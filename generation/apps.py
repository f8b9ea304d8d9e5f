from django.apps import AppConfig

from audit import registry


class GenerationConfig(AppConfig):
    """From a prompt to a draft."""

    name = "generation"

    def ready(self) -> None:
        from accounts.prediction import features
        from cameos.uploads import keeping
        from generation import activity, handlers, tombstones
        from generation.actions import ACTIONS
        from generation.age_features import SOURCE
        from generation.engines.remote import owed
        from generation.event_types import ABOUT, EVENT_TYPES
        from generation.exporting import WALKERS
        from generation.input_images import needed
        from generation.notice_texts import NOTICES, SILENT
        from generation.retention import RULES
        from generation.reviewing import describe
        from generation.services.processors import declare_all
        from generation.surfaces import SAID
        from generation.work.processor_debts import Ledger
        from inbox import event_types as inbox_types
        from inbox import hiding, notices
        from lib import exporting, retention, surfaces
        from lib.ids import IdKind
        from moderation import subjects
        from parental.activity import Count, register

        register(Count.FILMS_MADE, activity.films_made)
        registry.register(*ACTIONS)
        features.register(SOURCE)
        keeping.register(needed)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        inbox_types.register(*EVENT_TYPES)
        hiding.register(*ABOUT)
        notices.register(*NOTICES)
        notices.register_silent(SILENT)
        handlers.subscribe_all()
        tombstones.register_all()
        subjects.register(IdKind.GENERATION, describe)
        owed.keep_in(Ledger())
        declare_all()
