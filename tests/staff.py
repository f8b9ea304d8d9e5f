"""Staff at their desk: the admin asks why before it shows anything."""

from typing import Any

from django.test import Client

from accounts.models import User

ASKING = "/admin/audit/auditevent/reason/"


def give_reason(client: Client, code: str = "complaint", case: str = "") -> Client:
    """Answer the form of a client that has logged in; returns the client."""
    answer = client.post(ASKING, {"code": code, "case": case})
    assert answer.status_code == 302, answer.content
    assert "/login/" not in answer["Location"]
    return client


def at_the_desk(person: Any) -> Client:
    """A client of this member of staff, who has logged in and said why."""
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return give_reason(client)
