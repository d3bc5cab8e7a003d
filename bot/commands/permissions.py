"""Who may manage a channel. Pure."""

from bot.commands.option import Command
from bot.delivery.platform import ChatPlatform, PublishesMessages
from bot.domain.chat import ChannelSettings, Managers, UserRef
from bot.errors import BadOption, NotAllowed

_WHO = {
    Managers.EVERYONE: "everybody",
    Managers.ADMINS: "the administrators of this workspace",
}


def may_manage(user: UserRef, settings: ChannelSettings) -> bool:
    """Whether the person may change the channel's subscriptions and settings."""
    if settings.managers is Managers.EVERYONE or user.is_admin:
        return True
    return settings.managers is Managers.LISTED and user.user in settings.listed_managers


def check_allowed(command: Command, user: UserRef, settings: ChannelSettings) -> None:
    """Raises NotAllowed, which says who may, when the person may not use the command here."""
    if command.managers_only and not may_manage(user, settings):
        raise NotAllowed(
            f"/jobs {command.name} is not for you here: only {who_may_manage(settings)} may change this "
            f"channel. Ask one of them, or try your query privately with /jobs preview."
        )


def check_place(command: Command, *, is_direct: bool) -> None:
    """Raises BadOption where a command for channels is used in direct messages."""
    if is_direct and not command.personal:
        raise BadOption(
            f"/jobs {command.name} is for a channel, and this is a conversation with Jobwire alone. Use it "
            "in the channel that the postings are for; here are /jobs saved, /jobs search and /jobs help."
        )


def is_offered(command: Command, platform: ChatPlatform | None) -> bool:
    """Whether the command is one for that platform; None is one that is not connected."""
    if not command.needs_publishing:
        return True
    return platform is not None and isinstance(platform, PublishesMessages)


def check_offered(command: Command, platform: ChatPlatform | None) -> None:
    """Raises BadOption where the platform has nothing that the command is for."""
    if not is_offered(command, platform):
        raise BadOption(
            f"/jobs {command.name} is for channels that others can follow, and there are none in this chat. "
            "/jobs settings shows what can be set here."
        )


def who_may_manage(settings: ChannelSettings) -> str:
    """The people who may manage the channel, in words."""
    if settings.managers is Managers.LISTED:
        return f"{_WHO[Managers.ADMINS]} and {', '.join(settings.listed_managers) or 'nobody else'}"
    return _WHO[settings.managers]
