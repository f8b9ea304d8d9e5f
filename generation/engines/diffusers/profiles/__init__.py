"""One file for each family; how to add one stands in docs/engines.md."""

from generation.engines.diffusers.profile import Profile
from generation.engines.diffusers.profiles import ltx2, shapes, wan, wan_vace

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        *ltx2.PROFILES,
        *shapes.PROFILES,
        *wan.PROFILES,
        *wan_vace.PROFILES,
    )
}
