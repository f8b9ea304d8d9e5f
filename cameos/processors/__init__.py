"""Whom pictures of a likeness may be handed to outside of this house, and who agreed to that.

Nobody is one until the operator declares it; a likeness goes to none until its owner agreed to just
this one, under the text that names it (abuse table, "remote engines and monitors").
"""
