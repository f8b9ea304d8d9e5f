from generation.engines.base import SECONDS
from generation.engines.diffusers.profile import Profile, Sound, Way
from generation.engines.diffusers.profiles.canvases import HD
from generation.engines.diffusers.profiles.unwanted import PICTURES, SOUND

WAYS = {
    Way.TEXT: "LTX2Pipeline",
    Way.FIRST_FRAME: "LTX2ImageToVideoPipeline",
    Way.ENDS: "LTX2ConditionPipeline",
    Way.PEOPLE: "LTX2InContextPipeline",
}
# diffusers.pipelines.ltx2.utils.DISTILLED_SIGMA_VALUES; a test compares the two.
DISTILLED = (1.0, 0.99375, 0.9875, 0.98125, 0.975, 0.909375, 0.725, 0.421875)
# Guidance of either kind, left at its default, costs another call of the transformer in each step;
# audio_x falls back to x where it is 0, so both are named.
UNGUIDED = {
    "guidance_scale": 1.0, "audio_guidance_scale": 1.0, "stg_scale": 0.0, "audio_stg_scale": 0.0,
    "modality_scale": 1.0, "audio_modality_scale": 1.0,
}  # fmt: skip

# Of LTX-2.5: one writes longer prompts, which nobody would have screened; one chooses a length.
UNUSED = frozenset({"prompt_enhancer", "processor", "duration_head"})
# diffusers 0.42 has no first-block cache for these blocks.
CACHES = frozenset({"taylorseer"})

FAST = Profile(
    name="ltx2-distilled",
    family="ltx2",
    ways=WAYS,
    canvases=HD,
    side_multiple=32,
    frame_grid=8,
    seconds=SECONDS,
    steps=len(DISTILLED),
    sigmas=DISTILLED,
    arguments=UNGUIDED,
    sound=Sound.MODEL,
    people=2,
    people_need_lora=True,
    caches=CACHES,
    unused=UNUSED,
    # Five of its eight steps stay above a noise level of 0.9, where nothing can be seen yet.
    look_at=0.75,
)
FULL = Profile(
    name="ltx2",
    family="ltx2",
    ways=WAYS,
    canvases=HD,
    side_multiple=32,
    frame_grid=8,
    seconds=SECONDS,
    steps=30,
    guidance=3.0,
    negative=f"{PICTURES}, {SOUND}",
    sound=Sound.MODEL,
    people=2,
    people_need_lora=True,
    caches=CACHES,
    unused=UNUSED,
    # LTX-2.5 comes with both: what lies in `transformer` is the distilled one.
    transformers=("transformer_full", "transformer"),
)
PROFILES = (FAST, FULL)
