from django.apps import AppConfig

from audit import registry


class AccountsConfig(AppConfig):
    """People: who they are, how old, how they stand, whom they follow and block."""

    name = "accounts"

    def ready(self) -> None:
        from accounts.audited import ACTIONS

        registry.register(*ACTIONS)
