from django.apps import AppConfig

from audit import registry


class ParentalConfig(AppConfig):
    """Teens and their guardians: links, controls, and a history that both read."""

    name = "parental"

    def ready(self) -> None:
        from accounts import safeguards
        from accounts.safeguards import Reason, supervision
        from inbox import event_types as inbox_types
        from inbox import notices
        from lib import exporting, retention, surfaces
        from parental import activity, handlers, minutes, supervising
        from parental.actions import ACTIONS
        from parental.event_types import EVENT_TYPES
        from parental.exporting import WALKERS
        from parental.layer import of_guardians
        from parental.notice_texts import NOTICES
        from parental.retention import RULES
        from parental.surfaces import SAID

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        inbox_types.register(*EVENT_TYPES)
        notices.register(*NOTICES)
        safeguards.add_layer(Reason.GUARDIAN, of_guardians)
        supervision.register_supervision(supervising.supervision_of)
        supervision.register_enrolment_release(supervising.is_enrolment_released)
        activity.register(activity.Count.MINUTES, minutes.of_days)
        handlers.subscribe_all()
