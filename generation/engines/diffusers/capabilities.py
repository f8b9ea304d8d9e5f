from generation.engines.base import FPS, Capabilities
from generation.engines.diffusers.profile import Sound, Way
from generation.engines.diffusers.settings import Settings


def capabilities_of(name: str, settings: Settings) -> Capabilities:
    profile = settings.profile
    blind = profile.people_need_lora and not any(lora.shows_people for lora in settings.loras)
    return Capabilities(
        name=name,
        version=profile.version,
        sizes=tuple(settings.canvases),
        seconds=settings.seconds,
        fps=FPS,
        speaks=settings.sound is not Sound.NONE,
        content_bounded=bool(profile.draws),
        draws=profile.draws,
        takes_references=0 if blind else profile.people,
        starts=profile.starts,
        words_alone=Way.TEXT in profile.ways,
    )
