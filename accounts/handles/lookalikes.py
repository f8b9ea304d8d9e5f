"""Names that look like somebody's: the same letters once folded, with or without what people put
around a name to seem the one (A16). Exact keys and beginnings only, so that an index answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.handles.folding import fold
from accounts.handles.reserved import is_reserved
from accounts.models import User

LONGEST_KEY = 64  # characters; some signs fold to many
SHORTEST = 4  # below, too much begins so, and stripping leaves nothing of a name
MOST = 100  # look-alikes of one name that staff see


def name_key(name: str) -> str:
    """Folded, letters and digits alone: what `User.name_key` holds of a display name."""
    return "".join(char for char in fold(name) if char.isalnum())[:LONGEST_KEY]


# Ours, from what impersonators add; folded as names are.
AROUND = tuple(
    name_key(word)
    for word in ("the", "real", "official", "its", "iam", "im", "team", "mr", "mrs", "ms", "dr")
) + tuple(name_key(word) for word in ("hq", "tv", "verified", "actual", "original", "account"))


@dataclass(frozen=True, slots=True)
class LookAlike:
    """`by`: "handle" or "display name"."""

    person: User
    by: str


def keys_of(name: str) -> frozenset[str]:
    """The key of `name`, and what is left of it without such words around; none shorter than four
    characters."""
    found, todo = set(), [name_key(name)]
    while todo:
        key = todo.pop()
        if len(key) < SHORTEST or key in found:
            continue
        found.add(key)
        todo += [key.removeprefix(word) for word in AROUND if key.startswith(word)]
        todo += [key.removesuffix(word) for word in AROUND if key.endswith(word)]
    return frozenset(found)


def passes_for_protected(name: str, *, but: User | None = None) -> bool:
    """Whether `name` looks like the handle or the display name of a protected account."""
    keys = keys_of(name)
    if not keys:
        return False
    people = User.objects.filter(is_protected=True, deleted_at=None)
    if but is not None:
        people = people.exclude(pk=but.pk)
    return people.filter(Q(handle_bare__in=keys) | Q(name_key__in=keys)).exists()


def seems_somebody_else(name: str, person: User) -> bool:
    """Whether a display name of `person` must be looked at by staff: it looks like a protected
    account's, or like a name that nobody may take as a handle."""
    return passes_for_protected(name, but=person) or any(map(is_reserved, keys_of(name)))


def look_alikes(names: Iterable[str], *, but: User | None = None) -> list[LookAlike]:
    """Members, shut out ones too, whose handle or display name is, or begins with, one of `names`,
    or is one with such words before it; newest first, `MOST` at most."""
    keys = frozenset(key for one in names if len(key := name_key(one)) >= SHORTEST)
    if not keys:
        return []
    by_handle, by_name = _begins("handle_bare", keys), _begins("name_key", keys)
    members = User.objects.filter(joined_at__isnull=False, deleted_at=None)
    if but is not None:
        members = members.exclude(pk=but.pk)
    handles = members.filter(by_handle).order_by("-pk")[:MOST]
    found = {one.pk: LookAlike(one, "handle") for one in handles}
    for one in members.filter(by_name).order_by("-pk")[:MOST]:
        found.setdefault(one.pk, LookAlike(one, "display name"))
    return sorted(found.values(), key=lambda one: one.person.pk, reverse=True)[:MOST]


def _begins(column: str, keys: frozenset[str]) -> Q:
    """One range of the index for each key and what stands before it: thirty-five of them."""
    begins = Q()
    for key in sorted(keys):
        for word in ("", *AROUND, *(AROUND[0] + one for one in AROUND)):  # "the real"
            begins |= Q((f"{column}__startswith", word + key))
    return begins
