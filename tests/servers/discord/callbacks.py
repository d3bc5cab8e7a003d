"""How a bot answers an interaction: the callback, @original, and followups through its token."""

import copy
from typing import Any

from .call import Call, Route
from .form_rules import check_choices, check_modal
from .interactions import (
    AUTOCOMPLETE,
    CHOICES,
    COMPONENT,
    DEFER_MESSAGE,
    DEFER_UPDATE,
    MESSAGE,
    MODAL,
    NAMES,
    SUBMIT,
    UPDATE,
    Interaction,
    Interactions,
)
from .message_rules import check_message, numbered, refuse_empty
from .messages import Messages, shown
from .model import EPHEMERAL, LOADING, Json
from .refusal import Form, Refused
from .shapes import user_json
from .state import State

_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_WEBHOOK}/messages/@original"
_FOLLOWUP = f"{_WEBHOOK}/messages/{{message_id}}"


class Callbacks:
    """Needs no token of the bot: the interaction's own is enough, and the global limit leaves it out."""

    def __init__(self, state: State, interactions: Interactions, messages: Messages) -> None:
        self._state = state
        self._interactions = interactions
        self._messages = messages

    def routes(self) -> list[Route]:
        handlers = [("POST", _CALLBACK, self.callback), ("POST", _WEBHOOK, self.follow)]
        for template in (_ORIGINAL, _FOLLOWUP):
            handlers += [("GET", template, self.get), ("PATCH", template, self.edit)]
        routes = [
            Route(method=method, template=template, handler=handler, limit=(5, 2.0), bot=False, exempt=True)
            for method, template, handler in handlers
        ]
        for template in (_ORIGINAL, _FOLLOWUP):
            deleting = Route(method="DELETE", template=template, handler=self.delete, bot=False, exempt=True)
            routes.append(deleting)
        return routes

    def callback(self, call: Call) -> Json | None:
        interaction = self._interactions.for_callback(call["interaction_id"], call["interaction_token"])
        form, body = call.form(), call.object()
        kind = int(body.get("type") or 0)
        data = body.get("data") or {}
        if kind not in _possible(interaction):
            form.add(("type",), "BASE_TYPE_CHOICES", f"Not an answer to a {NAMES[interaction.kind]}")
            form.check()
        message = self._act(interaction, form, kind, data)
        self._interactions.answered(interaction, kind)
        if message is not None and kind == MESSAGE:
            self._interactions.made(interaction, message)
        elif message is not None and kind == UPDATE:
            self._interactions.edited(interaction, message)
        if call.query.get("with_response") in ("1", "true", "True"):
            return self._response(interaction, kind, message)
        return None

    def _act(self, interaction: Interaction, form: Form, kind: int, data: Json) -> Json | None:
        match kind:
            case 4:
                return self._message(interaction, form, data)
            case 5:
                flags = (data.get("flags") or 0) & EPHEMERAL | LOADING
                return self._made(interaction, {"flags": flags}, original=True)
            case 6:
                interaction.original = interaction.message
            case 7:
                interaction.original = interaction.message
                return self._edited(interaction, form, data, prefix="data")
            case 8:
                check_choices(form, data.get("choices") or [], ("data", "choices"))
                form.check()
                interaction.choices = data.get("choices") or []
            case 9:
                check_modal(form, data)
                form.check()
                interaction.modal = data | {"components": numbered(copy.deepcopy(data["components"]))}
        return None

    def follow(self, call: Call) -> Json:
        """A followup; the first one after a deferral becomes the answer that was announced."""
        interaction = self._interactions.for_token(call["webhook_id"], call["webhook_token"])
        form, body = call.form(), call.object()
        check_message(form, body)
        form.check()
        refuse_empty(body)
        loading = self._found(interaction, interaction.original)
        if interaction.callback == DEFER_MESSAGE and loading is not None and loading["flags"] & LOADING:
            return shown(self._edited(interaction, Form(), body, prefix=""))
        message = self._made(interaction, body, original=False)
        self._interactions.made(interaction, message)
        return shown(message)

    def get(self, call: Call) -> Json:
        return shown(self._addressed(call)[1])

    def edit(self, call: Call) -> Json:
        interaction, message = self._addressed(call)
        form = call.form()
        return shown(self._edited(interaction, form, call.object(), prefix="", message=message))

    def delete(self, call: Call) -> None:
        _, message = self._addressed(call)
        if message["id"] in self._state.private:
            self._state.drop_private(message["id"])
        else:
            self._state.drop_message(message["channel_id"], message["id"])

    def _addressed(self, call: Call) -> tuple[Interaction, Json]:
        interaction = self._interactions.for_token(call["webhook_id"], call["webhook_token"])
        wanted = call.params.get("message_id", interaction.original)
        known = {*interaction.messages, interaction.original, interaction.message}
        message = self._found(interaction, wanted)
        if message is None or wanted not in known:
            raise Refused(10008)
        return interaction, message

    def _message(self, interaction: Interaction, form: Form, data: Json) -> Json:
        _check_inner(form, data, "data", was=None)
        refuse_empty(data)
        return self._made(interaction, data, original=True)

    def _made(self, interaction: Interaction, body: Json, *, original: bool) -> Json:
        """Put an answer into the channel, or before one person's eyes."""
        channel = self._state.channels[interaction.channel]
        more: dict[str, Any] = {
            "type": 20 if original and interaction.kind == 2 else 0 if original else 19,
            "application_id": self._state.app.id,
            "webhook_id": self._state.app.id,
            "interaction_metadata": {
                "id": interaction.id,
                "type": interaction.kind,
                "user": user_json(self._state.users[interaction.user]),
                "authorizing_integration_owners": {"0": channel.guild_id or "0"},
            },
        }
        if (body.get("flags") or 0) & EPHEMERAL:
            message = self._messages.built(channel, body, _seen_by=interaction.user, **more)
            self._state.keep_private(message)
        else:
            message = self._messages.accept(channel, body, **more)
        if original:
            interaction.original = message["id"]
        if message["flags"] & LOADING:
            interaction.messages.append(message["id"])
        return message

    def _edited(
        self, interaction: Interaction, form: Form, body: Json, *, prefix: str, message: Json | None = None
    ) -> Json:
        message = message or self._found(interaction, interaction.original)
        if message is None:
            raise Refused(10008)
        _check_inner(form, body, prefix, was=message)
        kept = message["flags"] & EPHEMERAL
        changed = self._messages.change(self._state.channels[interaction.channel], dict(message), body)
        changed["flags"] = changed["flags"] & ~LOADING & ~EPHEMERAL | kept
        refuse_empty(changed)
        if message["id"] in self._state.private:
            self._state.keep_private(changed)
        else:
            self._state.keep_message(changed)
        self._interactions.edited(interaction, changed)
        return changed

    def _found(self, interaction: Interaction, message: str | None) -> Json | None:
        return self._interactions.message_of(interaction.channel, message) if message else None

    def _response(self, interaction: Interaction, kind: int, message: Json | None) -> Json:
        about: Json = {"id": interaction.id, "type": interaction.kind}
        if interaction.original is not None:
            found = self._found(interaction, interaction.original)
            about["response_message_id"] = interaction.original
            about["response_message_loading"] = kind == DEFER_MESSAGE
            about["response_message_ephemeral"] = bool(found and found["flags"] & EPHEMERAL)
        answer: Json = {"interaction": about}
        if message is not None:
            answer["resource"] = {"type": kind, "message": shown(message)}
        return answer


def _possible(interaction: Interaction) -> tuple[int, ...]:
    """The types of answer that an interaction may have."""
    if interaction.kind == AUTOCOMPLETE:
        return (CHOICES,)
    possible: tuple[int, ...] = (MESSAGE, DEFER_MESSAGE)
    if interaction.message is not None and interaction.kind in (COMPONENT, SUBMIT):
        possible += (DEFER_UPDATE, UPDATE)
    return possible if interaction.kind == SUBMIT else (*possible, MODAL)


def _check_inner(form: Form, body: Json, prefix: str, *, was: Json | None) -> None:
    """The rules of messages for a body that stands under a name of another."""
    inner = Form()
    check_message(inner, body, was=was)
    if inner.tree:
        form.tree |= {prefix: inner.tree} if prefix else inner.tree
    form.check()
