"""What leaves, in the form that each server takes, and what comes of it."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from config.demo.stand_ins.videos.farm import Farm
from generation.engines import registry
from generation.engines.base import EngineError, Reference
from generation.engines.remote.configured import entry
from generation.engines.words import leaving
from generation.worker_start import MISCONFIGURED, refuse_unready
from lib.media.frames import sampled_frames
from lib.media.probe import probe
from lib.media.sound import AUDIBLE_DBFS, rms_dbfs
from moderation.screener.loop import loop
from tests.engines.remote import deeds
from tests.engines.remote.conftest import PROCESSOR


def test_a_film_is_asked_for_watched_fetched_written_anew_and_deleted_there(bench: Any) -> None:
    one = bench(written=True, sound=True, model="wan-2")
    made = one.render()
    info = probe(made.path)
    assert (info.width, info.height, info.frames, info.fps) == (720, 1280, 96, 24.0)
    assert (info.duration, info.audio_duration, info.sample_rate, info.channels) == (4, 4, 48000, 2)
    assert rms_dbfs(made.path) > AUDIBLE_DBFS
    assert one.told == sorted(one.told)
    assert (one.told[0], one.told[-1]) == (0.0, 1.0)
    assert [ask.operation for ask in one.farm.asked] == [
        "create",
        "look",
        "look",
        "content",
        "delete",
    ]
    assert one.farm.jobs == {}
    assert list(one.folder.iterdir()) == [made.path]
    assert (made.script, made.script_is_exact) == ((), False)
    assert made.record["engine"] == "farm"
    assert "video_" not in json.dumps(made.record)
    for number, frame in enumerate(sampled_frames(made.path, per_second=24)):
        assert abs(int(np.median(frame.image)) - 2 * number) <= 3


def test_a_form_holds_what_the_sdk_sends_and_nobodys_name(bench: Any) -> None:
    one = bench(model="sora-2", fields={"quality": "high"})
    one.render(prompt="a red ball for @moon_fan. Ask me@home.example")
    (asked,) = one.farm.of("create")
    assert asked.fields == {
        "prompt": "a red ball for someone. Ask someone", "model": "sora-2",
        "size": "180x320", "seconds": "4", "quality": "high",
    }  # fmt: skip
    assert re.fullmatch(r"[0-9a-f]{32}", asked.headers["idempotency-key"])
    assert "authorization" not in asked.headers


def test_vllm_omni_is_told_seed_and_rate_in_a_form(bench: Any) -> None:
    one = bench(dialect="vllm-omni", fields={"generate_sound": True, "guidance_scale": 4.5})
    one.render()
    (asked,) = one.farm.of("create")
    assert asked.fields == {
        "prompt": "a red ball", "size": "180x320", "seconds": "4", "seed": "7", "fps": "24",
        "generate_sound": "true", "guidance_scale": "4.5",
    }  # fmt: skip


def test_sglang_is_told_in_json_and_with_a_picture_in_a_form(bench: Any, person: Reference) -> None:
    table = {"dialect": "sglang", "first_frame": True, "fields": {"num_inference_steps": 8}}
    one = bench(**table)
    one.render()
    one.render(first_frame=person.pictures[0])
    plain, pictured = one.farm.of("create")
    common = {"prompt": "a red ball", "size": "180x320"}
    more = {"seed": 7, "fps": 24, "num_inference_steps": 8}
    assert plain.fields == {**common, "seconds": 4, **more}
    extra = json.loads(pictured.fields.pop("extra_body"))
    assert (pictured.fields, extra) == ({**common, "seconds": "4"}, more)
    assert pictured.files == [("input_reference", "image/png", person.pictures[0].read_bytes())]


def test_a_likeness_leaves_as_a_picture_without_a_name(bench: Any, person: Reference) -> None:
    one = bench(takes_references=1, processor=PROCESSOR)
    assert one.engine.capabilities.processor == "Example Farm; EU; deleted after each job"
    one.render(prompt="@Moon_Fan waves", references=(person,))
    (asked,) = one.farm.of("create")
    assert asked.files == [("input_reference", "image/png", person.pictures[0].read_bytes())]
    assert b"oon_" not in asked.raw.replace(asked.files[0][2], b"")
    assert asked.fields["prompt"] == "the person waves"


def test_without_a_word_of_the_operator_no_likeness_leaves(bench: Any, person: Reference) -> None:
    one = bench(processor=PROCESSOR)
    assert one.engine.capabilities.takes_references == 0
    assert one.fails(references=(person,)) == ("unsupported_request", True)
    assert one.farm.asked == []


def test_a_picture_to_begin_with_is_refused_where_the_server_takes_none(
    bench: Any, person: Reference
) -> None:
    assert bench().fails(first_frame=person.pictures[0]) == ("unsupported_request", True)


def test_two_pictures_of_different_meaning_need_two_names(bench: Any, person: Reference) -> None:
    table = {"takes_references": 1, "processor": PROCESSOR, "first_frame": True}
    both = {"first_frame": person.pictures[0], "references": (person,)}
    assert bench(**table).fails(**both) == ("unsupported_request", True)
    one = bench(**table, reference_field="reference_image")
    one.render(**both)
    (asked,) = one.farm.of("create")
    assert [name for name, _, _ in asked.files] == ["input_reference", "reference_image"]


@pytest.mark.parametrize(
    ("prompt", "left"),
    [
        ("@a.b_c walks", "someone walks"),
        ("with @moon_fan...", "with someone..."),
        ("(@moon_fan) and \uff20moon_fan", "(someone) and someone"),
        ("write to me@home.example.", "write to someone."),
        ("@@anna_k", "someone"),
        ("see .@anna_k", "see .someone"),
        ("x@anna_k", "x someone"),
        ("x@bob.smith", "someone"),
        ("\ufe6banna_k", "someone"),
        ("@.anna_k", "someone"),
        ("@\u200banna\u200b_k", "someone"),
        ("@ann\u0301a_k", "someone"),
        ("@anna_k@bob_s", "someone someone"),
        ("at 5 @ noon", "at 5 @ noon"),
        ("@Ünïcode_name", "someone"),
    ],
)
def test_nobodys_handle_leaves(prompt: str, left: str) -> None:
    assert leaving(prompt) == left


@pytest.mark.parametrize(
    ("prompt", "left"),
    [
        ("Anna_K dances", "the person dances"),
        ("anna.k dances with @bob_s.", "the person dances with someone."),
        ("x@anna_k.", "x the person."),
        ("anna_kay dances", "anna_kay dances"),
    ],
)
def test_who_is_shown_goes_by_no_name(prompt: str, left: str, tmp_path: Path) -> None:
    assert leaving(prompt, [Reference((tmp_path,), "anna_k")]) == left


def test_two_people_are_told_apart_by_the_order_of_their_pictures(tmp_path: Path) -> None:
    people = [Reference((tmp_path,), name) for name in ("anna_k", "bob_s")]
    assert leaving("@bob_s waves at @anna_k and @eve.", people) == (
        "the second person waves at the first person and someone."
    )
    assert leaving("@anna_k@bob_s", people) == "the first person the second person"


def test_no_cookie_comes_back_and_none_reaches_the_screener(bench: Any) -> None:
    one = bench()
    one.farm.does("look", deeds.status(503, None, Set_Cookie="who=somebody; Path=/"), None)
    one.render()
    assert [ask.headers.get("cookie") for ask in one.farm.asked] == [None] * len(one.farm.asked)
    assert not loop().client.cookies


def faults() -> list[tuple[str, str, str]]:
    return [(name, fault.code, fault.what) for name, fault in registry.unready() if fault]


def test_a_worker_without_the_key_says_so_when_it_starts(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {"url": farm.url, "key_variable": "FARM_KEY"}
    monkeypatch.setitem(registry._ENGINES, "farm", entry("farm", table))
    assert faults() == [("farm", "processor_key_missing", "FARM_KEY")]
    with pytest.raises(SystemExit) as refused:
        refuse_unready(draws=True)
    assert refused.value.code == MISCONFIGURED
    monkeypatch.setenv("FARM_KEY", " ")
    assert faults()
    monkeypatch.setenv("FARM_KEY", "open-sesame")
    assert faults() == []
    assert farm.asked == []


def test_the_key_is_read_from_the_environment(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match="processor_key_missing"):
        bench(key_variable="FARM_KEY")
    monkeypatch.setenv("FARM_KEY", "open-sesame")
    one = bench(key_variable="FARM_KEY")
    assert "open-sesame" not in repr(vars(one.engine))
    one.farm.does("look", deeds.status(401, {"error": {"code": "invalid_api_key"}}))
    assert one.fails() == ("processor_denied", False)
    assert {ask.headers["authorization"] for ask in one.farm.asked} == {"Bearer open-sesame"}


@pytest.mark.slow
def test_a_film_that_promises_no_sound_has_none(bench: Any) -> None:
    """What is not promised is not looked for, so it is not there."""
    made = bench(written=True).render()
    assert rms_dbfs(made.path) < -80


@pytest.mark.slow
def test_nothing_of_the_servers_container_is_kept(bench: Any, farm: Farm, tmp_path: Path) -> None:
    import av

    vendor = tmp_path / "vendor.mp4"
    with av.open(str(farm.film)) as source, av.open(str(vendor), "w") as film:
        film.metadata.update({"comment": "made by video_0001", "title": "a red ball"})
        tracks = {one: film.add_stream_from_template(one) for one in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream]
                film.mux(packet)
    assert b"video_0001" in vendor.read_bytes()
    one = bench(written=True)
    one.farm.film = vendor
    assert b"video_0001" not in one.render().path.read_bytes()
