"""Speech and ambience. Workers only: needs numpy, and eSpeak NG in a process of its own."""
