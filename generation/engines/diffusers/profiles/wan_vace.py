from dataclasses import replace

from generation.engines.diffusers.profile import Way
from generation.engines.diffusers.profiles.wan import T2V

VACE = replace(
    T2V,
    name="wan-vace",
    ways=dict.fromkeys((Way.TEXT, Way.FIRST_FRAME, Way.ENDS, Way.PEOPLE), "WanVACEPipeline"),
    people=3,
)
PROFILES = (VACE,)
