"""Templates of statements: written by few, filled in for a decision (E34)."""

import re
from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.services import record
from enforcement.limits import STATEMENT_CHARACTERS
from enforcement.models import ReplyTemplate
from enforcement.models.reply_templates import LONGEST_TITLE
from enforcement.policies import EDIT_TEMPLATES
from enforcement.reasons import REASONS
from enforcement.subjects.kinds import SubjectKind
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.plain_text import has_unusable, normalised

# `{{name}}`. Those of KNOWN are filled in from the decision; whoever decides writes in the others,
# and nothing is decided while one stands there (enforcement/wanted.py).
PLACE = re.compile(r"\{\{ *([a-z][a-z_]{0,30}) *\}\}")
KNOWN = ("handle", "thing", "rule", "date")
THINGS = {
    SubjectKind.POST: gettext_lazy("your post"),
    SubjectKind.DRAFT: gettext_lazy("your video"),
    SubjectKind.PROFILE: gettext_lazy("your profile"),
    SubjectKind.CAMEO: gettext_lazy("your cameo"),
}


def write_template(
    *,
    policy: str,
    language: str,
    title: str,
    text: str,
    by: User,
    replaces: ReplyTemplate | None = None,
) -> ReplyTemplate:
    """A new one, in the place of `replaces`. Raises DomainError `permission_denied`, `required`,
    `invalid` for a rule, a language or a place that does not exist, `max_length`,
    `invalid_characters`, `unique` for a title that the rule has; StaleState where `replaces` was
    replaced or retired."""
    _authorise(by)
    title, text = normalised(title), normalised(text)
    _refuse(policy, language, title, text)
    try:
        with transaction.atomic():
            if replaces is not None:
                _retire(replaces, by)
            row = ReplyTemplate.objects.create(
                policy=policy, language=language, title=title, text=text, added_by=by.pk
            )
            record(
                "enforcement.template.written",
                actor=Actor.person(by.pk),
                target=row.public_id,
                replaces=replaces.public_id if replaces else None,
            )
    except IntegrityError:
        raise DomainError(
            ErrorCode.UNIQUE, _("The rule has a template of this title."), attr="title"
        ) from None
    return row


def retire_template(*, template: ReplyTemplate, by: User) -> None:
    """It is offered no more. Raises `permission_denied`, StaleState."""
    _authorise(by)
    with transaction.atomic():
        _retire(template, by)


def templates_for(kind: SubjectKind) -> QuerySet[ReplyTemplate]:
    """Those that are offered about such a thing."""
    codes = [one.code for one in REASONS.values() if kind in one.kinds]
    rows = ReplyTemplate.objects.filter(retired_at=None, policy__in=codes)
    return rows.order_by("policy", "language", "title")


def filled(template: ReplyTemplate, *, owner: User, kind: SubjectKind) -> str:
    """Its text, with what is known of the decision in its places; the others stay."""
    facts: Mapping[str, str] = {
        "handle": owner.handle or "",
        "thing": str(THINGS[kind]),
        "rule": REASONS[template.policy].label,
        "date": f"{timezone.now():%Y-%m-%d}",
    }
    return PLACE.sub(lambda place: facts.get(place[1]) or place[0], template.text)


def is_malformed(text: str) -> bool:
    """Whether braces stand in it that are no place."""
    rest = PLACE.sub("", text)
    return "{{" in rest or "}}" in rest


def _retire(template: ReplyTemplate, by: User) -> None:
    live = ReplyTemplate.objects.filter(pk=template.pk, retired_at=None)
    if not live.update(retired_at=timezone.now()):
        raise StaleState
    record("enforcement.template.retired", actor=Actor.person(by.pk), target=template.public_id)


def _authorise(by: User) -> None:
    if not by.has_perm(EDIT_TEMPLATES):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("You may not write templates."))


def _refuse(policy: str, language: str, title: str, text: str) -> None:
    if policy not in REASONS:
        raise _wrong(ErrorCode.INVALID, _("There is no such rule."), "policy")
    if language not in dict(settings.LANGUAGES):
        raise _wrong(ErrorCode.INVALID, _("We do not speak this language."), "language")
    for attr, said, most in (
        ("title", title, LONGEST_TITLE),
        ("text", text, STATEMENT_CHARACTERS),
    ):
        if not said:
            raise _wrong(ErrorCode.REQUIRED, _("Write something."), attr)
        if len(said) > most:
            raise _wrong(ErrorCode.MAX_LENGTH, _("This is too long."), attr)
        if has_unusable(said):
            raise _wrong(ErrorCode.INVALID_CHARACTERS, _("Use ordinary characters."), attr)
    if is_malformed(text):
        raise _wrong(ErrorCode.INVALID, _("Places are written like {{handle}}."), "text")


def _wrong(code: ErrorCode, detail: str, attr: str) -> DomainError:
    return DomainError(code, detail, attr=attr)
