"""Tokens at rest: what one key hides, that key and newer sets show; no other does."""

import pytest

from adapters.slack.encryption import TokenCipher, new_key
from bot.errors import ConfigurationError

OLD, NEW, STRANGE = new_key(), new_key(), new_key()
TOKEN = "xoxb-hush"


def test_what_is_encrypted_is_hidden_different_each_time_and_comes_back():
    cipher = TokenCipher([NEW])
    one, other = cipher.encrypt(TOKEN), cipher.encrypt(TOKEN)
    assert one != other
    assert TOKEN not in one
    assert cipher.decrypt(one) == cipher.decrypt(other) == TOKEN


def test_a_new_key_first_encrypts_and_the_old_one_still_decrypts():
    kept = TokenCipher([OLD]).encrypt(TOKEN)
    both = TokenCipher([NEW, OLD])
    assert both.decrypt(kept) == TOKEN
    assert not both.is_newest(kept)
    assert both.is_newest(both.encrypt(TOKEN))
    assert TokenCipher([NEW]).decrypt(both.encrypt(TOKEN)) == TOKEN


@pytest.mark.parametrize("spoil", [lambda kept: kept, lambda kept: kept[:-2] + "A=", lambda _: TOKEN])
def test_what_no_key_decrypts_is_a_fault_that_says_what_to_do(spoil):
    with pytest.raises(ConfigurationError, match="SLACK_ENCRYPTION_KEYS") as caught:
        TokenCipher([STRANGE, NEW]).decrypt(spoil(TokenCipher([OLD]).encrypt(TOKEN)))
    assert TOKEN not in str(caught.value)


def test_a_cipher_shows_no_key():
    assert NEW not in repr(TokenCipher([NEW, OLD]))
