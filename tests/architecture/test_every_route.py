"""Rules that hold on each route of `/api/v1`: the blocked and a teen's strangers see nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.safeguards import supervision
from accounts.services import invites
from cameos.capabilities.receipts import status_id_of
from cameos.ledger.facts import Paused
from cameos.ledger.recording import record_consent
from cameos.models import Cameo, Capability
from cameos.services import requesting
from config.staff import appoint_moderator
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.services.appealing import appeal_own
from enforcement.services.deciding import decide
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from feed.models import Post
from generation.models import Draft
from lib.actors import Actor
from lib.ids import IdKind, decode
from tests import cast
from tests.architecture.routes import methods, routes
from tests.cameos.enrolment.steps import release
from tests.cameos.permissions.lending import granted, lent, proven
from tests.cameos.revoking.films import files_of, used
from tests.cameos.revoking.taking_back import revoked
from tests.cast import PASSWORD
from tests.client import Api, code_of
from tests.enforcement.reporting import given
from tests.parental.families import linked
from tests.takedowns import removed

# The list of event types and their schemas is documentation: the same for everybody.
# The proof of the feed is numbers alone.
# What faces are used for is read before anybody has an account; of a clip's consent anybody
# learns whether it stands.
PUBLIC = {
    *("/me/events/types", "/transparency/feed-proof"),
    # For what something is reported, and reports by people without an account.
    *("/reports/reasons", "/reports/open", "/reports/open/confirm", "/reports/open/status"),
    "/policies/<int:version>",
    # From a mail, by somebody who cannot sign in: the link in it is the key.
    *("/age/proof", "/leaving"),
    # What the app store signed, about devices whose tokens are dead.
    *("/store/apple/notifications", "/store/apple/consents", "/sign-in/apple/notices"),
    *("/cameos/notice", "/cameos/retention", "/consents/<cns:status_id>"),
}
# One's own list of blocks is the one place that names them.
NAMING_THE_BLOCKED = {"/me/blocks"}
WARNING = (Wish(ActionName.WARN),)
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


def reads() -> list[str]:
    return sorted(path for path, view in routes() if "get" in methods(view))


def everything() -> list[tuple[str, str]]:
    return sorted((path, method) for path, view in routes() for method in methods(view))


def fill(path: str, values: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        kind, name = match.group("kind") or "", match.group("name")
        return values.get(name) or values[kind]

    return PARAMETER.sub(value, path)


@pytest.fixture
def told(
    creator: Any, friend: Any, api: Api, deliver: Callable[[], int], puppet: Callable[..., Any]
) -> dict[str, str]:
    """Values for the parameters of any route, all of them of real things of the creator."""
    puppet()
    return things_of(creator, friend, api, deliver, linked(cast.teen(), creator))


@pytest.fixture
def told_of_teen(
    teen: Any,
    api: Api,
    deliver: Callable[[], int],
    puppet: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    """The same of a teen, who was released to have a likeness."""
    puppet()
    with monkeypatch.context() as while_begun:
        while_begun.setattr(supervision, "_releases", [lambda person: True])
        return things_of(teen, cast.teen(), api, deliver, linked(teen))


def things_of(
    person: Any, friend: Any, api: Api, deliver: Callable[[], int], link: Any
) -> dict[str, str]:
    wish = {"prompt": "a red ball", "size": "720x1280", "seconds": 4}
    job = api.post("/generations", wish, as_=person, key="every-route").json()["id"]
    deliver()
    draft = api.get(f"/generations/{job}", as_=person).json()["draft"]
    assert api.get(f"/drafts/{draft}", as_=person).status_code == 200
    shown = api.post(f"/drafts/{draft}/publish", {"caption": "by the sea"}, as_=person, key="show")
    assert shown.status_code == 201, shown.content
    device = {"X-Device-Id": "phone-of-the-person"}
    begun = api.post("/cameos/enrolments", release(), as_=person, key="enrol", headers=device)
    assert begun.status_code == 201, begun.content
    sent = {"content_type": "image/png"}
    picture = api.post("/uploads/reference-images", sent, as_=person, key="picture")
    assert picture.status_code == 201, picture.content
    said = {"subject": friend.public_id, "reason": "impersonation", "impersonated": "me"}
    report = api.post("/reports", said, as_=person, key="report")
    assert report.status_code == 201, report.content
    warned = Wanted(SubjectKind.PROFILE, person.pk, ("impersonation",), "A reminder.", WARNING)
    decision = decide(wanted=warned, by=given(cast.moderator(), "handle_case"))
    archive = api.post("/me/exports", {"password": PASSWORD}, as_=person, key="archive")
    assert archive.status_code == 202, archive.content
    return {
        "version": "1",  # of the rules
        "rep": report.json()["id"],
        "dec": decision.public_id,
        "apl": appeal_own(decision=decision, text="A reminder of what?").public_id,
        "exp": archive.json()["id"],
        "rim": picture.json()["id"],
        "handle": person.handle,
        "inv": invites.issue(actor=person).public_id,
        "gen": job,
        "vid": draft,
        "pst": shown.json()["id"],
        "enr": begun.json()["id"],
        "ses": person.public_id.replace("usr_", "ses_"),
        "usr": person.public_id,
        "lnk": link.public_id,
        **consents(person, friend),
    }


def consents(creator: Any, friend: Any) -> dict[str, str]:
    """A likeness of the creator's, asked for by and granted to the friend, used once."""
    cameo = proven(Cameo.objects.get(owner=creator), "mutuals")
    grant, request = granted(cameo, friend), requesting.ask(cameo_id=cameo.pk, by=friend)
    used = Capability.objects.create(
        cameo_id=cameo.pk, requester_id=friend.pk, job="gen", terms={}, epoch=cameo.epoch,
        expires_at=timezone.now(),
    )  # fmt: skip
    return {
        "cam": cameo.public_id,
        "cgr": grant.public_id,
        "crq": request.public_id,
        "cns": status_id_of(used),
        "rcp": consented(cameo),
    }


def consented(cameo: Cameo) -> str:
    """Something in the ledger to which the owner consented."""
    with transaction.atomic():
        actor = Actor.person(cameo.owner_id)
        return record_consent(cameo_id=cameo.pk, fact=Paused(epoch=1), actor=actor).public_id


def test_there_are_routes_to_hold_to_the_rules() -> None:
    assert len(reads()) > 10


@pytest.mark.parametrize(("path", "method"), [one for one in everything() if one[0] not in PUBLIC])
@pytest.mark.django_db
def test_nobody_gets_in_without_a_token(path: str, method: str, api: Api) -> None:
    ids = {kind.value: f"{kind}_" + "0" * 26 for kind in IdKind}
    values = {**ids, "handle": "somebody", "str": "0" * 64}
    response = api.request(method, fill(path, values), key="k")
    assert response.status_code == 401, path
    assert code_of(response) == "not_authenticated"


def test_who_was_blocked_sees_no_trace(
    api: Api, creator: Any, friend: Any, told: dict[str, str]
) -> None:
    api.put(f"/people/{creator.handle}/follow", as_=friend)
    api.put(f"/people/{friend.handle}/follow", as_=creator)
    api.put(f"/people/{friend.handle}/block", as_=creator)
    for path in reads():
        assert_no_trace(path, api.get(fill(path, told), as_=friend), creator)


def test_who_blocked_sees_no_trace_of_the_other(
    api: Api, creator: Any, friend: Any, told: dict[str, str]
) -> None:
    api.put(f"/people/{friend.handle}/follow", as_=creator)
    api.put(f"/people/{creator.handle}/follow", as_=friend)
    api.put(f"/people/{friend.handle}/block", as_=creator)
    for path in sorted(set(reads()) - NAMING_THE_BLOCKED):
        seen = api.get(fill(path, {**told, "handle": friend.handle}), as_=creator)
        assert_no_trace(path, seen, friend)


def test_an_adult_whom_the_teen_does_not_follow_sees_no_trace(
    api: Api, teen: Any, stranger: Any, told: dict[str, str]
) -> None:
    api.put(f"/people/{teen.handle}/follow", as_=stranger)
    for path in reads():
        seen = api.get(fill(path, {**told, "handle": teen.handle}), as_=stranger)
        assert_no_trace(path, seen, teen)


def test_a_film_that_somebody_withdrew_leaves_no_trace_for_anybody(
    api: Api, creator: Any, stranger: Any, told: dict[str, str]
) -> None:
    cameo = in_the_film(told, lent(stranger))
    assert api.get(fill("/posts/<pst:x>", told), as_=creator).status_code == 200
    files = files_of_the_film(told)
    Cameo.objects.filter(pk=cameo.pk).update(epoch=2, hidden_through=1)
    for path in reads():
        for viewer in (creator, stranger):
            assert_unsaid(path, api.get(fill(path, told), as_=viewer), files)


def test_a_post_that_staff_took_down_leaves_no_trace_but_for_its_author(
    api: Api, creator: Any, friend: Any, moderator: Any, told: dict[str, str]
) -> None:
    api.put(f"/people/{creator.handle}/follow", as_=friend)
    post = Post.objects.get(pk=decode(IdKind.POST, told["pst"]))
    assert told["pst"] in api.get("/feeds/following", as_=friend).content.decode()
    files = files_of_the_film(told)
    appoint_moderator(moderator)
    removed(post, type(moderator).objects.get(pk=moderator.pk))
    for path in reads():
        assert_unsaid(path, api.get(fill(path, told), as_=friend), files)
    for path in ("/me/events", "/me/notifications", fill("/posts/<pst:x>", told)):
        assert told["pst"] in api.get(path, as_=creator).content.decode(), path


def test_that_it_was_withdrawn_or_taken_down_is_what_stays(
    api: Api, creator: Any, stranger: Any, told: dict[str, str], deliver: Callable[[], int]
) -> None:
    """What tells of the film itself goes; what must be known of its end is said."""
    cameo = in_the_film(told, lent(stranger))
    assert types_told(api, creator, told["pst"]) == {"post.published"}
    revoked(cameo, "also_remixes")
    assert types_told(api, creator, told["pst"]) == set()
    deliver()
    assert types_told(api, creator, told["pst"]) == {"post.likeness_withdrawn"}


def test_a_film_for_friends_leaves_no_trace_for_a_stranger(
    api: Api, teen: Any, stranger: Any, told: dict[str, str]
) -> None:
    in_the_film(told, lent(teen, "only_me"), friends_only=True)
    files = files_of_the_film(told)
    for path in reads():
        assert_unsaid(path, api.get(fill(path, told), as_=stranger), files)


def test_a_private_persons_post_leaves_no_trace_for_whoever_does_not_follow(
    api: Api, creator: Any, friend: Any, stranger: Any, told: dict[str, str]
) -> None:
    api.put(f"/people/{creator.handle}/follow", as_=friend)
    assert api.patch("/me", {"is_private": True}, as_=creator).status_code == 200
    assert api.put(f"/people/{creator.handle}/follow", as_=stranger).status_code == 202
    files = files_of_the_film(told)
    assert api.get(fill("/posts/<pst:x>", told), as_=friend).status_code == 200
    for path in reads():
        assert_unsaid(path, api.get(fill(path, told), as_=stranger), files)


def test_nothing_of_a_teens_own_is_found_by_an_adult_whom_they_do_not_follow(
    api: Api, teen: Any, stranger: Any, told_of_teen: dict[str, str]
) -> None:
    for path in reads():
        assert api.get(fill(path, told_of_teen), as_=teen).status_code in (200, 400, 404), path
        seen = api.get(fill(path, told_of_teen), as_=stranger)
        assert_no_trace(path, seen, teen)
        if path not in PUBLIC:
            assert_unsaid(path, seen, files_of_the_film(told_of_teen))


def types_told(api: Api, person: Any, thing: str) -> set[str]:
    """By the log and by the notifications alike."""
    told = [
        {one["type"] for one in api.get(path, as_=person).json()["results"] if thing in str(one)}
        for path in ("/me/events", "/me/notifications")
    ]
    assert told[0] == told[1]
    return told[0]


def in_the_film(told: dict[str, str], cameo: Cameo, **fields: Any) -> Cameo:
    """The film of `told` shows this likeness, and was published under it."""
    draft = Draft.objects.get(pk=decode(IdKind.VIDEO, told["vid"]))
    used(draft, cameo, published_at=timezone.now(), **fields)
    return cameo


def files_of_the_film(told: dict[str, str]) -> set[str]:
    draft = Draft.objects.get(pk=decode(IdKind.VIDEO, told["vid"]))
    return {told["vid"], told["pst"], *files_of(draft)}


def assert_unsaid(path: str, response: Any, words: set[str]) -> None:
    text = response.content.decode()
    assert response.status_code in (200, 400, 404), f"{path}: {text}"
    assert not {one for one in words if one in text}, f"{path}: {text}"


def assert_no_trace(path: str, response: Any, person: Any) -> None:
    text = response.content.decode()
    assert response.status_code in (200, 400, 404), f"{path}: {text}"
    named = {person.handle, person.public_id, str(person.pk)}
    assert not {name for name in named if name in text}, f"{path}: {text}"
