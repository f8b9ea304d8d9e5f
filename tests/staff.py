"""Staff at their desk: the admin asks why before it shows anything."""

from django.test import Client

ASKING = "/admin/audit/auditevent/reason/"


def give_reason(client: Client, code: str = "complaint", case: str = "") -> Client:
    """Answer the form of a client that has logged in; returns the client."""
    answer = client.post(ASKING, {"code": code, "case": case})
    assert answer.status_code == 302, answer.content
    assert "/login/" not in answer["Location"]
    return client
