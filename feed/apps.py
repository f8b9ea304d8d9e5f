from django.apps import AppConfig

from audit import registry


class FeedConfig(AppConfig):
    """What people show to others, and to whom it is shown."""

    name = "feed"

    def ready(self) -> None:
        from accounts.prediction import features
        from feed import activity, cards, exposure, handlers, tombstones
        from feed.actions import ACTIONS
        from feed.age_features import SOURCE
        from feed.event_types import ABOUT, EVENT_TYPES
        from feed.exporting import WALKERS
        from feed.keeping import has_post
        from feed.notice_texts import NOTICES
        from feed.retention import RULES
        from feed.surfaces import SAID
        from generation import keeping
        from inbox import event_types as inbox_types
        from inbox import hiding, notices
        from lib import exporting, retention, surfaces
        from lib.ids import IdKind
        from moderation import exposure as exposures
        from moderation import subjects
        from parental.activity import Count, register

        register(Count.FILMS_SHOWN, activity.films_shown)
        registry.register(*ACTIONS)
        features.register(SOURCE)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        inbox_types.register(*EVENT_TYPES)
        hiding.register(ABOUT)
        notices.register(*NOTICES)
        subjects.register(IdKind.POST, cards.describe)
        exposures.register(IdKind.POST, exposure.of_posts)
        exposures.register(IdKind.GENERATION, exposure.of_jobs)
        keeping.register(has_post)
        handlers.subscribe_all()
        tombstones.register_all()
