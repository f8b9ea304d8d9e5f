from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from PIL import Image

from generation.engines.sketch.art.bank import SpriteBank
from generation.engines.sketch.art.sprite import Pixels, Sprite, paste, sprite_of
from generation.engines.sketch.backdrop.heavens import let_it
from generation.engines.sketch.backdrop.paint import dot, ellipse
from generation.engines.sketch.backdrop.stage import Moment, Stage
from generation.engines.sketch.backdrop.table import BACKDROPS
from generation.engines.sketch.colour import lighter, mix, rgb
from generation.engines.sketch.play.caption import caption
from generation.engines.sketch.play.casting import cast
from generation.engines.sketch.play.guests import invited
from generation.engines.sketch.play.improvise import improvised
from generation.engines.sketch.play.motion import pose_at
from generation.engines.sketch.play.player import Player, Pose
from generation.engines.sketch.scene import Scene

SHADOW = rgb("#1a1838")
SHADOW_LEVELS = 6


class Picture:
    """Draws any moment of a scene on one frame that is used again and again."""

    def __init__(
        self,
        scene: Scene,
        *,
        text: str,
        width: int,
        height: int,
        seconds: float,
        seed: int,
        faces: Sequence[Image.Image] = (),
    ) -> None:
        # Of the seed alone: a remix keeps it, and so its clouds and hills.
        self._stage = Stage(
            width=width,
            height=height,
            hour=scene.hour,
            tint=scene.tint,
            rng=np.random.default_rng(seed),
            bank=SpriteBank(),
            named=frozenset(actor.thing for actor in scene.actors),
        )
        actors = scene.actors or (() if faces else improvised(scene, _dice(seed, text)))
        BACKDROPS[scene.place](self._stage)
        let_it(self._stage, scene.weather)
        self._company = cast(actors, self._stage)
        self._caption = caption(text, width=width, unit=self._stage.unit)
        # Dice of their own: whoever is invited changes nothing of the scene.
        dice = np.random.default_rng([seed, len(faces)])
        self._guests = invited(faces, width=width, height=height, rng=dice)
        self._seconds = seconds
        self._shadows: dict[tuple[int, int], Sprite] = {}
        self._glows: dict[tuple[object, ...], Sprite] = {}
        self._frame = np.empty_like(self._stage.base)

    def at(self, seconds: float) -> Pixels:
        """The frame, uint8, height x width x 3; overwritten by the next call."""
        stage, frame = self._stage, self._frame
        np.copyto(frame, stage.base)
        share = seconds / self._seconds
        moment = Moment(seconds, stage.pan_pixels * share * share * (3 - 2 * share))
        for layer in stage.back[: stage.heaven_at]:
            layer.paint(frame, moment)
        self._play(self._company.heaven, moment)
        for layer in stage.back[stage.heaven_at :]:
            layer.paint(frame, moment)
        self._play(self._company.stage, moment)
        for layer in stage.front:
            layer.paint(frame, moment)
        self._play(self._company.front, moment)
        for guest in self._guests:
            guest.paint(frame, seconds)
        if self._caption:
            top = round(stage.height * 0.965) - self._caption.height
            paste(frame, self._caption, (stage.width - self._caption.width) // 2, top)
        return frame

    def _play(self, players: tuple[Player, ...], at: Moment) -> None:
        for player in players:
            pose = pose_at(player, at.seconds)
            x = pose.x - at.pan * player.depth
            if player.shadowed:
                self._lay_shadow(player, pose, x)
            if player.glows:
                self._lay_glow(player, pose, x)
            look = player.look.posed(
                angle=pose.angle, wide=pose.wide, high=pose.high, beat=pose.beat,
                mirrored=pose.mirrored,
            )  # fmt: skip
            self._stage.bank.paste(self._frame, look, x, pose.y)

    def _lay_shadow(self, player: Player, pose: Pose, x: float) -> None:
        level = min(SHADOW_LEVELS - 1, int(pose.lift * SHADOW_LEVELS))
        shadow = self._shadows.get((player.width, level))
        if shadow is None:
            away = level / SHADOW_LEVELS
            rx = player.width * (0.46 - 0.14 * away)
            image = ellipse(
                rx, max(2.0, rx * 0.16), SHADOW, soft=max(1.0, rx * (0.05 + 0.06 * away)),
                alpha=round(105 - 60 * away),
            )  # fmt: skip
            shadow = self._shadows[player.width, level] = sprite_of(image)
        paste(
            self._frame, shadow, round(x - shadow.width / 2),
            round(player.floor - shadow.height / 2),
        )  # fmt: skip

    def _lay_glow(self, player: Player, pose: Pose, x: float) -> None:
        key = (player.look.colour, player.height)
        light = self._glows.get(key)
        if light is None:
            colour = lighter(mix(player.look.colour, (255, 255, 255), 0.3), 0.2)
            radius = player.height * 0.62
            image = dot(radius, colour, soft=player.height * 0.16, alpha=96)
            light = self._glows[key] = sprite_of(image)
        paste(self._frame, light, round(x - light.width / 2), round(pose.y - light.height / 2))


def _dice(seed: int, text: str) -> np.random.Generator:
    """Of what nothing is known but its words; those of a remix come below."""
    return np.random.default_rng([seed, zlib.crc32(text.partition("\n")[0].encode())])
