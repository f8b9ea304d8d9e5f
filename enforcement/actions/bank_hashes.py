from django.utils.translation import gettext_lazy as _

from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import ActionName, Audience, TargetKind
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, encode
from moderation.categories import Category
from moderation.services.bank_subjects import bank_for
from moderation.services.bank_upkeep import withdraw_cause


class BankHashes(Action):
    """What the film shows is proposed to the bank of a category. It does nothing before other
    people confirm each entry (abuse.md), so this needs no second reviewer of its own."""

    name = ActionName.BANK_HASHES
    title = "Propose to a hash bank"
    target = TargetKind.FILM
    severity = 20
    may_wait = False
    values = tuple(Category.values)
    texts = {
        Audience.AUTHOR: _("Copies of your video may be refused."),
        Audience.REPORTER: _("Copies of the video may be refused."),
    }

    def apply(self, doing: Doing) -> Changed | None:
        if doing.by is None:
            raise DomainError(ErrorCode.PERMISSION_DENIED, "Only a person proposes to a bank.")
        entries = bank_for(
            encode(IdKind.GENERATION, doing.target_id),
            cause=doing.cause,
            category=Category(doing.value),
            by=doing.by,
            expected=doing.expected,
        )
        return {"entries": [str(one.pk) for one in entries]}

    def reverse(self, doing: Doing) -> None:
        withdraw_cause(doing.cause, actor=doing.actor)
