"""Films with likenesses that are drawn outside of this house: only under each owner's word about
just that processor, from submit to the moment at which pictures would leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from cameos.models import Cameo, Capability, ProcessorConsent
from cameos.processors import declared
from cameos.processors.agreeing import agree, withdraw
from cameos.processors.declared import Processor, key_of, processor_named
from cameos.processors.texts import agreement_with
from config.demo.stand_ins.videos.farm import Farm
from config.demo.stand_ins.videos.serving import serving
from generation.engines import registry
from generation.engines.remote.configured import entry
from generation.engines.remote.videos import Videos
from generation.models import Band, Job, Offer
from generation.services.asking import ask_for
from generation.services.processors import declare_all, refuse_other_processor
from generation.services.submit import submit
from generation.stages import Stage
from generation.work import rendering
from generation.work.finishing import model_of
from generation.work.references import references_for
from lib.errors import DomainError
from lib.media.probe import probe
from lib.signed_media import storage_path
from tests.cameos.permissions.lending import lent, mutual
from tests.client import Api, code_of
from tests.engines.remote.conftest import PROCESSOR, SMALL, clip
from tests.engines.remote.deeds import status
from tests.generation.likeness.asking import CALM
from tests.generation.studio import WISH, quick_checks, worked
from tests.generation.tools.begun import begin_with, sent
from tests.generation.tools.making import job_of, settled, want


@pytest.fixture(scope="session")
def small_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip(tmp_path_factory.mktemp("farm") / "small.mp4")


@pytest.fixture
def farm(small_film: Path, db: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Farm]:
    """The model "farm" of this installation is drawn by a server on this machine."""
    monkeypatch.setattr(declared, "_declared", {})
    monkeypatch.setattr("generation.engines.remote.pauses.FIRST_S", 0.01)
    quick_checks(monkeypatch)
    with serving(Farm(small_film, looks=1)) as one:
        table = {"url": one.url, "sizes": SMALL, "takes_references": 1, "processor": PROCESSOR}
        monkeypatch.setitem(registry._ENGINES, "farm", entry("farm", table))
        registry.get_engine.cache_clear()
        declare_all()
        for engine in ("farm", "sketch"):
            Offer.objects.create(engine=engine, band=Band.ADULT, set_by="the test")
        yield one
    registry.get_engine.cache_clear()


@pytest.fixture
def cameo(creator: Any, friend: Any) -> Cameo:
    mutual(creator, friend)
    return lent(creator, "mutuals")


@pytest.fixture
def there(farm: Farm) -> Processor:
    return processor_named(key_of(registry.capabilities_of("farm").processor))


def agreed(cameo: Cameo, one: Processor) -> None:
    agree(cameo=cameo, by=cameo.owner, processor=one, text_hash=agreement_with(one).hash)


def asked(cameo: Cameo, by: Any, **wish: Any) -> Job:
    found = ask_for(CALM, subjects=[cameo.pk], maker=by, engine="farm")
    assert found
    return submit(
        owner=by, **{**WISH, "prompt": CALM, "engine": "farm", **wish}, subjects=[cameo.pk],
        screened=found.plain,
    )  # fmt: skip


def test_nothing_is_asked_of_a_processor_that_somebody_has_not_agreed_to(
    cameo: Cameo, friend: Any, farm: Farm
) -> None:
    for person in (friend, cameo.owner):
        with pytest.raises(DomainError, match="not_available"):
            asked(cameo, person)
    assert not Job.objects.exists()
    assert submit(owner=friend, **WISH, engine="farm").subjects == []
    assert farm.asked == []


def test_what_an_owner_prefers_is_not_told_to_a_processor_they_refused(
    cameo: Cameo, friend: Any, there: Processor
) -> None:
    from cameos.models import CameoPermission

    CameoPermission.objects.update(preferences={"hat": "fedora"})
    for engine, seen in (("sketch", True), ("farm", False)):
        found = ask_for(CALM, subjects=[cameo.pk], maker=friend, engine=engine)
        assert found
        assert (found.dressed is not None) is seen


def test_a_word_taken_back_before_the_render_stops_it(
    cameo: Cameo, friend: Any, farm: Farm, there: Processor, deliver: Any
) -> None:
    agreed(cameo, there)
    job = worked(asked(cameo, friend), Stage.PREPARE)
    withdraw(cameo=cameo, by=cameo.owner, key=there.key)
    deliver()
    assert worked(job, Stage.RENDER).error_code == "consent_ended"
    assert farm.asked == []


def test_an_engine_that_moves_to_another_processor_gets_nothing(
    cameo: Cameo, friend: Any, farm: Farm, there: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(cameo, there)
    job = worked(asked(cameo, friend), Stage.PREPARE)
    moved = {"url": farm.url, "takes_references": 1, "processor": {**PROCESSOR, "region": "US"}}
    monkeypatch.setitem(registry._ENGINES, "farm", entry("farm", moved))
    assert worked(job, Stage.RENDER).error_code == "consent_ended"
    assert farm.asked == []


def test_a_consent_for_this_house_is_none_for_a_processor(
    cameo: Cameo, friend: Any, farm: Farm, there: Processor
) -> None:
    """As what inherits its consents may carry it."""
    agreed(cameo, there)
    job = worked(asked(cameo, friend), Stage.PREPARE)
    Capability.objects.filter(film_id=job.pk).update(processor="")
    assert worked(job, Stage.RENDER).error_code == "consent_ended"
    assert farm.asked == []


def test_a_word_taken_back_while_it_is_drawn_stops_it_there(
    cameo: Cameo, friend: Any, farm: Farm, there: Processor, deliver: Any
) -> None:
    agreed(cameo, there)
    job = worked(asked(cameo, friend), Stage.PREPARE)

    def taken_back(handler: Any, request: Any, remote: Any) -> None:
        handler.json(200, remote.as_json(status="in_progress", progress=30))

    farm.does("look", taken_back)
    look = registry.get_engine("farm")._videos.__class__.look  # type: ignore[attr-defined]

    def withdrawn(videos: Any, video: str) -> Any:
        if len(farm.of("look")) == 1:
            withdraw(cameo=cameo, by=cameo.owner, key=there.key)
            deliver()
        return look(videos, video)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generation.engines.remote.videos.Videos.look", withdrawn)
        worked(job, Stage.RENDER)
    assert job.error_code == "consent_ended"
    assert farm.of("delete")
    assert farm.jobs == {}


def test_a_word_taken_back_while_pictures_are_fetched_stops_them(
    cameo: Cameo, friend: Any, farm: Farm, there: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of the owner's word itself: nothing has told the job."""
    agreed(cameo, there)
    job = worked(asked(cameo, friend), Stage.PREPARE)

    @contextmanager
    def fetched(job: Job) -> Iterator[Any]:
        with references_for(job) as references:
            ProcessorConsent.objects.update(withdrawn_at=timezone.now())
            yield references

    monkeypatch.setattr(rendering, "references_for", fetched)
    assert worked(job, Stage.RENDER).error_code == "consent_ended"
    assert farm.asked == []


def test_a_word_taken_back_while_a_server_rests_is_heard_before_it_is_asked_again(
    cameo: Cameo, friend: Any, farm: Farm, there: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(cameo, there)
    job = worked(asked(cameo, friend), Stage.PREPARE)
    farm.does("create", status(429), None)
    create = Videos.create

    def busy(videos: Videos, content: Any, *, key: str) -> Any:
        answer = create(videos, content, key=key)
        withdraw(cameo=cameo, by=cameo.owner, key=there.key)
        return answer

    monkeypatch.setattr(Videos, "create", busy)
    assert worked(job, Stage.RENDER).error_code == "consent_ended"
    assert len(farm.of("create")) == 1


def test_what_is_only_cut_needs_no_word_and_no_server(
    api: Api, cameo: Cameo, friend: Any, there: Processor, small_film: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    agreed(cameo, there)
    film = settled(asked(cameo, friend), small_film)
    withdraw(cameo=cameo, by=cameo.owner, key=there.key)
    answer = want(api, friend, "recut", film)
    assert answer.status_code == 202, answer.content
    job = job_of(answer)
    assert [one.processor for one in Capability.objects.filter(film_id=job.pk)] == [""]
    assert answer.json()["processor"] is None
    monkeypatch.delitem(registry._ENGINES, "farm")
    refuse_other_processor(job)
    assert model_of(job) == "farm/unknown"


def framing(farm: Farm, monkeypatch: pytest.MonkeyPatch, *, field: str = "people[]") -> None:
    """The same server begins with a picture too."""
    table = {
        "url": farm.url, "sizes": SMALL, "takes_references": 1, "processor": PROCESSOR,
        "first_frame": True, "reference_field": field,
    }  # fmt: skip
    monkeypatch.setitem(registry._ENGINES, "farm", entry("farm", table))
    registry.get_engine.cache_clear()


@pytest.mark.parametrize("field", ["input_reference", "people[]"])
def test_where_pictures_and_people_go_in_one_field_nobody_is_prepared_for_both(
    api: Api, cameo: Cameo, friend: Any, farm: Farm, there: Processor,
    monkeypatch: pytest.MonkeyPatch, field: str,
) -> None:  # fmt: skip
    framing(farm, monkeypatch, field=field)
    agreed(cameo, there)
    body: dict[str, Any] = {"prompt": CALM, "model": "farm"}
    assert begin_with(api, friend, sent(friend), **body).status_code == 202
    shown: dict[str, Any] = {"subjects": [cameo.public_id]}
    assert want(api, friend, **body, **shown).status_code == 202
    answer = begin_with(api, friend, sent(friend), **body, **shown)
    if field == "people[]":
        assert answer.status_code == 202
    else:
        assert (answer.status_code, code_of(answer)) == (422, "tool_not_offered")
        assert answer.json()["errors"][0]["attr"] == "input_image"


def test_whole_frames_with_somebody_in_them_never_leave(
    api: Api, cameo: Cameo, friend: Any, farm: Farm, there: Processor, small_film: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Owners agreed to pictures cut from their recording, and to no more."""
    framing(farm, monkeypatch)
    agreed(cameo, there)
    lonely = settled(submit(owner=friend, **WISH, engine="farm"), small_film)
    film = settled(asked(cameo, friend), small_film)
    body = {"prompt": CALM, "seconds": 4, "model": "farm"}
    answer = want(api, friend, "extend", film, **body)
    assert (answer.status_code, code_of(answer)) == (422, "tool_not_offered")
    assert answer.json()["errors"][0]["attr"] == "sources"
    assert want(api, friend, "extend", lonely, **body).status_code == 202
    assert want(api, friend, "remix", film, prompt=CALM, model="farm").status_code == 202


def test_nor_where_their_engine_moves_there_meanwhile(
    api: Api, cameo: Cameo, friend: Any, farm: Farm, there: Processor, small_film: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    agreed(cameo, there)
    film = settled(asked(cameo, friend), small_film)
    body = {"prompt": CALM, "seconds": 4, "model": "sketch"}
    job = job_of(want(api, friend, "extend", film, **body))
    framing(farm, monkeypatch)
    Job.objects.filter(pk=job.pk).update(engine="farm")
    Capability.objects.filter(film_id=job.pk).update(processor=there.key)
    worked(job, Stage.PREPARE, Stage.RENDER)
    assert farm.asked == []
    assert job.error_code == "consent_ended"


@pytest.mark.slow
def test_a_film_is_drawn_there_and_becomes_a_master_here(
    cameo: Cameo, friend: Any, farm: Farm, there: Processor
) -> None:
    agreed(cameo, there)
    job = worked(asked(cameo, friend), Stage.PREPARE, Stage.RENDER)
    assert (job.state, job.error_code) == ("rendered", "")
    (master,) = job.assets.filter(kind="master")
    info = probe(storage_path(master.storage_key))
    assert (info.width, info.height, info.frames, info.duration) == (720, 1280, 96, 4.0)
    (sent,) = farm.of("create")
    assert [kind for _, kind, _ in sent.files] == ["image/png"]
    told = sent.raw + repr(sent.headers).encode()
    people = (friend.handle, cameo.owner.handle, str(friend.pk), str(cameo.owner_id))
    people = (friend.handle, cameo.owner.handle, str(friend.pk), str(cameo.owner_id))
    for secret in (*people, job.public_id, cameo.public_id):
        assert secret.encode() not in told
    assert farm.jobs == {}
    shown = job.__class__.objects.get(pk=job.pk)
    assert "video_0001" not in repr(vars(shown))
