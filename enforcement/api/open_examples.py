"""Examples of the OpenAPI document: without an account."""

from enforcement.api.examples import DECIDED, RECEIPT, REPORT_ID, SENT
from lib.api.openapi import example

TOKEN = "cmVwXzAxa2Fq:1wMx2A:4b5d1c0f7a6e4d0f9a3b2c1d0e9f8a7b"  # noqa: S105 - signs nothing
WITH = {"subject": None, "status_token": TOKEN}
FORM = SENT | {"email": "ada@example.org", "name": "Ada Example", "good_faith": True}

SEND_EXAMPLES = [example("form", FORM), example("sent", {"id": REPORT_ID}, status=202)]
CONFIRM_EXAMPLES = [
    example("link", {"token": TOKEN}),
    example("code", {"id": REPORT_ID, "code": "047211"}),
    example("receipt", RECEIPT | WITH, status=201),
]
STATUS_EXAMPLES = [
    example("token", {"token": TOKEN}),
    example("decided", DECIDED | WITH, status=200),
]
