import pytest
from django.db import Error, connection, transaction

from audit import registry
from audit.models import AuditEvent
from audit.services import record
from lib.actors import Actor

pytestmark = pytest.mark.django_db
ACTION = registry.Action(
    "tests.lamp.lit", "A lamp was lit.", registry.Audience.STAFF, registry.Retention.YEAR
)


@pytest.fixture(autouse=True)
def _known() -> None:
    registry.register(ACTION)


def lit() -> AuditEvent:
    return record("tests.lamp.lit", actor=Actor.system("tests"), target="lamp_1", watts=40)


def test_a_row_says_who_did_what_to_what() -> None:
    event = lit()
    assert (event.action, event.actor, event.target) == ("tests.lamp.lit", "system:tests", "lamp_1")
    assert event.facts == {"watts": 40}


def test_an_action_that_nobody_registered_is_refused() -> None:
    with pytest.raises(registry.UnknownAction):
        record("tests.lamp.stolen", actor=Actor.system("tests"), target="lamp_1")


def test_two_meanings_of_one_name_are_refused() -> None:
    other = registry.Action(
        ACTION.name, "Something else.", registry.Audience.LEGAL, registry.Retention.YEAR
    )
    with pytest.raises(ValueError, match="twice"):
        registry.register(other)


@pytest.mark.parametrize("role", ["web", "worker", "migrate"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditevent SET actor = 'x'", "DELETE FROM audit_auditevent"],
)
def test_no_role_can_change_or_delete_a_row(role: str, statement: str) -> None:
    lit()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET ROLE zoetrope_{role}")
        cursor.execute(statement)
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("role", ["web", "worker"])
def test_no_serving_role_can_truncate(role: str) -> None:
    lit()
    with (
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SET ROLE zoetrope_{role}")
        cursor.execute("TRUNCATE audit_auditevent")
