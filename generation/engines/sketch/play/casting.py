"""Gives each actor its size and its place on the stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generation.engines.sketch.art.bank import Look, posed_size
from generation.engines.sketch.backdrop.stage import ACTOR_GRADES, Stage
from generation.engines.sketch.play.player import Player
from generation.engines.sketch.scene import Actor
from generation.engines.sketch.words.things import THINGS, Habitat

GLOWING = frozenset({"sun", "moon", "star", "lantern"})
# Where a thing of the ground or the water has neither, it hovers instead of standing on nothing.
EARTHBOUND = frozenset({"stays", "sways", "sails", "hops", "drives"})
BAND = 0.94
TALLEST = 0.72
# Those that travel up or down begin where most of their way is before them.
STARTS = {"rises": (0.42, 0.86), "falls": (0.08, 0.36)}


@dataclass(frozen=True, slots=True)
class Company:
    """Players in painting order: those of the sky, those on the stage, those in front of waves."""

    heaven: tuple[Player, ...]
    stage: tuple[Player, ...]
    front: tuple[Player, ...]


def cast(actors: Sequence[Actor], stage: Stage) -> Company:
    rows: dict[Habitat, list[Actor]] = {}
    for actor in actors:
        rows.setdefault(_habitat(actor, stage), []).append(actor)
    players = {row: _placed(row, members, stage) for row, members in rows.items()}
    on_stage = [
        player
        for row in (Habitat.AIR, Habitat.SURFACE, Habitat.GROUND)
        for player in players.get(row, ())
    ]
    return Company(
        heaven=(*players.get(Habitat.HEAVEN, ()), *players.get(Habitat.FAR, ())),
        stage=tuple(sorted(on_stage, key=lambda player: player.floor)),
        front=tuple(players.get(Habitat.DEEP, ())),
    )


def _habitat(actor: Actor, stage: Stage) -> Habitat:
    habitat = THINGS[actor.thing].habitat
    if habitat is Habitat.SURFACE and stage.surface is None:
        return Habitat.GROUND
    if habitat is Habitat.GROUND and stage.ground is None:
        return Habitat.SURFACE if stage.surface else Habitat.AIR
    return habitat


def _placed(row: Habitat, members: list[Actor], stage: Stage) -> list[Player]:
    looks = [_look(actor, stage) for actor in members]
    total = sum(posed_size(look)[0] for look in looks)
    scale = min(1.0, max(0.32, BAND * stage.width / max(total, 1)))
    order = stage.rng.permutation(len(members)).tolist()
    return [
        _player(row, actor, _shrunk(look, scale), stage, slot=slot, slots=len(members))
        for actor, look, slot in zip(members, looks, order, strict=True)
    ]


def _look(actor: Actor, stage: Stage) -> Look:
    thing = THINGS[actor.thing]
    height = min(thing.size * actor.size, max(thing.size, TALLEST)) * stage.unit
    lit = actor.thing in GLOWING
    return Look(
        actor.thing, actor.colour, max(12, round(height)),
        grade=(1.0, 1.0, 1.0) if lit else ACTOR_GRADES[stage.hour],
    )  # fmt: skip


def _shrunk(look: Look, scale: float) -> Look:
    return Look(look.thing, look.colour, max(12, round(look.height * scale)), look.grade)


def _player(
    row: Habitat, actor: Actor, look: Look, stage: Stage, *, slot: int, slots: int
) -> Player:
    thing = THINGS[actor.thing]
    width, height = posed_size(look)
    jitter = float(stage.rng.uniform(-0.16, 0.16))
    floor = _floor(row, actor, stage, height=height, slot=slot, slots=slots)
    hovers = row is Habitat.AIR and actor.motion in EARTHBOUND
    return Player(
        look=look,
        motion="floats" if hovers else actor.motion,
        width=width,
        height=height,
        x=stage.width * (slot + 0.5 + jitter) / slots,
        floor=floor,
        top=stage.height * 0.05,
        stage_width=stage.width,
        stage_height=stage.height,
        unit=stage.unit,
        speed=actor.speed,
        heading=actor.heading or (1 if stage.rng.uniform() < 0.6 else -1),
        phase=float(stage.rng.uniform()),
        faces=thing.faces,
        beats=thing.beats,
        depth={Habitat.HEAVEN: 0.1, Habitat.FAR: 0.15, Habitat.AIR: 0.6}.get(row, 1.0),
        shadowed=row is Habitat.GROUND,
        glows=actor.thing in GLOWING,
    )


def _floor(
    row: Habitat, actor: Actor, stage: Stage, *, height: int, slot: int, slots: int
) -> float:
    """The y of the foot. Those in the air take turns high and low, so that none hides another."""
    rng = stage.rng
    if row is Habitat.GROUND and stage.ground is not None:
        return stage.height * (stage.ground + float(rng.uniform(-0.012, 0.022)))
    if row is Habitat.SURFACE and stage.surface is not None:
        return stage.height * (stage.surface + float(rng.uniform(-0.01, 0.035)))
    if row is Habitat.FAR:
        return stage.height * ((stage.ground or 0.9) - 0.12)
    low, high = stage.air
    if row is Habitat.HEAVEN:
        high = low + (high - low) * 0.45
    if row is Habitat.DEEP and stage.surface is not None:
        low, high = stage.surface + 0.08, 0.86
    low, high = STARTS.get(actor.motion, (low, high))
    middle = (slot * 2 % max(slots, 1) + 0.5) / max(slots, 1) + float(rng.uniform(-0.1, 0.1))
    y = stage.height * (low + (high - low) * min(max(middle, 0.0), 1.0))
    return max(y + height / 2, height + stage.height * 0.04)
