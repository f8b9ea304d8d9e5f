from django.conf import settings

from cameos.vault.keystore.base import KeyStore
from cameos.vault.keystore.command import CommandKeyStore
from cameos.vault.keystore.files import FileKeyStore


def build() -> KeyStore:
    """By settings: an operator's command (a KMS, say), or files."""
    if settings.CAMEO_KEYSTORE_COMMAND:
        return CommandKeyStore(settings.CAMEO_KEYSTORE_COMMAND)
    return FileKeyStore(settings.CAMEO_KEYS_DIR)
