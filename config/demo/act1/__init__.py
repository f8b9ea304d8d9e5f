"""Act 1: people sign up, one makes a video and publishes it, and everything on the way is checked.

Words are judged before anything is drawn, films before anybody sees them; things are killed and
nothing is lost; what is taken down, blocked or deleted is gone for everybody at once.
"""

from config.demo.act1 import faults, making, output, people, publishing, removing, screening

STEPS = [
    *people.ARRIVING,
    *making.STEPS,
    *publishing.STEPS,
    *screening.STEPS,
    *removing.TAKEN_DOWN,
    *faults.STEPS,
    *people.PARTING,
    *removing.STEPS,
    *output.STEPS,
]
