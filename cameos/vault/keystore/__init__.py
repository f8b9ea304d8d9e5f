"""Where the wrapped key of each cameo lies: outside the database, and in no backup.

A wrapped key inside the database would be in every backup of it, and the master key opens it for
years: erasing a row would destroy nothing. So the database knows only the key's id. The store
keeps one copy of each key, which deletion destroys; a backup then holds ciphertext for which no key
exists. What the store loses people must record again: that is the price.
"""

from cameos.vault.keystore.base import KeyStore
from cameos.vault.keystore.building import build

__all__ = ["KeyStore", "build"]
