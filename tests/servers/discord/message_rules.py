"""What Discord wants of a message, beyond its OpenAPI: sums, what excludes what, mentions that contradict."""

from typing import Any

from .component_rules import check_components, walk
from .model import COMPONENTS_V2, EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, Json
from .refusal import Form, Refused

MOST_CONTENT = 2000
MOST_NONCE = 25
MOST_EMBED_TEXT = 6000
SETTABLE_FLAGS = SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2 | 1 << 13
EMBED_LIMITS = {"title": 256, "description": 4096}


def check_message(form: Form, body: Json, *, was: Json | None = None) -> None:
    """Add what is wrong with a new message, or with the edit of one."""
    given = body.get("flags")
    flags = given if isinstance(given, int) else 0
    v2 = bool(flags & COMPONENTS_V2) or bool(was and was["flags"] & COMPONENTS_V2)
    if flags & ~SETTABLE_FLAGS:
        form.add(("flags",), "MESSAGE_INVALID_FLAGS", "These flags cannot be set.")
    if was and given is not None and was["flags"] & COMPONENTS_V2 and not flags & COMPONENTS_V2:
        form.add(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "The flag cannot be removed.")
    if v2:
        _check_exclusive(form, body, was)
    form.longest(("nonce",), body.get("nonce"), MOST_NONCE)
    form.longest(("content",), body.get("content"), MOST_CONTENT)
    check_components(form, body.get("components"), v2=v2)
    _check_embeds(form, body.get("embeds"))
    _check_mentions(form, body.get("allowed_mentions"))


def refuse_empty(body: Json) -> None:
    """50006 for a message that shows nothing."""
    if not any(
        body.get(name) for name in ("content", "embeds", "components", "sticker_ids", "poll", "attachments")
    ):
        raise Refused(50006)


def _check_exclusive(form: Form, body: Json, was: Json | None) -> None:
    for name in ("content", "embeds", "poll", "sticker_ids"):
        left = was is not None and name not in body and was.get(name) and not was["flags"] & COMPONENTS_V2
        if body.get(name) or left:
            form.add(
                (name,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _check_embeds(form: Form, embeds: Any) -> None:
    if not isinstance(embeds, list):
        return
    form.length(("embeds",), embeds, 0, 10)
    total = 0
    for index, embed in enumerate(embeds):
        if isinstance(embed, dict):
            total += _check_embed(form, ("embeds", index), embed)
    if total > MOST_EMBED_TEXT:
        form.add(
            ("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}"
        )


def _check_embed(form: Form, path: tuple[str | int, ...], embed: Json) -> int:
    """Its characters that count."""
    texts = [(name, embed.get(name), most) for name, most in EMBED_LIMITS.items()]
    texts += [("footer", (embed.get("footer") or {}).get("text"), 2048)]
    texts += [("author", (embed.get("author") or {}).get("name"), 256)]
    fields = embed.get("fields") or []
    form.length((*path, "fields"), fields, 0, 25)
    for index, one in enumerate(fields):
        texts += [
            (f"fields/{index}/name", one.get("name"), 256),
            (f"fields/{index}/value", one.get("value"), 1024),
        ]
        for name in ("name", "value"):
            form.length((*path, "fields", index, name), one.get(name), 1, 1024)
    for name, text, most in texts:
        form.longest((*path, *name.split("/")), text, most)
    return sum(len(text) for _, text, _ in texts if isinstance(text, str))


def _check_mentions(form: Form, allowed: Any) -> None:
    if not isinstance(allowed, dict):
        return
    parse = allowed.get("parse") or []
    for kind in ("users", "roles"):
        form.length(("allowed_mentions", kind), allowed.get(kind) or [], 0, 100)
        if kind in parse and allowed.get(kind):
            form.add(
                ("allowed_mentions",),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def numbered(components: Any) -> Any:
    """The components as Discord keeps them: each has an id."""
    used = {one["id"] for _, one in walk(components) if one.get("id")}
    number = 0
    for _, one in walk(components):
        if not one.get("id"):
            number += 1
            while number in used:
                number += 1
            one["id"] = number
    return components
