"""trigger_ids: each opens one view, within three seconds of the press that made it."""

from dataclasses import dataclass

from .clock import Clock
from .refusal import Refused
from .settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Who pressed, where, and in which view (None outside of views)."""

    team: str
    user: str
    made_at: float
    view_id: str | None


class Triggers:
    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._triggers: dict[str, Trigger] = {}
        self._used: set[str] = set()

    def make(self, team: str, user: str, view_id: str | None = None) -> str:
        name = f"{1000 + len(self._triggers)}.{team.lower()}.trigger"
        self._triggers[name] = Trigger(team=team, user=user, made_at=self._clock.now(), view_id=view_id)
        return name

    def use(self, name: str, team: str) -> Trigger:
        """The trigger, which is then spent."""
        trigger = self._triggers.get(name)
        if trigger is None or trigger.team != team:
            raise Refused("invalid_trigger_id")
        if name in self._used:
            raise Refused("exchanged_trigger_id")
        if self._clock.now() - trigger.made_at > self._settings.trigger_lifetime:
            raise Refused("expired_trigger_id")
        self._used.add(name)
        return trigger
