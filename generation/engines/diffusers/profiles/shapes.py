from generation.engines.base import Size
from generation.engines.diffusers.profile import Canvas, Profile, Sound, Way
from generation.engines.diffusers.shapes.place import FPS, GUIDANCE, STEPS, WEIGHTS, WORDS
from generation.engines.diffusers.shapes.retelling import retold
from generation.engines.diffusers.shapes.within import stays_within

LYING, STANDING = Canvas(80, 48), Canvas(48, 80)

SHAPES = Profile(
    name="shapes",
    family="wan",
    ways={Way.TEXT: "WanPipeline"},
    canvases={
        Size.PORTRAIT: STANDING,
        Size.LANDSCAPE: LYING,
        Size.TALL: STANDING,
        Size.WIDE: LYING,
    },
    side_multiple=16,
    frame_grid=1,
    fps=FPS,
    seconds=(4,),
    steps=STEPS,
    guidance=GUIDANCE,
    arguments={"max_sequence_length": WORDS},
    sound=Sound.SPOKEN,
    look_at=None,
    dtype="float32",
    vae_dtype="float32",
    draws=frozenset({"ball", "square", "triangle", "star", "moon"})
    | frozenset({"field", "sea", "desert", "snow", "sky"}),
    stays_within=stays_within,
    retold=retold,
    weights=WEIGHTS,
)
PROFILES = (SHAPES,)
