from accounts.models import User
from tests.client import Api


def follow(api: Api, who: User, whom: User) -> int:
    status: int = api.put(f"/people/{whom.handle}/follow", as_=who).status_code
    return status


def block(api: Api, who: User, whom: User) -> int:
    status: int = api.put(f"/people/{whom.handle}/block", as_=who).status_code
    return status


def handles(api: Api, who: User, listing: str) -> list[str]:
    rows = api.get(f"/me/{listing}", as_=who).json()["results"]
    return [row["handle"] for row in rows]


def mute(api: Api, who: User, whom: User) -> int:
    status: int = api.put(f"/people/{whom.handle}/mute", as_=who).status_code
    return status


def accept(api: Api, who: User, asker: User) -> int:
    return _answer(api, who, asker, "accept")


def decline(api: Api, who: User, asker: User) -> int:
    return _answer(api, who, asker, "decline")


def _answer(api: Api, who: User, asker: User, verb: str) -> int:
    path = f"/me/follow-requests/{asker.handle}/{verb}"
    status: int = api.post(path, as_=who).status_code
    return status
