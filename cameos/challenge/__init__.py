"""A live recording asked of a person who enrols: random digits to read, random turns of the head.

Pure judging: no model of the database, no settings, no request. What it proves is that the film was
made for this challenge, by one face, and nothing more. It never proves that a living person made
it: a picture that is warped, with a synthetic voice, passes. That is presentation-attack detection
(lib/faces/presentation.py), an answer of its own that the challenge never stands in for.
"""
