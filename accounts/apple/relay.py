"""Addresses under which Apple hides another one, and forwards until its owner ends that."""

from accounts.models import User

DOMAIN = "@privaterelay.appleid.com"


def is_relayed(person: User) -> bool:
    """Whether letters to them go by Apple's relay."""
    return (person.email or "").endswith(DOMAIN)
