"""The stand-in is no invention: OpenAI's own client works with it, and ours sends the same."""

from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI

from config.demo.stand_ins.videos.farm import Farm

# The service of its makers ends; servers that speak its protocol do not.
pytestmark = pytest.mark.filterwarnings("ignore:The Sora API:DeprecationWarning")


@pytest.fixture
def sdk(farm: Farm) -> Any:
    with OpenAI(api_key="sk-1", base_url=farm.url, max_retries=0) as client:
        yield client


def test_openais_client_gets_its_film_from_the_stand_in(
    sdk: OpenAI, farm: Farm, good_film: Path
) -> None:
    video = sdk.videos.create(prompt="a red ball", model="sora-2", seconds="4", size="720x1280")
    assert (video.object, video.status, video.progress, video.error) == ("video", "queued", 0, None)
    statuses = [sdk.videos.retrieve(video.id).status for _ in range(2)]
    assert statuses == ["in_progress", "completed"]
    assert sdk.videos.download_content(video.id).read() == good_film.read_bytes()
    gone = sdk.videos.delete(video.id)
    assert (gone.id, gone.deleted, gone.object) == (video.id, True, "video.deleted")


def test_our_client_sends_what_openais_does(sdk: OpenAI, farm: Farm, bench: Any) -> None:
    sdk.videos.create(prompt="a red ball", model="sora-2", seconds="4", size="720x1280")
    bench(model="sora-2", sizes=["720x1280"]).render()
    theirs, ours = farm.of("create")
    assert ours.fields == theirs.fields
    assert ours.headers["content-type"].split(";")[0] == "multipart/form-data"
    assert theirs.headers["content-type"].split(";")[0] == "multipart/form-data"


def test_a_picture_is_sent_as_openais_client_sends_it(
    sdk: OpenAI, farm: Farm, bench: Any, person: Any
) -> None:
    picture = person.pictures[0]
    sdk.videos.create(
        prompt="a red ball", seconds="4", size="720x1280",
        input_reference=("1.png", picture.read_bytes(), "image/png"),
    )  # fmt: skip
    bench(sizes=["720x1280"], first_frame=True).render(first_frame=picture)
    theirs, ours = farm.of("create")
    assert (ours.fields, ours.files) == (theirs.fields, theirs.files)
