"""Films of strangers are decoded in a process of their own, which has nothing worth stealing.

A decoder is a million lines of C that read what an attacker wrote. The child gets the film, as an
open file, and gives back numbers; whoever asked believes none of them before they were checked. It
has no key, no address of a server and none of its parent's environment, memory or open files. It
starts no other process and opens no socket (seccomp, on x86-64 and AArch64). Where the kernel has
Landlock it changes no file, and reads its film and Python's modules. It is ended by the kernel or
by its parent when it takes too long.

What this does not keep off. Without Landlock the child reads and changes what its user can: that
no file grows (RLIMIT_FSIZE) keeps none from being overwritten or removed. Without seccomp it can
leave its session by a fork, and so outlive its parent. While the interpreter starts, before
`confine`, others of the same user can open the film in it.
"""
