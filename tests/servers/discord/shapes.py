"""The JSON objects that Discord shows of what it holds."""

from .model import REQUIRE_TAG, Channel, Guild, Json, User
from .permissions import in_channel
from .state import State


def user_json(user: User) -> Json:
    return {
        "id": user.id,
        "username": user.name.lower(),
        "discriminator": "0",
        "global_name": user.name,
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
        "flags": 0,
    }


def me_json(state: State) -> Json:
    me = user_json(state.users[state.app.id])
    return me | {"verified": True, "mfa_enabled": True, "locale": "en-US", "email": None}


def application_json(state: State) -> Json:
    app = state.app
    owner = {"id": "1000000000000000009", "username": "owner", "discriminator": "0", "global_name": "Owner"}
    return {
        "id": app.id,
        "name": app.name,
        "icon": None,
        "description": "Job postings into the right channel.",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": app.public_key,
        "owner": owner | {"avatar": None, "public_flags": 0},
        "team": None,
        "flags": 0,
        "bot": user_json(state.users[app.id]),
        "approximate_guild_count": sum(not guild.removed for guild in state.guilds.values()),
        "interactions_endpoint_url": None,
        "integration_types_config": {"0": {}},
        **app.more,
    }


def role_json(guild: Guild, role: str) -> Json:
    held = guild.roles[role]
    return {
        "id": role,
        "name": held["name"],
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": held["position"],
        "permissions": str(held["permissions"]),
        "managed": False,
        "mentionable": held["mentionable"],
        "flags": 0,
    }


def member_json(state: State, guild: Guild, user: str) -> Json:
    return {
        "user": user_json(state.users[user]),
        "nick": None,
        "avatar": None,
        "roles": guild.members[user],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": guild.timed_out.get(user),
    }


def guild_json(state: State, guild: Guild) -> Json:
    return {
        "id": guild.id,
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": guild.owner_id,
        "features": ["COMMUNITY", "NEWS"],
        "preferred_locale": guild.locale,
        "roles": [role_json(guild, role) for role in guild.roles],
        "emojis": [],
        "stickers": [],
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": guild.system_channel or None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "vanity_url_code": None,
        "max_members": 500_000,
        "application_id": None,
    }


def created_guild_json(state: State, guild: Guild) -> Json:
    """What GUILD_CREATE carries when the bot joins; after an outage and at the start more is said, below."""
    inside = [c for c in state.channels.values() if c.guild_id == guild.id and not c.deleted]
    seen = [c for c in inside if in_channel(state, c, state.app.id)]
    return guild_json(state, guild) | {
        "joined_at": "2026-01-01T00:00:00+00:00",
        "large": False,
        "member_count": len(guild.members),
        "members": [member_json(state, guild, state.app.id)],
        "channels": [channel_json(state, c) for c in inside if not c.is_thread],
        "threads": [channel_json(state, c) for c in seen if c.is_thread and not c.archived],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def returned_guild_json(state: State, guild: Guild) -> Json:
    """What GUILD_CREATE carries for a guild that the bot was in: discord.py tells a join by this."""
    return created_guild_json(state, guild) | {"unavailable": False}


def channel_json(state: State, channel: Channel) -> Json:
    if channel.is_thread:
        return _thread_json(state, channel)
    shown: Json = {
        "id": channel.id,
        "type": channel.kind,
        "last_message_id": channel.last_message,
        "flags": 0,
    }
    if not channel.guild_id:
        return shown | {"recipients": [user_json(state.users[channel.recipient])]}
    shown |= {
        "guild_id": channel.guild_id,
        "name": channel.name,
        "topic": channel.topic,
        "position": channel.position,
        "parent_id": channel.parent_id,
        "nsfw": False,
        "rate_limit_per_user": channel.slowmode,
        "permission_overwrites": _overwrites(state.guilds[channel.guild_id], channel),
    }
    if channel.kind == 15:
        shown |= {
            "available_tags": [{"emoji_id": None, "emoji_name": None, **tag} for tag in channel.tags],
            "flags": REQUIRE_TAG if channel.require_tag else 0,
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "template": "",
        }
    return shown


def _thread_json(state: State, thread: Channel) -> Json:
    return {
        "id": thread.id,
        "type": thread.kind,
        "guild_id": thread.guild_id,
        "parent_id": thread.parent_id,
        "owner_id": thread.owner_id,
        "name": thread.name,
        "last_message_id": thread.last_message,
        "rate_limit_per_user": thread.slowmode,
        "message_count": max(0, len(state.messages.get(thread.id, {})) - 1),
        "member_count": len(thread.members),
        "total_message_sent": max(0, len(state.messages.get(thread.id, {})) - 1),
        "flags": 0,
        "applied_tags": thread.applied_tags,
        "thread_metadata": {
            "archived": thread.archived,
            "archive_timestamp": state.timestamp(thread.archived_at or thread.created_at),
            "auto_archive_duration": thread.auto_archive,
            "locked": thread.locked,
            "create_timestamp": state.timestamp(thread.created_at),
        },
    }


def thread_member_json(state: State, thread: Channel, user: str) -> Json:
    joined = state.timestamp(thread.created_at)
    return {"id": thread.id, "user_id": user, "join_timestamp": joined, "flags": 1}


def _overwrites(guild: Guild, channel: Channel) -> list[Json]:
    return [
        {"id": id_, "type": 0 if id_ in guild.roles else 1, "allow": str(allow), "deny": str(deny)}
        for id_, (allow, deny) in channel.overwrites.items()
    ]
