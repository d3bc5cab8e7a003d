"""Pressing a component and filling in a modal, as Discord's client lets a person."""

from typing import Any

from .component_rules import BUTTON, LINK, SELECTS, STRING_SELECT, walk
from .form_rules import CHECKBOX, CHECKBOXES, LABEL, RADIO, TEXT_INPUT
from .model import Json
from .resolving import Resolved

CHOOSING = {5: "user", 6: "role", 7: "mentionable", 8: "channel"}
"""A select's type → what is chosen in it."""


def pressable(message: Json, named: str) -> Json:
    """The button or select of a message, by its custom_id, label or placeholder; ValueError says why not."""
    found = [one for _, one in walk(message["components"]) if one.get("type") in (BUTTON, *SELECTS)]
    fitting = [
        one for one in found if named in (one.get("custom_id"), one.get("label"), one.get("placeholder"))
    ]
    if len(fitting) != 1:
        names = ", ".join(repr(one.get("label") or one.get("custom_id")) for one in found)
        raise ValueError(f"{len(fitting)} components are called {named!r}; there are {names or 'none'}")
    (one,) = fitting
    if one.get("disabled"):
        raise ValueError(f"{named} is disabled")
    if one.get("style") == LINK:
        raise ValueError(f"{named} is a link to {one['url']}")
    return one


def pressed(component: Json, values: list[str] | None, resolved: Resolved) -> Json:
    """The data of the interaction."""
    data: Json = {
        "custom_id": component["custom_id"],
        "component_type": component["type"],
        "id": component["id"],
    }
    if component["type"] in SELECTS:
        data["values"] = _chosen(component, values or [], resolved)
    return data | ({"resolved": resolved.value} if resolved.value else {})


def _chosen(select: Json, given: list[str], resolved: Resolved) -> list[str]:
    """The values of a select, by value or label, or ids."""
    chosen = given
    if select["type"] == STRING_SELECT or "options" in select:
        known = {option["label"]: option["value"] for option in select["options"]}
        known |= {value: value for value in known.values()}
        missing = [one for one in given if one not in known]
        if missing:
            raise ValueError(f"no option {missing}; there are {', '.join(known)}")
        chosen = [known[one] for one in given]
    for one in chosen if select["type"] in CHOOSING else []:
        resolved.add(CHOOSING[select["type"]], one, channel_types=select.get("channel_types"))
    least, most = select.get("min_values"), select.get("max_values")
    least, most = 1 if least is None else least, 1 if most is None else most
    if chosen and not least <= len(chosen) <= most:
        raise ValueError(f"choose {least} to {most}")
    return chosen


def submitted(modal: Json, values: Json, resolved: Resolved) -> Json:
    """The data of the interaction of sending a modal with these values, by custom_id or label."""
    left = dict(values)
    components = [_part(one, left, resolved) for one in modal["components"]]
    if left:
        raise ValueError(f"the form has no {', '.join(left)}")
    data = {"custom_id": modal["custom_id"], "components": components}
    return data | ({"resolved": resolved.value} if resolved.value else {})


def _part(one: Json, left: Json, resolved: Resolved) -> Json:
    about = {"type": one["type"], "id": one.get("id", 1)}
    if one["type"] == 1:
        inner = [_field(field, field.get("label", ""), left, resolved) for field in one["components"]]
        return about | {"components": inner}
    if one["type"] == LABEL:
        return about | {"component": _field(one["component"], one.get("label", ""), left, resolved)}
    return about


def _field(field: Json, label: str, left: Json, resolved: Resolved) -> Json:
    name = field["custom_id"]
    given = left.pop(name) if name in left else left.pop(label, None)
    about = {"type": field["type"], "id": field.get("id", 1), "custom_id": name}
    required = field.get("required", True) is not False
    match field["type"]:
        case kind if kind == TEXT_INPUT:
            return about | {"value": _written(field, label or name, given, required=required)}
        case kind if kind == CHECKBOX:
            return about | {"value": bool(field.get("default")) if given is None else bool(given)}
        case kind if kind == RADIO:
            value = next(iter(_chosen(field, _preset(field, given), resolved)), None)
            if required and value is None:
                raise ValueError(f"{label or name} must be chosen")
            return about | {"value": value}
    chosen = _preset(field, given)
    if field["type"] in (*SELECTS, CHECKBOXES):
        chosen = _chosen(field | {"max_values": field.get("max_values") or _most(field)}, chosen, resolved)
    if required and not chosen and field.get("min_values") != 0:
        raise ValueError(f"{label or name} must be chosen")
    return about | {"values": chosen}


def _most(field: Json) -> int:
    return len(field["options"]) if field["type"] == CHECKBOXES else 1


def _preset(field: Json, given: Any) -> list[str]:
    """What was chosen; untouched, what the form came with."""
    if given is None:
        preset = [option["value"] for option in field.get("options") or [] if option.get("default")]
        return preset + [one["id"] for one in field.get("default_values") or []]
    return [given] if isinstance(given, str) else list(given)


def _written(field: Json, label: str, given: Any, *, required: bool) -> str:
    text = field.get("value") or "" if given is None else str(given)
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if required and not text:
        raise ValueError(f"{label} must be filled in")
    if text and not least <= len(text) <= most:
        raise ValueError(f"{label}: between {least} and {most} characters")
    return text
