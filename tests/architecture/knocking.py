"""One person with something at each door that a limit can close, and a way to knock there."""

from itertools import count
from typing import Any

from accounts.models import User
from accounts.safeguards.gates import CODES
from tests.cameos.enrolment.steps import release
from tests.client import Api, code_of

WISH = {"prompt": "a red ball", "size": "720x1280", "seconds": 4}
DEVICE = {"X-Device-Id": "a-phone-of-somebody"}
KEYS = count(1)


class Knocking:
    """`knock("POST /generations")` answers as the API does; `post` is somebody else's."""

    def __init__(self, api: Api, person: User, post: Any) -> None:
        self.api, self.person = api, person
        self.ids = {"<str:handle>": post.author.handle, "<pst:post_id>": post.public_id}
        for name, door in (
            ("<rim:reference_id>", "POST /uploads/reference-images"),
            ("<cam:character_id>", "POST /characters"),
            ("<enr:enrolment_id>", "POST /cameos/enrolments"),
        ):
            answer = self.knock(door)
            assert answer.status_code == 201, answer.content
            self.ids[name] = answer.json()["id"]

    def knock(self, door: str) -> Any:
        method, path = door.split(" ")
        for name, value in self.ids.items():
            path = path.replace(name, value)
        return self.api.request(
            method.lower(),
            path,
            self._body(door),
            as_=self.person,
            key=f"knock-{next(KEYS)}",
            headers=DEVICE,
        )

    def _body(self, door: str) -> Any:
        picture = self.ids.get("<rim:reference_id>")
        return {
            "POST /generations": WISH,
            "POST /cameos/check": {"subjects": ["cam_" + "0" * 26], "prompt": "a red ball"},
            "POST /uploads/reference-images": {"content_type": "image/png"},
            "POST /characters": {"name": "Kettle", "content_type": "image/png"},
            "POST /cameos/enrolments": release(),
            "POST /attestations": {
                "reference_image": picture,
                "statement_version": 1,
                "locale": "en",
            },
        }.get(door)


def refused(answer: Any) -> str | None:
    """The code, where it is one of a limit's."""
    code = code_of(answer) if answer.status_code >= 400 else ""
    return code if code in set(CODES.values()) else None
