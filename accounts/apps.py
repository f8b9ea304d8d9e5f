from django.apps import AppConfig

from audit import registry
from lib import surfaces, texts
from lib.events import subscribe
from lib.ids import IdKind


class AccountsConfig(AppConfig):
    """People: who they are, how old, how they stand, whom they follow and block."""

    name = "accounts"

    def ready(self) -> None:
        import accounts.safeguards.policies  # noqa: F401 - declares its gates
        from accounts.audited import ACTIONS
        from accounts.events import AccountDeleted
        from accounts.services.profile_texts import read_waiting, settle
        from accounts.services.safeguards import forget_person
        from accounts.surfaces import SAID

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
        texts.register_reader(IdKind.PROFILE_TEXT, read_waiting)
        subscribe(texts.TextJudged, settle)
        subscribe(AccountDeleted, forget_person)
