from django.apps import AppConfig

from audit import registry


class EnforcementConfig(AppConfig):
    """From a report to a decision, and back again if it was wrong."""

    name = "enforcement"

    def ready(self) -> None:
        from enforcement import handlers
        from enforcement.audited import ACTIONS
        from enforcement.decision_events import EVENT_TYPES as ABOUT_DECISIONS
        from enforcement.desk_events import EVENT_TYPES as FOR_THE_DESK
        from enforcement.desk_events import NOTICES as DESK_NOTICES
        from enforcement.event_types import EVENT_TYPES
        from enforcement.exporting import WALKERS
        from enforcement.notice_texts import NOTICES
        from enforcement.retention import RULES
        from enforcement.subjects import registry as subjects
        from enforcement.subjects.cameos import CameoSubject
        from enforcement.subjects.drafts import DraftSubject
        from enforcement.subjects.posts import PostSubject
        from enforcement.subjects.profiles import ProfileSubject
        from enforcement.surfaces import SAID
        from inbox import event_types as inbox_types
        from inbox import notices
        from lib import exporting, retention, surfaces

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        inbox_types.register(*EVENT_TYPES, *ABOUT_DECISIONS, *FOR_THE_DESK)
        notices.register(*NOTICES, *DESK_NOTICES)
        subjects.register(PostSubject(), DraftSubject(), ProfileSubject(), CameoSubject())
        handlers.subscribe_all()
