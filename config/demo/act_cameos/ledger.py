"""What can be proved afterwards."""

import json
import time
from typing import Any

from config.demo.act_cameos.cast import cameo_of, person
from config.demo.act_cameos.sheet import contact_sheet
from config.demo.patience import PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World

ANCHOR = "from cameos.tasks import anchor_consents; anchor_consents.send()"
EDIT = "from config.demo.act_cameos.planting import edit_and_put_back; edit_and_put_back({!r}, {})"


def _ledger(world: World, broken: bool) -> Seen:
    cameo = cameo_of(person(world, "owner"))["id"]
    receipts = _receipts(world, cameo)
    erased = _erased(world)
    whole = json.loads(world.stack.manage("verify_ledger", "--json", ok=(0, 1)).splitlines()[0])
    edit = EDIT.format(cameo, 0 if broken else -1)
    edited, restored = map(json.loads, world.stack.manage("shell", "-c", edit).splitlines()[-2:])
    films = sorted((world.output / "films").glob("*.mp4"))
    contact_sheet(films, world.output / "contact-sheet.png")
    (world.output / "ledger.json").write_text(
        json.dumps({"whole": whole, "with_a_planted_edit": edited}, indent=2) + "\n"
    )
    return {
        "receipt": receipts,
        "erased": erased,
        "holds_after_the_erasure": whole["holds"],
        "anchored": whole["anchors"] > 0,
        "finds_a_planted_edit": sorted({one["fault"] for one in edited["findings"]}),
        "holds_once_it_is_put_back": restored["holds"],
    }


def _receipts(world: World, cameo: str) -> str:
    """All of the owner's, downloaded; what `verify_receipt` says of the oldest."""
    owner, folder = person(world, "owner"), world.output / "receipts"
    folder.mkdir(exist_ok=True)
    world.stack.manage("shell", "-c", ANCHOR)
    listed = owner.call("GET", f"/cameos/{cameo}/receipts?limit=100").json()["results"]
    for one in listed:
        receipt = _anchored(world, f"/cameos/{cameo}/receipts/{one['id']}")
        name = f"{one['seq']:02}-{one['kind']}.json"
        (folder / name).write_text(json.dumps(receipt, indent=2) + "\n")
    return world.stack.manage("verify_receipt", str(min(folder.iterdir()))).strip()


def _anchored(world: World, place: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while True:
        receipt: dict[str, Any] = person(world, "owner").call("GET", place).json()
        if receipt["anchor"] or time.monotonic() > deadline:
            return receipt
        time.sleep(0.5)


def _erased(world: World) -> bool:
    """The swindler has the likeness erased; once the likeness process did, their ledger says so."""
    swindler = person(world, "swindler")
    place = f"/cameos/{cameo_of(swindler)['id']}"
    swindler.call("DELETE", place)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        entries = swindler.call("GET", f"{place}/receipts").json()["results"]
        if any(one["kind"] == "erased" for one in entries):
            return True
        time.sleep(0.5)
    return False


STEPS = [
    Step(
        "ledger_verifies",
        "owner",
        "downloads receipts; the ledger holds after an erasure, and an edited row is found",
        {
            "receipt": "The receipt holds: fact, place in the chain, anchor, signature.",
            "erased": True,
            "holds_after_the_erasure": True,
            "anchored": True,
            "finds_a_planted_edit": ["entry_edited"],
            "holds_once_it_is_put_back": True,
        },
        _ledger,
    ),
]
