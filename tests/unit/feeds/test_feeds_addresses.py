"""Which addresses may be read, in all the spellings that lead to a private network."""

import pytest

from bot.errors import RefusedAddress
from bot.feeds.addresses import AddressPolicy, is_public, shown


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:2800:21f:cb07::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_public_addresses(address: str):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # noqa: S104
        *("169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.1", "198.18.0.1", "192.0.2.1"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *("fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::1", "2001:0:7f00:1::1"),
        *("2001:db8::1", "", "no number", "999.1.1.1"),
    ],
)
def test_addresses_that_are_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.1/",
        ),
        *(
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://0/",
            "http://169.254.169.254/latest",
            "http://10.0.0.1:80/",
        ),
        *("https://user:password@192.168.0.1/", "http://[fe80::1%25eth0]/"),
        *(
            "file:///etc/passwd",
            "ftp://example.com/",
            "javascript:alert(1)",
            "data:text/xml,x",
            "//example.com/",
            "",
        ),
        *("http://", "http:///path", "http://[::1", "http://example.com:99999/"),
    ],
)
def test_urls_that_are_refused(url: str):
    with pytest.raises(RefusedAddress) as caught:
        AddressPolicy().check(url)
    assert "password" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/jobs",
        "http://example.com:8080/",
        "http://93.184.215.14/",
        "https://[2606:4700::1111]/",
    ],
)
def test_urls_that_may_be_read(url: str):
    AddressPolicy().check(url)


@pytest.mark.parametrize(
    ("named", "url", "allowed"),
    [
        ("127.0.0.1", "http://127.0.0.1:9/", True),
        ("127.0.0.1:80", "http://127.0.0.1/", True),
        ("127.0.0.1:81", "http://127.0.0.1/", False),
        ("127.0.0.1", "http://2130706433/", True),
        ("[::1]:8000", "http://[::1]:8000/", True),
        ("::1", "http://[::1]:8000/", True),
        ("localhost", "http://127.0.0.1/", False),
        ("10.0.0.1", "http://10.0.0.2/", False),
    ],
)
def test_a_setting_names_private_addresses_that_may_be_read(named: str, url: str, *, allowed: bool):
    policy = AddressPolicy(frozenset({named}))
    if allowed:
        policy.check(url)
    else:
        with pytest.raises(RefusedAddress, match="JOBWIRE_FEEDS_ALLOWED_PRIVATE"):
            policy.check(url)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://anna:pw@example.com/a?x=1#f", "https://example.com/a?x=1"),
        ("https://example.com/a?api_key=abc&x=1&Token=z", "https://example.com/a?api_key=...&x=1&Token=..."),
        ("http://u:p@[bad", "[bad"),
        ("https://example.com/" + "a" * 500, "https://example.com/" + "a" * 179 + "…"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, text: str):
    assert shown(url) == text
