"""A small bot of discord.py that answers in every way there is, to try the test Discord with."""

import re
from typing import Any, Literal

import discord
from discord import app_commands, ui

jobs = app_commands.Group(name="jobs", description="Postings", guild_only=True)
feeds = app_commands.Group(name="feeds", description="Where from", parent=jobs)


@jobs.command(name="add", description="Options of plain values")
async def add(
    interaction: discord.Interaction,
    query: app_commands.Range[str, 2, 50],
    cadence: Literal["instant", "daily"] = "instant",
    days: app_commands.Range[int, 1, 30] = 7,
    exact: bool = False,
) -> None:
    await interaction.response.send_message(repr([query, cadence, days, exact]), ephemeral=True)


@jobs.command(name="tell", description="Options that name something")
async def tell(
    interaction: discord.Interaction,
    place: discord.TextChannel | discord.ForumChannel,
    who: discord.Member | None = None,
    role: discord.Role | None = None,
) -> None:
    told = [place.name, who and who.display_name, role and role.name]
    await interaction.response.send_message(repr(told), ephemeral=True)


@add.autocomplete("query")
async def completed(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    days = interaction.namespace.days
    return [app_commands.Choice(name=f"{current}{end} {days}", value=current + end) for end in "ab"]


@feeds.command(name="test", description="Answers late")
async def test_feed(interaction: discord.Interaction, url: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(content=f"read {url}")
    await interaction.followup.send("and more", ephemeral=True)


@jobs.command(name="public", description="Seen by all")
async def public(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("first")
    second = await interaction.followup.send("second", wait=True)
    await second.edit(content="changed")
    await interaction.delete_original_response()


@jobs.command(name="silent", description="Never answers")
async def silent(_: discord.Interaction) -> None:
    pass


@jobs.command(name="twice", description="Answers twice")
async def twice(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("once")
    interaction.response._response_type = None
    await interaction.response.send_message("again")


@jobs.command(name="form", description="Opens a form")
async def form(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Form(custom_id="edit"))


@jobs.command(name="card", description="A layout")
async def card(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(view=Card("fresh"))


@app_commands.command(name="saved", description="Also in direct messages")
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def saved(interaction: discord.Interaction) -> None:
    kind = type(interaction.channel).__name__
    await interaction.response.send_message(f"{interaction.user.display_name} in {kind}", ephemeral=True)


class Form(ui.Modal, title="Edit"):
    query = ui.Label(text="Query", component=ui.TextInput(max_length=20, default="go"))
    often = ui.Label(
        text="How often",
        component=ui.Select(options=[discord.SelectOption(label=one) for one in ("instant", "daily")]),
    )
    told = ui.Label(text="Whom to tell", component=ui.RoleSelect(required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        query, often, told = self.query.component, self.often.component, self.told.component
        assert isinstance(query, ui.TextInput)
        assert isinstance(often, ui.Select)
        assert isinstance(told, ui.RoleSelect)
        roles = [role.name for role in told.values]
        await interaction.response.send_message(f"{query.value} {often.values} {roles}", ephemeral=True)


class Keep(ui.DynamicItem[ui.Button[Any]], template=r"keep:(?P<id>\d+)"):
    """A button that works after a restart."""

    def __init__(self, id_: int) -> None:
        self.id_ = id_
        super().__init__(ui.Button(label="Keep", custom_id=f"keep:{id_}"))

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction, _item: ui.Item[Any], match: re.Match[str], /
    ) -> "Keep":
        return cls(int(match["id"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"kept {self.id_}", ephemeral=True)


class Card(ui.LayoutView):
    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        button: ui.Button[Any] = ui.Button(label="Renew", custom_id="renew")
        button.callback = self.renew  # type: ignore[method-assign]
        later: ui.Button[Any] = ui.Button(label="Later", custom_id="later")
        later.callback = self.later  # type: ignore[method-assign]
        row: ui.ActionRow[Any] = ui.ActionRow(
            button, later, Keep(7), ui.Button(label="Open", url="https://a.example")
        )
        roles: ui.RoleSelect[Any] = ui.RoleSelect(placeholder="Whom", custom_id="whom")
        roles.callback = self.chose  # type: ignore[method-assign]
        self.roles = roles
        self.add_item(ui.Container(ui.TextDisplay(text), row, ui.ActionRow(roles)))

    async def renew(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(view=Card("renewed"))

    async def later(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(view=Card("later"))

    async def chose(self, interaction: discord.Interaction) -> None:
        names = ", ".join(role.name for role in self.roles.values)
        await interaction.response.send_message(f"tell {names}", ephemeral=True)


class EchoBot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.failed: list[BaseException] = []
        self.tree.error(self._failed)

    async def setup_hook(self) -> None:
        self.tree.add_command(jobs)
        self.tree.add_command(saved)
        self.add_dynamic_items(Keep)
        await self.tree.sync()

    async def _failed(self, _: discord.Interaction, error: app_commands.AppCommandError) -> None:
        self.failed.append(getattr(error, "original", error))
