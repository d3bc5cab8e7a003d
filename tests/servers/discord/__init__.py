"""A Discord on loopback for tests: REST, the gateway, and people who use a bot. How tests use it:

    async with discord_world() as world:                       # tests/contracts/discord_world.py
        async with gateway_client(world, MyBot()) as bot:      # the real discord.py, pointed here
            told = await world.control.command(world.channel, world.user, "jobs add", {"query": "go"})
            view = seen(told["messages"][0])                   # what the person sees
            assert view.shows_plainly("**not bold**") and view.pings == ()

`server.api_url` goes where discord.http.Route.BASE was, `server.gateway_url` where the gateway's address was
(`pointed_at` does both). Everything else is `control`; over HTTP each of its coroutines is
POST /control/NAME, and `RemoteControl(url)` has the same names for a server in another process:

    python -m tests.servers.discord --port 0 --state FILE --seed 1 --drop 0.05 --no-buckets

which prints its port. With the same FILE a new process goes on where the old one was killed: guilds,
channels, messages, nonces, commands and private answers stay; gateway sessions and open interactions do not.

The world (control): guild, channel (text, announcement, forum), thread, member, role, give_roles, overwrite,
    grant, kick, invite
People (acting, slash, filling): command, complete, press, submit, commands_for, say
What they see (reading, markdown): messages, private, read, threads; `seen(message)`, `render(text)`
What the bot did (journal_of_requests): requests, figures (busiest_second, invalid, bad_forms), until
The gateway (gateway, sessions): connected, disconnected, gateway_log, cut, close_gateway, ask_to_reconnect,
    invalidate, refuse_connections, unavailable
Faults (faults): script([{"do": "drop_after", "channel": "1", "times": 2}]), rates(drop_after=0.05), release,
    clear_faults, faults_met
Time and limits (settings, limits): freeze, advance, settings(answer_deadline=1)

`command`, `press` and `submit` tell: answer (the type of the callback), messages, private, modal, took (real
seconds), late, failed; `complete` tells choices. A person can do only what Discord's client lets them: an
option that was not declared, a link, a disabled button or a value out of bounds is a ValueError, and the bot
hears nothing.

A body is held against Discord's OpenAPI where that file is beside the project, and always against the rules
in message_rules, component_rules and form_rules. Figures that Discord does not publish (the buckets of
routes) are observed ones. Not spoken, so 404: channels' webhooks, voice, reactions, polls, pins. The files of
a message are left aside.
"""

from .control import Control
from .control_api import ControlFailed, RemoteControl
from .markdown import Run, render, visible
from .reading import Seen, seen
from .server import DiscordServer
from .settings import Settings

__all__ = [
    "Control",
    "ControlFailed",
    "DiscordServer",
    "RemoteControl",
    "Run",
    "Seen",
    "Settings",
    "render",
    "seen",
    "visible",
]
