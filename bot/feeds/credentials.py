"""What single hosts want to be shown with every request: put in when it is sent, and nowhere before. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.errors import FetchFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What one host is shown: parameters of the address, headers, or both.

    `host` is a host name, or host:port. `missing` says what whoever runs Jobwire has to set where
    nothing is set; it is None where all is there.
    """

    host: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    missing: str | None = None

    def belongs_to(self, url: str, *, in_clear: bool = False) -> bool:
        """Whether it is shown to this address: that host, over https, or also `in_clear`."""
        parts = urlsplit(url)
        return self.host in {parts.hostname, parts.netloc} and (in_clear or parts.scheme == "https")

    def shown_to(self, url: str) -> str:
        """The address with the parameters, for the wire alone. Raises FetchFailed where they are missing."""
        if self.missing is not None:
            raise FetchFailed(f"{self.host} answers only those who have a key. {self.missing}")
        return _with(url, self.query)

    def hidden_from(self, url: str) -> str:
        """The address without the parameters, which a redirect may have repeated."""
        names = self.query.keys()
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if name not in names]
        return url if kept == pairs else urlunsplit(parts._replace(query=urlencode(kept, safe=",")))


def _with(url: str, query: Mapping[str, str]) -> str:
    if not query:
        return url
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    given = [(name, value) for name, value in pairs if name not in query]
    return urlunsplit(parts._replace(query=urlencode([*given, *query.items()], safe=",")))
