"""Steps of the proof of erasure, each in a process of its own with its own role and rights."""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from cameos.models import Cameo, CameoKey, FaceTemplate, ReferenceClip  # noqa: E402
from cameos.purposes import BiometricPurpose  # noqa: E402
from cameos.services import erasing  # noqa: E402
from cameos.states import CameoState  # noqa: E402
from cameos.vault import keys  # noqa: E402
from cameos.vault.clips import open_clip  # noqa: E402
from cameos.vault.errors import VaultError  # noqa: E402
from cameos.vault.recording import keep_recording  # noqa: E402
from cameos.vault.sealing import open_template_into  # noqa: E402
from cameos.vault.template import Template  # noqa: E402
from lib.actors import Actor  # noqa: E402
from lib.faces.base import TemplateMark  # noqa: E402
from lib.signed_media import storage_path  # noqa: E402
from lib.states import advance  # noqa: E402
from tests import cast  # noqa: E402

ACTOR = Actor.system("tests")


def begin(_: dict[str, Any]) -> dict[str, Any]:
    """As a deployment and then the web do."""
    call_command("prepare_database", verbosity=0, stdout=StringIO())
    cameo = Cameo.objects.create(owner=cast.adult())
    advance(cameo, to=CameoState.VERIFICATION_PENDING, actor=ACTOR, reason="recorded")
    return {}


def keep(given: dict[str, Any]) -> dict[str, Any]:
    values = np.frombuffer(bytes.fromhex(given["template"]), "<f4")
    with Path(given["clip"]).open("rb") as clip:
        row = keep_recording(
            cameo=Cameo.objects.get(),
            templates=[Template(TemplateMark("tests", "1", len(values)), values)],
            clips=[clip],
            purpose=BiometricPurpose.ENROLMENT,
            actor=ACTOR,
        )
    with keys.open_key(row.pk) as key:
        return {
            "key_id": str(row.pk),
            "key": key.bytes().hex(),
            "sealed": bytes(FaceTemplate.objects.get().sealed).hex(),
            "clip": storage_path(ReferenceClip.objects.get().storage_key).read_bytes()[:64].hex(),
            "opens": _opens(),
        }


def look(given: dict[str, Any]) -> dict[str, Any]:
    """What can be opened of all that is there; then, once a destroyed key was put back."""
    before = _opens()
    Path(given["key_file"]).write_bytes(bytes.fromhex(given["wrapped"]))
    return {"before": before, "after": _opens()}


def ask(_: dict[str, Any]) -> dict[str, Any]:
    erasing.request_erasure(cameo=Cameo.objects.get(), actor=ACTOR, reason="tests")
    return {}


def erase(_: dict[str, Any]) -> dict[str, Any]:
    erasing.erase(Cameo.objects.get().pk)
    return {"state": Cameo.objects.get().state}


def _opens() -> dict[str, Any]:
    return {
        "templates": [_told(lambda row=row: _template(row)) for row in FaceTemplate.objects.all()],
        "clips": [_told(lambda row=row: _clip(row)) for row in ReferenceClip.objects.all()],
        "keys": CameoKey.objects.count(),
    }


def _told(opening: Any) -> str:
    try:
        return str(opening())
    except VaultError as error:
        return error.fault.value


def _template(row: FaceTemplate) -> str:
    buffer = bytearray(4 * row.dims)
    mark = TemplateMark(row.kind, row.version, row.dims)
    with keys.open_key(row.key_id) as key:
        open_template_into(memoryview(buffer), bytes(row.sealed), mark=mark, key=key, row_id=row.pk)
    return buffer.hex()


def _clip(row: ReferenceClip) -> str:
    purpose = BiometricPurpose.RENDER_REFERENCE
    with open_clip(row, purpose=purpose, actor=ACTOR, about="gen_tests") as reader:
        return f"{reader.length} bytes"


if __name__ == "__main__":
    step = {one.__name__: one for one in (begin, keep, look, ask, erase)}[sys.argv[1]]
    answer = step(json.load(sys.stdin))
    connections.close_all()
    sys.stdout.write(json.dumps(answer))
