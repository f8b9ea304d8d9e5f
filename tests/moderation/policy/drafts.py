"""Texts of policies near the built-in one, and people who may put them in force."""

from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import User
from moderation.models import PolicyActivation
from moderation.policy.loading import CURRENT, built_in_text
from moderation.services.policies import activate, load


def draft(version: str, *changes: tuple[str, str]) -> str:
    """The built-in text under another name, with these replaced everywhere."""
    text = built_in_text().replace(f'version = "{CURRENT}"', f'version = "{version}"')
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def with_row(version: str, category: str, levels: str) -> str:
    """The same thresholds for all columns of one category."""
    lines = draft(version).splitlines()
    at = lines.index(f"[thresholds.{category}]")
    for i in range(at + 1, at + 7):
        lines[i] = f"{lines[i].split(' =')[0]} = {{ {levels} }}"
    return "\n".join(lines)


def keeper(person: Any, *names: str) -> User:
    """The same person with these permissions, by default all about policies."""
    wanted = names or ("load_policy", "activate_policy")
    person.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    return User.objects.get(pk=person.pk)


def put_in_force(text: str, by: User, *, loaded_by: User | None = None) -> PolicyActivation:
    """A looser version than the one in force needs somebody else who loaded it."""
    row = load(text=text, by=loaded_by or by)
    return activate(version=row.version, by=by, reason="a test")
