"""The link by which a server adds Jobwire: what it asks for, and why. Pure."""

from urllib.parse import urlencode

from adapters.discord.permissions import NEEDED, SCOPES, invited_permissions

AUTHORIZE = "https://discord.com/oauth2/authorize"
"""https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow"""

_ON_A_SERVER = 0
"""The app is added to a server, not to a person: https://docs.discord.com/developers/resources/application"""


def invite_link(application_id: str) -> str:
    """The address that somebody opens who may manage a server."""
    asked = {
        "client_id": application_id,
        "permissions": invited_permissions(),
        "integration_type": _ON_A_SERVER,
        "scope": " ".join(SCOPES),
    }
    return f"{AUTHORIZE}?{urlencode(asked)}"


def invite_text(application_id: str) -> str:
    """The link, and the reason of everything that it asks for."""
    asked = [(one.name, one.reason) for one in NEEDED]
    width = max(len(name) for name, _ in (*asked, *SCOPES.items()))
    lines = [
        "Open this link, choose your server, and press Authorize:",
        "",
        invite_link(application_id),
        "",
        "It asks for these permissions, and no others:",
        *_rows(asked, width),
        "and for these scopes:",
        *_rows(list(SCOPES.items()), width),
    ]
    return "\n".join(lines)


def _rows(rows: list[tuple[str, str]], width: int) -> list[str]:
    return [f"  {name.ljust(width)}  {reason}" for name, reason in rows]
