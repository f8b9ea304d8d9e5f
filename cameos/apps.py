from django.apps import AppConfig

from audit import registry


class CameosConfig(AppConfig):
    """Likenesses, and the consents under which they are used."""

    name = "cameos"

    def ready(self) -> None:
        from accounts.events import AccountDeleted, UserBlocked
        from cameos.actions import ACTIONS
        from cameos.capabilities.ending import end_what_runs
        from cameos.event_types import EVENT_TYPES
        from cameos.events import PermissionSevered
        from cameos.services import notes, severing
        from cameos.surfaces import SAID
        from inbox import event_types
        from lib import surfaces, texts
        from lib.events import subscribe
        from lib.ids import IdKind
        from moderation import subjects
        from moderation.cards import describe_text

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
        event_types.register(*EVENT_TYPES)
        texts.register_reader(IdKind.CAMEO_REQUEST, notes.read_waiting)
        subjects.register(IdKind.CAMEO_REQUEST, describe_text)
        subscribe(texts.TextJudged, notes.settle)
        subscribe(UserBlocked, severing.sever_both_ways)
        subscribe(AccountDeleted, severing.sever_all_of)
        subscribe(PermissionSevered, end_what_runs)
