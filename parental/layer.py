"""What guardians set, as a layer of the safeguards, and what a teen is told of it."""

from collections.abc import Mapping

from accounts.models import User
from accounts.safeguards import Limit, Value, stricter
from parental.models import Control
from parental.states import LinkState


def of_guardians(user: User) -> Mapping[Limit, Value]:
    """The stricter of all active guardians, for each limit that one of them set (R9); nothing for
    an adult, over whom nobody watches from the minute of their birthday. One query, for adults too:
    how long an answer takes must not tell how old somebody is."""
    rows = Control.objects.filter(link__teen=user.pk, link__state=LinkState.ACTIVE)
    set_by_them = list(rows.values_list("limit", "value"))
    if user.is_adult:
        return {}
    said: dict[Limit, Value] = {}
    for name, value in set_by_them:
        limit = Limit(name)
        said[limit] = stricter(limit, said[limit], value) if limit in said else value
    return said
