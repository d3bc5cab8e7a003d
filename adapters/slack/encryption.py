"""Encrypts what may not stand in the database in clear: the first key encrypts, every key decrypts.

Fernet: https://cryptography.io/en/latest/fernet/. It knows nothing of Slack or of the database.
"""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import ConfigurationError, Fault


def new_key() -> str:
    """A key such as the setting takes."""
    return Fernet.generate_key().decode()


class TokenCipher:
    """Ciphertext is text, about four thirds as long as what it hides, and different each time."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one key")
        self._newest = Fernet(keys[0])
        self._all = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, text: str) -> str:
        """The text, encrypted with the newest key."""
        return self._newest.encrypt(text.encode()).decode()

    def decrypt(self, ciphertext: str) -> str:
        """The text. Raises ConfigurationError where none of the keys has made that ciphertext."""
        try:
            return self._all.decrypt(ciphertext).decode()
        except InvalidToken as error:
            raise ConfigurationError([_UNREADABLE]) from error

    def is_newest(self, ciphertext: str) -> bool:
        """Whether the newest key decrypts it."""
        try:
            self._newest.decrypt(ciphertext)
        except InvalidToken:
            return False
        return True


_UNREADABLE = Fault(
    "environment",
    "SLACK_ENCRYPTION_KEYS",
    "none of the keys decrypts a token that is stored in the database",
    "the keys with which it was stored, beside newer ones; without them, each workspace must install anew",
)
