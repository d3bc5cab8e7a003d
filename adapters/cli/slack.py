"""`jobwire slack ...`: what is done once, when Jobwire is put on Slack."""

import asyncio
from typing import Annotated
from urllib.parse import urlsplit

import typer

from adapters.cli.plainly import ConfigOption, said_plainly
from bot.errors import ConfigurationError, Fault
from bot.settings import load_settings
from bot.settings_slack import SlackMode

app = typer.Typer(help="Put Jobwire on Slack.", no_args_is_help=True)

UrlOption = Annotated[
    str | None, typer.Option("--http", metavar="URL", help="The address at which Slack reaches Jobwire.")
]


@app.command()
def manifest(http: UrlOption = None) -> None:
    """Print the app's manifest, to be pasted at https://api.slack.com/apps: Socket Mode, or HTTP at a URL."""
    from adapters.wiring import slack_manifest

    with said_plainly():
        if http is not None and not _reachable(http):
            raise ConfigurationError(
                [
                    Fault(
                        "--http",
                        "",
                        f"{http!r} is not allowed",
                        "an address such as https://jobs.example.com",
                    )
                ]
            )
        print(slack_manifest(http), end="")


@app.command("new-key")
def new_key() -> None:
    """Print a new key for SLACK_ENCRYPTION_KEYS."""
    from adapters.wiring import new_slack_key

    print(new_slack_key())


@app.command("rotate-keys")
def rotate_keys(config: ConfigOption = None) -> None:
    """Encrypt the stored tokens with the newest key, so that older keys can go."""
    from adapters.wiring import rotate_slack_keys

    with said_plainly():
        settings = load_settings(config_file=config)
        if settings.slack.mode is not SlackMode.HTTP:
            problem = "it does not run over HTTP, so that there are no stored tokens to encrypt"
            wanted = "SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET, SLACK_ENCRYPTION_KEYS"
            raise ConfigurationError([Fault("settings", "slack", problem, wanted)])
        count = asyncio.run(rotate_slack_keys(settings))
    print(f"Encrypted anew: {count}. Only the first of SLACK_ENCRYPTION_KEYS is needed from now on.")


def _reachable(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query
