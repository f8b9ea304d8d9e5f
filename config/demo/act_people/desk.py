"""Staff at the admin, where a password alone opens nothing."""

import re

from config.demo.act_people.cast import person
from config.demo.moderator import Moderator
from config.demo.person import ALLAUTH, Person
from config.demo.stand_ins.authenticator import code_now
from config.demo.world import World

ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
KEY = re.compile(r'name="_selected_action"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*_selected')
FACTORS = f"{ALLAUTH}/account/authenticators"


def spare_codes(world: World) -> list[str]:
    """The moderator's recovery codes, made with the app that shows codes."""
    if "spare" not in world.facts:
        who = person(world, "moderator")
        who.sign_in()  # what concerns factors wants a proof of the last minutes
        head = {"Authorization": f"Bearer {who.token}"}
        secret = who.http.get(f"{FACTORS}/totp", headers=head).json()["meta"]["secret"]
        sent = {"code": code_now(secret)}
        who.http.post(f"{FACTORS}/totp", json=sent, headers=head).raise_for_status()
        listed = who.http.get(f"{FACTORS}/recovery-codes", headers=head)
        if listed.status_code == 404:
            listed = who.http.post(f"{FACTORS}/recovery-codes", headers=head)
        world.facts["spare"] = listed.json()["data"]["unused_codes"]
    found: list[str] = world.facts["spare"]
    return found


def staff(world: World) -> Moderator:
    """The moderator inside, with a reason stated."""
    if "staff" not in world.facts:
        who = person(world, "moderator")
        world.facts["staff"] = Moderator(world, who, code=spare_codes(world).pop())
    found: Moderator = world.facts["staff"]
    return found


def is_inside(who: Moderator) -> bool:
    """Whether the admin's first page is shown, and not its door."""
    return who.page("/admin/").url.path == "/admin/"


def row(world: World, listing: str, holding: str) -> str:
    """The first row of a list that names `holding`, as HTML. Raises LookupError."""
    rows = ROW.findall(staff(world).page(listing).text)
    found = next((one for one in rows if holding in one), None)
    if found is None:
        raise LookupError(f"no row of {listing} names it")
    return str(found)


def key(html: str) -> str:
    """What the box at the beginning of a row chooses. Raises LookupError."""
    if (found := KEY.search(html)) is None:
        raise LookupError("this row has no box")
    return found.group(1) or found.group(2)


def id_of(who: Person) -> str:
    """The id by which staff know somebody."""
    return str(who.call("GET", "/me").json()["id"])
