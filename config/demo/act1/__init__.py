"""Act 1: people sign up, one makes a video, things are killed, and nothing is lost."""

from config.demo.act1 import faults, making, output, people

STEPS = [
    *people.ARRIVING,
    *making.STEPS,
    *faults.STEPS,
    *people.PARTING,
    *output.STEPS,
]
