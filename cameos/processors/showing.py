"""Every processor to one owner: those that are declared, and those agreed to that no longer are."""

from typing import Any

from cameos.models import Cameo, ProcessorConsent
from cameos.processors import texts
from cameos.processors.declared import Processor, processors
from cameos.processors.texts import agreement_with


def shown_to_owner(cameo: Cameo) -> list[dict[str, Any]]:
    """In the form of the API. Agreed is what was agreed to in the words of today."""
    given = {
        row.processor: row
        for row in ProcessorConsent.objects.filter(
            cameo_id=cameo.pk, epoch=cameo.epoch, withdrawn_at=None
        )
    }
    standing = {key for key, row in given.items() if row.text_version == texts.VERSION}
    listed = [_declared(one, agreed=one.key in standing) for one in processors()]
    known = {one["key"] for one in listed}
    return [*listed, *(_gone(row) for key, row in given.items() if key not in known)]


def _declared(one: Processor, *, agreed: bool) -> dict[str, Any]:
    text = agreement_with(one)
    return {
        **_who(one, agreed),
        "text_version": text.version,
        "text": text.text,
        "text_hash": text.hash,
    }


def _gone(row: ProcessorConsent) -> dict[str, Any]:
    name, region, retention = row.said.split("; ")
    one = Processor(name, region, retention)
    return {**_who(one, True), "text_version": None, "text": None, "text_hash": None}


def _who(one: Processor, agreed: bool) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "region": one.region,
        "retention": one.retention,
        "models": list(one.models),
        "agreed": agreed,
    }
