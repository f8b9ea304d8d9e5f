"""The people of all tests: each call makes a new one, so that two never share an address."""

from datetime import date
from itertools import count

from django.contrib.auth.models import Permission

from accounts.ages import today, years_before
from accounts.models import Right, User
from accounts.services.people import create_person
from config.staff import PERMISSIONS

PASSWORD = "a horse that reads music"
_numbers = count(1)

MUTE = str.maketrans("0123456789", "bcdfghjklm")


def _someone(role: str, *, born: date, staff: bool = False) -> User:
    number = next(_numbers)
    return create_person(
        email=f"{role}{number}@example.org",
        password=PASSWORD,
        birth_date=born,
        handle=f"{role}_{_nameless(number)}",
        staff=staff,
    )


def _nameless(number: int) -> str:
    """Letters for a number: "1488" and "kkk" mean something to the word lists, these do not."""
    return "z" + "z".join(str(number).translate(MUTE))


def adult(role: str = "adult") -> User:
    """Thirty years old."""
    return _someone(role, born=years_before(today(), 30))


def creator() -> User:
    """An adult who makes videos."""
    return adult("creator")


def friend() -> User:
    """An adult whom the creator knows; nothing is followed yet."""
    return adult("friend")


def stranger() -> User:
    """An adult whom nobody knows."""
    return adult("stranger")


def guardian() -> User:
    """An adult with a teen."""
    return adult("guard")


def teen() -> User:
    """Fifteen years old."""
    return _someone("teen", born=years_before(today(), 15))


def moderator() -> User:
    """An adult on the staff, with a moderator's rights over people and none in other rooms."""
    person = _someone("reviewer", born=years_before(today(), 35), staff=True)
    rights = [right for right in Right if right in PERMISSIONS]
    names = [right.partition(".")[2] for right in rights]
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    return person
