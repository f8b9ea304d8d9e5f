"""Films of strangers are decoded in a process of their own, which has nothing worth stealing.

A decoder is a million lines of C that read what an attacker wrote. The child gets the film, as an
open file without a name, and gives back numbers; whoever asked believes none of them before they
were checked. It has no key, no address of a server and none of its parent's environment, memory or
files; it may write no file, and is ended by the kernel or by its parent when it takes too long.

What it does not keep off: the child is of the same user, so it can read files that this user can.
"""
