"""An owner's word about a processor: read, given for just that one, and taken back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from audit.models import AuditEvent
from cameos.capabilities.ending import raise_epoch
from cameos.capabilities.issuing import UseRefused, authorize, signing_keys
from cameos.capabilities.tokens import CapabilityRefused, opened, signed
from cameos.capabilities.using import complete
from cameos.models import Cameo, Capability, ConsentEntry, ConsentOpening, ProcessorConsent
from cameos.processors import texts
from cameos.processors.agreeing import agree, withdraw
from cameos.processors.declared import Processor, declare, key_of, processor_named
from cameos.processors.texts import agreement_with
from cameos.services.pausing import pause
from lib.actors import Actor
from tests.cameos.capabilities.using import attempt, issue, new_job, words
from tests.cameos.permissions.lending import lent, mutual
from tests.cameos.processors.conftest import ELSEWHERE, SAID
from tests.client import Api, code_of


@pytest.fixture
def cameo(creator: Any, friend: Any) -> Cameo:
    mutual(creator, friend)
    return lent(creator, "mutuals")


def rewritten(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The text is at its second version."""
    first = (texts.FOLDER / "1.en.md").read_text()
    (folder / "2.en.md").write_text(f"{first}\nAnd one thing more.")
    monkeypatch.setattr(texts, "FOLDER", folder)
    monkeypatch.setattr(texts, "VERSION", 2)
    monkeypatch.setattr(texts, "_template", texts._template.__wrapped__)


def path(cameo: Cameo, one: Processor | None = None) -> str:
    return f"/cameos/{cameo.public_id}/processors" + (f"/{one.key}" if one else "")


def agreed(cameo: Cameo, one: Processor) -> None:
    agree(cameo=cameo, by=cameo.owner, processor=one, text_hash=agreement_with(one).hash)


def issue_there(cameo: Cameo, to: Any, said: str = SAID) -> Any:
    with transaction.atomic():
        return authorize(
            subjects=[cameo.pk], requester=to, words=words(), job=new_job(),
            deadline=timezone.now() + timedelta(hours=1), processor=key_of(said),
        )[0]  # fmt: skip


def test_an_owner_reads_who_it_is_and_agrees(api: Api, cameo: Cameo, farm: Processor) -> None:
    (shown,) = api.get(path(cameo), as_=cameo.owner).json()["results"]
    assert (shown["name"], shown["region"], shown["agreed"]) == ("Example Farm", "EU", False)
    assert shown["models"] == ["farm-1", "farm-2"]
    for said in ("Example Farm", "EU", "deleted after each video"):
        assert said in shown["text"]
    assert "[" not in shown["text"]
    answer = api.put(path(cameo, farm), {"text_hash": shown["text_hash"]}, as_=cameo.owner)
    assert answer.status_code == 204, answer.content
    assert api.get(path(cameo), as_=cameo.owner).json()["results"][0]["agreed"] is True
    entry = ConsentEntry.objects.get(cameo_id=cameo.pk, kind="processor_agreed")
    assert ConsentOpening.objects.get(pk=entry.pk).fact == {
        "processor": farm.key, "text_version": 1, "text_hash": shown["text_hash"],
        "locale": "en", "epoch": 1,
    }  # fmt: skip
    assert AuditEvent.objects.filter(action="cameos.processor.agreed").count() == 1


def test_the_ledger_says_which_use_went_outside(cameo: Cameo, friend: Any, farm: Processor) -> None:
    agreed(cameo, farm)
    issue_there(cameo, friend)
    issue(cameo, to=friend)
    entries = ConsentEntry.objects.filter(cameo_id=cameo.pk, kind="capability_issued")
    said = [ConsentOpening.objects.get(pk=one.pk).fact for one in entries.order_by("seq")]
    assert [fact["processor"] for fact in said] == [farm.key, ""]


def test_said_twice_it_stands_once(cameo: Cameo, farm: Processor) -> None:
    agreed(cameo, farm)
    agreed(cameo, farm)
    assert ConsentEntry.objects.filter(kind="processor_agreed").count() == 1
    withdraw(cameo=cameo, by=cameo.owner, key=farm.key)
    withdraw(cameo=cameo, by=cameo.owner, key=farm.key)
    assert ConsentEntry.objects.filter(kind="processor_taken_back").count() == 1


def test_another_version_of_the_text_is_another_question(
    api: Api, cameo: Cameo, friend: Any, farm: Processor, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    agreed(cameo, farm)
    running = issue_there(cameo, friend)
    rewritten(monkeypatch, tmp_path)
    (shown,) = api.get(path(cameo), as_=cameo.owner).json()["results"]
    assert (shown["agreed"], shown["text_version"]) == (False, 2)
    with pytest.raises(UseRefused):
        issue_there(cameo, friend)
    with pytest.raises(CapabilityRefused):
        attempt(running)
    agreed(cameo, farm)
    (shown,) = api.get(path(cameo), as_=cameo.owner).json()["results"]
    assert shown["agreed"] is True
    issue_there(cameo, friend)


def test_a_word_about_an_older_text_can_be_taken_back(
    cameo: Cameo, farm: Processor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    agreed(cameo, farm)
    rewritten(monkeypatch, tmp_path)
    withdraw(cameo=cameo, by=cameo.owner, key=farm.key)
    assert ConsentEntry.objects.filter(kind="processor_taken_back").count() == 1


def test_a_text_that_was_not_read_binds_nobody(api: Api, cameo: Cameo, farm: Processor) -> None:
    answer = api.put(path(cameo, farm), {"text_hash": "0" * 64}, as_=cameo.owner)
    assert (answer.status_code, code_of(answer)) == (409, "stale_state")
    assert not ProcessorConsent.objects.exists()


def test_nobody_agrees_to_somebody_unheard_of_or_for_somebody_else(
    api: Api, cameo: Cameo, farm: Processor, friend: Any
) -> None:
    body = {"text_hash": agreement_with(farm).hash}
    unheard = f"{path(cameo)}/{'0' * 64}"
    assert api.put(unheard, body, as_=cameo.owner).status_code == 404
    assert api.put(path(cameo, farm), body, as_=friend).status_code == 404
    assert api.get(path(cameo), as_=friend).status_code == 404
    assert api.delete(path(cameo, farm), as_=friend).status_code == 404


def test_under_18_nobody_agrees(api: Api, teen: Any, farm: Processor) -> None:
    mine = lent(teen, "approved")
    body = {"text_hash": agreement_with(farm).hash}
    answer = api.put(path(mine, farm), body, as_=teen)
    assert (answer.status_code, code_of(answer)) == (403, "minor_policy")
    assert not ProcessorConsent.objects.exists()


def test_without_the_owners_word_nobody_has_it_drawn_there_the_owner_neither(
    cameo: Cameo, friend: Any, farm: Processor
) -> None:
    for person in (friend, cameo.owner):
        with pytest.raises(UseRefused) as refused:
            issue_there(cameo, person)
        assert (refused.value.code.value, str(refused.value.detail)) == (
            "not_available", "You cannot use this likeness.",
        )  # fmt: skip
    assert issue(cameo, to=friend)
    agreed(cameo, farm)
    assert issue_there(cameo, friend).capability.processor == farm.key


def test_it_reads_like_any_other_that_is_not_available(
    cameo: Cameo, friend: Any, farm: Processor
) -> None:
    with pytest.raises(UseRefused) as unagreed:
        issue_there(cameo, friend)
    agreed(cameo, farm)
    pause(cameo=cameo, by=cameo.owner)
    with pytest.raises(UseRefused) as paused:
        issue_there(cameo, friend)
    assert (unagreed.value.code, unagreed.value.detail, unagreed.value.attr) == (
        paused.value.code, paused.value.detail, paused.value.attr,
    )  # fmt: skip


def test_a_word_about_one_is_none_about_another(cameo: Cameo, friend: Any, farm: Processor) -> None:
    declare(ELSEWHERE, model="farm-3")
    agreed(cameo, farm)
    with pytest.raises(UseRefused):
        issue_there(cameo, friend, ELSEWHERE)
    agreed(cameo, processor_named(key_of(ELSEWHERE)))
    assert issue_there(cameo, friend, ELSEWHERE)


def test_taken_back_it_ends_what_is_drawn_there_and_nothing_else(
    api: Api, cameo: Cameo, friend: Any, farm: Processor
) -> None:
    agreed(cameo, farm)
    there, here = issue_there(cameo, friend), issue(cameo, to=friend)[0]
    assert api.delete(path(cameo, farm), as_=cameo.owner).status_code == 204
    with pytest.raises(CapabilityRefused):
        attempt(there)
    assert attempt(here)
    assert Capability.objects.get(pk=there.capability.pk).ended_for == "withdrawn"
    kinds = ConsentEntry.objects.filter(cameo_id=cameo.pk).order_by("seq")
    assert list(kinds.values_list("kind", flat=True))[-2:] == [
        "processor_taken_back", "capability_withdrawn",
    ]  # fmt: skip
    with pytest.raises(UseRefused):
        issue_there(cameo, friend)


def test_it_is_asked_again_at_each_step(cameo: Cameo, friend: Any, farm: Processor) -> None:
    """Whatever became of the row: the word itself decides."""
    agreed(cameo, farm)
    there = issue_there(cameo, friend)
    assert attempt(there)
    ProcessorConsent.objects.update(withdrawn_at=timezone.now())
    with pytest.raises(CapabilityRefused, match="consent_ended"):
        attempt(there)


def test_a_finished_film_is_not_drawn_any_more(cameo: Cameo, friend: Any, farm: Processor) -> None:
    agreed(cameo, farm)
    there = issue_there(cameo, friend)
    complete(there.capability)
    withdraw(cameo=cameo, by=cameo.owner, key=farm.key)
    assert attempt(there)


def test_who_takes_back_everything_takes_back_this(
    api: Api, cameo: Cameo, friend: Any, farm: Processor
) -> None:
    agreed(cameo, farm)
    raise_epoch(cameo=cameo, by=Actor.person(cameo.owner_id), why="revoked")
    assert api.get(path(cameo), as_=cameo.owner).json()["results"][0]["agreed"] is False
    with pytest.raises(UseRefused):
        issue_there(cameo, friend)


def test_what_is_no_longer_declared_is_shown_and_can_be_taken_back(
    api: Api, cameo: Cameo, farm: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(cameo, farm)
    monkeypatch.setattr("cameos.processors.declared._declared", {})
    (shown,) = api.get(path(cameo), as_=cameo.owner).json()["results"]
    assert (shown["name"], shown["agreed"], shown["text"]) == ("Example Farm", True, None)
    assert api.delete(path(cameo, farm), as_=cameo.owner).status_code == 204
    assert api.get(path(cameo), as_=cameo.owner).json()["results"] == []


def test_the_token_is_bound_to_the_processor(cameo: Cameo, friend: Any, farm: Processor) -> None:
    agreed(cameo, farm)
    there = issue_there(cameo, friend)
    claims = opened(there.token, keys=signing_keys())
    assert claims.processor == farm.key
    other = replace(there, token=signed(replace(claims, processor=""), keys=signing_keys()))
    with pytest.raises(CapabilityRefused) as refused:
        attempt(other)
    assert refused.value.fault == "tampered"


@pytest.mark.parametrize("said", ["nobody", "a; b", "a; b; c; d", "a;b;c", ""])
def test_a_processor_is_named_whole(farm: Processor, said: str) -> None:
    with pytest.raises(ValueError, match=r"processor|unpack"):
        declare(said, model="m")
