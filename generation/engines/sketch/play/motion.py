"""How things move: each motion gives the pose at a time, from the time alone."""

import math
from collections.abc import Callable
from dataclasses import replace

from generation.engines.sketch.play.player import Player, Pose

Motion = Callable[[Player, float], Pose]
TURN = 2 * math.pi
BEATS_PER_SECOND = 1.7


def pose_at(player: Player, seconds: float) -> Pose:
    pose = MOTIONS[player.motion](player, seconds * player.speed)
    if player.beats:
        beat = (seconds * BEATS_PER_SECOND * math.sqrt(player.speed) + player.phase) % 1
        pose = replace(pose, beat=beat)
    return replace(pose, mirrored=player.faces and player.heading < 0)


def _wave(player: Player, t: float, *, rate: float, shift: float = 0.0) -> float:
    return math.sin(TURN * (t * rate + player.phase + shift))


def bounces(player: Player, t: float) -> Pose:
    """A parabola with a soft landing: flat and wide for the blink of the touch."""
    return _hop(player, t, period=1.05, reach=0.30, squash=0.20, sway=0.05)


def hops(player: Player, t: float) -> Pose:
    return _hop(player, t, period=0.72, reach=0.09, squash=0.10, sway=0.03)


def _hop(
    player: Player, t: float, *, period: float, reach: float, squash: float, sway: float
) -> Pose:
    share = (t / period + player.phase) % 1
    lift = 4 * share * (1 - share)
    touch = max(0.0, 1 - min(share, 1 - share) / 0.09)
    high = 1 - squash * touch
    reach = min(reach * player.unit, max(0.0, player.floor - player.height - player.top))
    x = player.x + sway * player.unit * _wave(player, t, rate=0.11)
    y = player.floor - player.height * high / 2 - reach * lift
    return Pose(x, y, wide=1 + squash * 0.7 * touch, high=high, lift=lift)


def spins(player: Player, t: float) -> Pose:
    y = player.y - player.unit * 0.03 * (1 + _wave(player, t, rate=0.4))
    return Pose(player.x, y, angle=player.heading * 135 * t + 360 * player.phase, lift=0.3)


def rolls(player: Player, t: float) -> Pose:
    way = player.stage_width * 0.24 * math.sin(TURN * t * 0.16 + player.phase)
    angle = math.degrees(way / (player.height / 2))
    return Pose(player.x + way, player.y, angle=angle)


def flies(player: Player, t: float) -> Pose:
    x = _across(player, t, pace=0.17)
    y = player.y + player.unit * 0.045 * _wave(player, t, rate=0.33)
    return Pose(x, y, angle=5 * player.heading * _wave(player, t, rate=0.33, shift=0.25), lift=0.8)


def swims(player: Player, t: float) -> Pose:
    x = _across(player, t, pace=0.11)
    y = player.y + player.unit * 0.03 * _wave(player, t, rate=0.25)
    return Pose(x, y, angle=4 * player.heading * _wave(player, t, rate=0.25, shift=0.25), lift=0.8)


def drives(player: Player, t: float) -> Pose:
    jolt = player.unit * 0.0025 * _wave(player, t, rate=3.1)
    return Pose(_across(player, t, pace=0.24), player.y + jolt)


def moves(player: Player, t: float) -> Pose:
    step = player.unit * 0.006 * abs(_wave(player, t, rate=1.0))
    return Pose(_across(player, t, pace=0.11), player.y - step)


def sails(player: Player, t: float) -> Pose:
    x = _across(player, t, pace=0.05)
    y = player.y + player.unit * 0.010 * _wave(player, t, rate=0.3)
    return Pose(x, y, angle=4 * _wave(player, t, rate=0.27, shift=0.2))


def floats(player: Player, t: float) -> Pose:
    x = player.x + player.unit * 0.035 * _wave(player, t, rate=0.12)
    y = player.y + player.unit * 0.045 * _wave(player, t, rate=0.19, shift=0.3)
    return Pose(x, y, angle=4 * _wave(player, t, rate=0.17), lift=0.8)


def drifts(player: Player, t: float) -> Pose:
    return Pose(_across(player, t, pace=0.035), player.y)


def rises(player: Player, t: float) -> Pose:
    return Pose(*_along(player, t, pace=-0.16), angle=3 * _wave(player, t, rate=0.3), lift=0.9)


def falls(player: Player, t: float) -> Pose:
    return Pose(*_along(player, t, pace=0.16), angle=28 * _wave(player, t, rate=0.35), lift=0.9)


def zooms(player: Player, t: float) -> Pose:
    scale = 1.0 + 0.35 * _wave(player, t, rate=0.25)
    return Pose(player.x, player.floor - player.height * scale / 2, wide=scale, high=scale)


def sways(player: Player, t: float) -> Pose:
    """Turns about the foot, not about the middle."""
    angle = 2.6 * _wave(player, t, rate=0.28)
    x = player.x + math.sin(math.radians(angle)) * player.height / 2
    return Pose(x, player.y, angle=angle)


def pulses(player: Player, t: float) -> Pose:
    scale = 1 + 0.06 * _wave(player, t, rate=0.6)
    return Pose(player.x, player.floor - player.height * scale / 2, wide=scale, high=scale)


def twinkles(player: Player, t: float) -> Pose:
    scale = 1 + 0.13 * _wave(player, t, rate=0.5)
    return Pose(player.x, player.y, angle=8 * _wave(player, t, rate=0.2), wide=scale, high=scale)


def stays(player: Player, t: float) -> Pose:
    return Pose(player.x, player.y)


def _across(player: Player, t: float, *, pace: float) -> float:
    """Out at one side and in at the other."""
    margin = player.width * 0.55
    way = player.stage_width + 2 * margin
    return (player.x + player.heading * pace * player.unit * t + margin) % way - margin


def _along(player: Player, t: float, *, pace: float) -> tuple[float, float]:
    margin = player.height * 0.55
    way = player.stage_height + 2 * margin
    x = player.x + player.unit * 0.03 * _wave(player, t, rate=0.22)
    return x, (player.y + pace * player.unit * t + margin) % way - margin


MOTIONS: dict[str, Motion] = {
    motion.__name__: motion
    for motion in (
        bounces, hops, spins, rolls, flies, swims, drives, moves, sails, floats, drifts, rises,
        falls, zooms, sways, pulses, twinkles, stays,
    )
}  # fmt: skip
