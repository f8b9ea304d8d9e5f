from django.urls import reverse

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Link, Shown, Table, more_than, person_link
from accounts.models import Right, User
from accounts.services.invite_trees import ancestors, nearby

DOWN = 3  # generations on the page; the page of the tree shows all
MOST = 30


def read(person: User, viewer: User) -> Shown:
    """Who brought them, and whom they brought, a few generations far."""
    above = ancestors(person)
    below, number = nearby(person, deepest=DOWN, most=MOST)
    whole = reverse("admin:accounts_person_invites", args=[person.public_id])
    return Shown(
        facts=(
            ("May invite", "yes" if person.may_invite else "no"),
            ("The whole tree", Link("show it, or end its inviting", whole)),
        ),
        tables=(
            Table(
                "Who brought them, nearest first",
                ("invites up", "who", "standing"),
                tuple((one.depth, person_link(one.person), _stands(one.person)) for one in above),
                empty="Nobody.",
            ),
            Table(
                f"Whom they brought, {DOWN} generations down",
                ("invites down", "who", "standing", "may invite"),
                tuple(
                    (one.depth, person_link(one.person), _stands(one.person),
                     "yes" if one.person.may_invite else "no")
                    for one in below
                ),
                more=more_than(len(below), number),
                empty="Nobody.",
            ),
        ),
    )  # fmt: skip


def _stands(person: User) -> str:
    return "deleted" if person.deleted_at else person.standing.value


SECTION = Section("invites", "Invites", 40, read, Right.SEE_INVITES)
