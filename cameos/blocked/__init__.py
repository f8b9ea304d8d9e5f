"""People who have no account, or want no cameo, and ask never to be shown (C3, C26).

They, or a representative who proved to be one, send a written release by post or mail; one member
of staff records it, another confirms it. Whoever has an account has the same protection by a cameo
at "only me". The gallery is an operator's option, off by default (`switching`); switched off,
nobody is added and whoever stands in it stays protected.
"""
