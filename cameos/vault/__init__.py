"""Templates and reference clips of people who enrolled. Only the likeness process opens them.

No other room imports anything below here; a test holds it.
"""
