from django.apps import AppConfig

from audit import registry
from lib import exporting, retention, surfaces, texts
from lib.events import subscribe
from lib.ids import IdKind


class AccountsConfig(AppConfig):
    """People: who they are, how old, how they stand, whom they follow and block."""

    name = "accounts"

    def ready(self) -> None:
        import accounts.safeguards.policies  # noqa: F401 - declares its gates
        from accounts.age_features import SOURCE
        from accounts.audited import ACTIONS
        from accounts.events import AccountDeleted, StandingChanged
        from accounts.exporting import WALKERS
        from accounts.prediction import features
        from accounts.retention import RULES
        from accounts.services.exports import end_all, end_where_shut_out
        from accounts.services.profile_texts import read_waiting, settle
        from accounts.services.safeguards import forget_person
        from accounts.surfaces import SAID
        from accounts.tombstones import register_all

        registry.register(*ACTIONS)
        register_all()
        features.register(SOURCE)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        texts.register_reader(IdKind.PROFILE_TEXT, read_waiting)
        subscribe(texts.TextJudged, settle)
        subscribe(AccountDeleted, forget_person)
        subscribe(AccountDeleted, end_all)
        subscribe(StandingChanged, end_where_shut_out)
