"""Films that answer a challenge, rendered: a computed head that turns, a computed voice that reads.

They are the attack that a challenge cannot tell from a person. So they pass the challenge, and with
a detector of presentation attacks that answers "attack" they are one.
"""
