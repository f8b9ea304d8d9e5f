"""The largest media that anything here opens. What is larger is refused before it costs much."""

MAX_SIDE = 4096
MAX_SECONDS = 121.0  # two minutes, the longest film that is made here, and its rounding
# Of one film: 120 s at 60 a second. Repeated time stamps cost decoding too, whatever they say.
MOST_FRAMES = 7_200
# Of one film's sound, as decoded. A little more than pictures, for encoders pad the end.
MOST_SOUND_S = 125.0
# Of one film, as its tables say: each is named in up to three tables, and a minute of sound at
# 48 kHz may be cut into single samples.
MOST_SAMPLES = 9_000_000
