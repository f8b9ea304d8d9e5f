"""Training goes on after a stop as if there had been none, and sees nothing that is held out."""

import random
from pathlib import Path

import pytest

from generation.engines.diffusers.shapes.measuring.held_out import questions
from generation.engines.diffusers.shapes.world import Scene, held_out, taught

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An autoencoder of two steps and two small shards of its latents."""
    from generation.engines.diffusers.shapes.training import autoencoder, latents

    folder = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(autoencoder, "WINDOWS_A_STEP", 2)
        patched.setattr(latents, "CLIPS_A_SHARD", 4)
        autoencoder.train(folder, 1, 2)
        latents.make(folder, 1, 2)
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    from generation.engines.diffusers.shapes.training import denoiser, geometry

    monkeypatch.setattr(denoiser, "FIRST_SHARDS", 2)
    monkeypatch.setattr(denoiser, "STEPS_A_SHARD", 10**9)
    monkeypatch.setattr(denoiser, "CLIPS_A_STEP", 2)
    monkeypatch.setitem(geometry.TRANSFORMER, "num_layers", 1)


@pytest.mark.usefixtures("quick")
def test_a_course_that_was_stopped_ends_bit_for_bit_alike(prepared: Path) -> None:
    import torch

    from generation.engines.diffusers.shapes.training import denoiser

    whole = denoiser.train(prepared, 1, 4).steady
    (prepared / "transformer.pt").unlink()
    denoiser.train(prepared, 1, 4, until=2)
    resumed = denoiser.train(prepared, 1, 4)
    assert resumed.step == 4
    assert all(torch.equal(whole[name], value) for name, value in resumed.steady.items())


@pytest.mark.usefixtures("quick")
def test_it_learns_no_held_out_scene(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generation.engines.diffusers.shapes.training import denoiser

    told: list[Scene] = []

    def caption(scene: Scene, _rng: object) -> str:
        told.append(scene)
        return ""

    monkeypatch.setattr(denoiser, "caption", caption)
    batches = denoiser.Batches(prepared, 1)
    for step in range(60):
        batches(step)
    assert len(set(told)) > 5
    assert not set(told) & held_out()
    assert set(told) <= set(taught())


def test_it_is_told_no_sentence_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from generation.engines.diffusers.shapes.training import denoiser

    asked = questions()[0]
    said = iter([asked.prompt, asked.prompt.upper(), "another"])
    monkeypatch.setattr(denoiser, "caption", lambda _scene, _rng: next(said))
    assert denoiser._told(asked.scene, random.Random(1)) == "another"


def test_the_autoencoder_keeps_frames_apart(prepared: Path) -> None:
    """Trained on single frames, run on films: both paths have to be the same."""
    import torch

    from generation.engines.diffusers.shapes.training.autoencoder import decode, encode
    from generation.engines.diffusers.shapes.training.latents import trained

    vae = trained(prepared)
    film = torch.rand(1, 3, 5, 48, 80, generator=torch.Generator().manual_seed(0)) * 2 - 1
    frames = film[0].transpose(0, 1).unsqueeze(2)
    with torch.no_grad():
        latents = vae.encode(film).latent_dist.mode()
        one_by_one = encode(vae, frames)
        assert torch.allclose(latents[0].transpose(0, 1), one_by_one[:, :, 0], atol=1e-5)
        decoded = vae.decode(latents).sample
        assert torch.allclose(
            decoded[0].transpose(0, 1), decode(vae, one_by_one)[:, :, 0].clamp(-1, 1), atol=1e-5
        )


def test_a_course_begins_with_a_finished_checkpoint_and_goes_on_with_its_own(
    tmp_path: Path,
) -> None:
    import torch
    from safetensors.torch import load_file

    from generation.engines.diffusers.shapes.place import WEIGHTS
    from generation.engines.diffusers.shapes.training import autoencoder
    from generation.engines.diffusers.shapes.training.beginning import FILES, begin

    ours = load_file(WEIGHTS / FILES["vae"])
    run = autoencoder.course(tmp_path, 1, 2)
    begin(run, WEIGHTS)
    for state in (run.modules.state_dict(), run.steady):
        assert all(torch.equal(state[f"vae.{key}"], kept.float()) for key, kept in ours.items())
    saved = autoencoder.course(tmp_path, 1, 2).steady
    assert all(torch.equal(saved[f"vae.{key}"], kept.float()) for key, kept in ours.items())
    with torch.no_grad():
        next(run.modules.parameters()).zero_()
    run.step = 1
    run.save()
    later = autoencoder.course(tmp_path, 1, 2)
    begin(later, WEIGHTS)
    assert later.step == 1
    assert not next(later.modules.parameters()).any()


@pytest.mark.usefixtures("quick")
def test_weights_of_other_shapes_are_refused(tmp_path: Path) -> None:
    from generation.engines.diffusers.shapes.place import WEIGHTS
    from generation.engines.diffusers.shapes.training import denoiser
    from generation.engines.diffusers.shapes.training.beginning import begin

    with pytest.raises(ValueError, match="holds more"):
        begin(denoiser.course(tmp_path, 1, 2), WEIGHTS)
