"""Whose name stands under what leaves: the operator's certificate, or one made here."""
