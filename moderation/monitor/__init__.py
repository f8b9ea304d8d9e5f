"""The reasoning monitor: a second opinion by a model that reads the policy (M3, D-12).

It only ever tightens: its scores add hits, its silence holds, and its "fine" excuses nothing that
another detector found or could not assess.
"""
