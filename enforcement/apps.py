from django.apps import AppConfig

from audit import hiding, registry


class EnforcementConfig(AppConfig):
    """From a report to a decision, and back again if it was wrong."""

    name = "enforcement"

    def ready(self) -> None:
        from enforcement import audit_rules, handlers
        from enforcement.admin.hidden import says_of_post
        from enforcement.audited import ACTIONS
        from enforcement.decision_events import EVENT_TYPES as ABOUT_DECISIONS
        from enforcement.desk_events import EVENT_TYPES as FOR_THE_DESK
        from enforcement.desk_events import NOTICES as DESK_NOTICES
        from enforcement.event_types import EVENT_TYPES
        from enforcement.exporting import WALKERS
        from enforcement.keeping import is_withheld, was_decided_about, was_decided_about_as_a_post
        from enforcement.notice_texts import NOTICES
        from enforcement.retention import RULES
        from enforcement.shown_hidden import SOURCE
        from enforcement.subjects import registry as subjects
        from enforcement.subjects.cameos import CameoSubject
        from enforcement.subjects.drafts import DraftSubject
        from enforcement.subjects.posts import PostSubject
        from enforcement.subjects.profiles import ProfileSubject
        from enforcement.surfaces import SAID
        from feed import desk_notes, hidden
        from generation import keeping
        from inbox import event_types as inbox_types
        from inbox import notices
        from lib import exporting, retention, surfaces

        registry.register(*ACTIONS)
        hiding.register(audit_rules.sealed_from, audit_rules.about)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        inbox_types.register(*EVENT_TYPES, *ABOUT_DECISIONS, *FOR_THE_DESK)
        notices.register(*NOTICES, *DESK_NOTICES)
        subjects.register(PostSubject(), DraftSubject(), ProfileSubject(), CameoSubject())
        desk_notes.register(says_of_post)
        for keeper in (is_withheld, was_decided_about, was_decided_about_as_a_post):
            keeping.register(keeper)
        hidden.register(SOURCE)
        handlers.subscribe_all()
