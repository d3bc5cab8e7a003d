"""The application's commands as it registered them, everywhere or for one guild."""

import copy

from .call import Call, Route
from .form_rules import check_commands
from .model import Json
from .permissions import Access
from .refusal import Refused
from .state import State

_EVERYWHERE = "/applications/{application_id}/commands"
_OF_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
CREATES_A_DAY = 200
EVERYWHERE = "global"


class Commands:
    """A command keeps its id as long as one of its name is registered."""

    def __init__(self, state: State, access: Access) -> None:
        self._state = state
        self._access = access
        self._created: list[float] = []

    def routes(self) -> list[Route]:
        return [
            Route(method=method, template=template, handler=handler, limit=(5, 20.0))
            for template in (_EVERYWHERE, _OF_GUILD)
            for method, handler in (("PUT", self.replace), ("GET", self.registered))
        ]

    def registered(self, call: Call) -> list[Json]:
        return self._state.commands.get(self._scope(call), [])

    def replace(self, call: Call) -> list[Json]:
        """The bulk overwrite."""
        scope = self._scope(call)
        form = call.form()
        given = call.body if isinstance(call.body, list) else []
        check_commands(form, given)
        form.check()
        known = {(one["type"], one["name"]): one for one in self._state.commands.get(scope, [])}
        new = [one for one in given if (one.get("type", 1), one["name"]) not in known]
        self._count_creates(len(new))
        made = [self._kept(call, one, known.get((one.get("type", 1), one["name"]))) for one in given]
        self._state.keep_commands(scope, made)
        return made

    def _kept(self, call: Call, given: Json, known: Json | None) -> Json:
        permissions = given.get("default_member_permissions")
        command = copy.deepcopy(given) | {
            "id": known["id"] if known else self._state.next_id(),
            "application_id": self._state.app.id,
            "version": self._state.next_id(),
            "type": given.get("type", 1),
            "description": given.get("description") or "",
            "options": given.get("options") or [],
            "default_member_permissions": None if permissions is None else str(permissions),
            "nsfw": bool(given.get("nsfw")),
            "contexts": given.get("contexts"),
            "integration_types": given.get("integration_types") or [0],
        }
        if "guild_id" in call.params:
            command["guild_id"] = call["guild_id"]
        return command

    def _count_creates(self, number: int) -> None:
        now = self._state.clock.now()
        self._created = [at for at in self._created if at > now - 86_400]
        if len(self._created) + number > CREATES_A_DAY:
            raise Refused(30034)
        self._created += [now] * number

    def _scope(self, call: Call) -> str:
        if call["application_id"] != self._state.app.id:
            raise Refused(50001)
        if "guild_id" not in call.params:
            return EVERYWHERE
        guild = self._state.guilds.get(call["guild_id"])
        if guild is None or guild.removed:
            raise Refused(50001)
        return guild.id
