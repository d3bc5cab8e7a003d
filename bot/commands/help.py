"""Help and the README's table, out of the declarations. Pure."""

from collections.abc import Sequence

from bot.commands.declaration import COMMANDS, by_name
from bot.commands.option import Command
from bot.commands.parse import nearest
from bot.commands.permissions import is_offered
from bot.commands.reply import Reply, bullets, code, fine, inlines, reply, say, words
from bot.delivery.message import Block, Heading, Text
from bot.delivery.platform import ChatPlatform
from bot.errors import UnknownCommand

_FAMILIES = (
    ("Subscriptions", ("subscribe", "list", "edit", "unsubscribe", "pause", "resume")),
    ("Looking", ("preview", "search", "why", "stats")),
    ("The digest", ("digest", "digest off", "digest now", "digest more")),
    ("This channel", ("settings", "mute", "unmute", "sources", "help")),
    ("You", ("saved", "saved mark", "saved note", "remind", "forget me")),
)

_LANGUAGE = (
    "`senior backend, Go | Rust`: comma is and, | is or, words side by side all hold",
    '`-company:Acme` leaves out, `"event sourcing"` is that very phrase',
    "`remote:EU` `in:Berlin` `salary>=120k EUR` `years<=3` `visa:yes` `posted<7d` `title:` `source:` `lang:`",
)


def help_reply(name: str | None, platform: ChatPlatform | None = None) -> Reply:
    """All commands, or one, as `platform` offers them. Raises UnknownCommand with the nearest names."""
    if not name:
        return _all()
    command = by_name(name.removeprefix("/jobs").strip() or "help")
    if command is None:
        near = nearest(name, tuple(command.name for command in COMMANDS))
        hint = f" Did you mean /jobs help {near[0]}?" if near else " /jobs help shows all commands."
        raise UnknownCommand(f'There is no command "{name[:60]}".{hint}')
    under = (one for one in COMMANDS if one.name.startswith(f"{command.name} "))
    return _one(command, [one for one in under if is_offered(one, platform)])


def table_markdown() -> str:
    """The table of commands for the README."""
    lines = ["| command | does | who may |", "| --- | --- | --- |"]
    for command in COMMANDS:
        who = "managers of the channel" if command.managers_only else "everybody"
        lines.append(f"| `{_cell(command.usage)}` | {_cell(command.help)} | {who} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _all() -> Reply:
    sections = [_family(title, names) for title, names in _FAMILIES]
    language: tuple[Block, ...] = (Heading("Queries"), bullets(_LANGUAGE))
    last: tuple[Block, ...] = (
        words(
            "Begin with `/jobs subscribe senior backend, Go, AWS`; `/jobs help subscribe` shows one command."
        ),
    )
    return reply("Jobwire brings the right job postings into this channel.", *sections, language, last)


def _family(title: str, names: tuple[str, ...]) -> tuple[Block, ...]:
    commands = [command for command in COMMANDS if command.name in names]
    return (
        Heading(title),
        bullets((code(command.usage), Text(text=f" {command.help}")) for command in commands),
    )


def _one(command: Command, under: Sequence[Command]) -> Reply:
    blocks: list[Block] = [words(f"{command.help[:1].upper()}{command.help[1:]}.")]
    if command.options:
        blocks.append(
            bullets(
                (
                    Text(text=option.name.upper(), bold=True),
                    Text(text=f": {option.help}{'' if option.required else ' (may be left out)'}"),
                )
                for option in command.options
            )
        )
    blocks += [words("For example:"), bullets((code(example),) for example in command.examples)]
    if any(option.name == "query" for option in command.options):
        blocks += [words("How queries are written:"), bullets(_LANGUAGE)]
    if under:
        blocks.append(bullets((code(c.usage), *inlines(f" {c.help}")) for c in under))
    notes = [f"Also: {', '.join(f'/jobs {alias}' for alias in command.aliases)}."] if command.aliases else []
    if command.managers_only:
        notes.append("Only for those who may manage the channel: /jobs settings says who.")
    if notes:
        blocks.append(fine(" ".join(notes)))
    return say(command.usage, *blocks)
