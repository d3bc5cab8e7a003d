"""Holds request bodies against Discord's own OpenAPI, where that file is beside the project."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from .refusal import Form

_NAME = "urn:discord"
MEDIA_CHANNEL = 16
"""In Discord's reference and taken by it, yet not in its OpenAPI; discord.py names it beside forums."""
_CODES = {
    "required": "BASE_TYPE_REQUIRED",
    "maxLength": "BASE_TYPE_MAX_LENGTH",
    "minLength": "BASE_TYPE_BAD_LENGTH",
    "maxItems": "BASE_TYPE_BAD_LENGTH",
    "minItems": "BASE_TYPE_BAD_LENGTH",
    "enum": "BASE_TYPE_CHOICES",
    "const": "BASE_TYPE_CHOICES",
    "minimum": "NUMBER_TYPE_MIN",
    "maximum": "NUMBER_TYPE_MAX",
    "uniqueItems": "SET_TYPE_ALREADY_CONTAINS_VALUE",
}
"""JSON Schema's word → the code that Discord gives for it."""


@functools.cache
def openapi(path: Path) -> "OpenApi":
    """The description at a path; read once, as it is large and nobody changes it."""
    return OpenApi(path)


class OpenApi:
    """`check` adds what is wrong with a body to a form. Without the file it finds nothing wrong."""

    def __init__(self, path: Path) -> None:
        self.present = path.exists()
        self._document: dict[str, Any] = (
            json.loads(path.read_text("utf-8")) if self.present else {"paths": {}}
        )
        if self.present:  # discord.py sends ids as numbers in places, and Discord takes them
            schemas = self._document["components"]["schemas"]
            schemas["SnowflakeType"] = {
                "anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]
            }
            schemas["ChannelTypes"]["oneOf"].append({"const": MEDIA_CHANNEL})
        self._document = _with_enums(self._document)
        self._of_kind = validators.extend(Draft202012Validator, {"oneOf": self._one_of})
        resource = DRAFT202012.create_resource(self._document)
        self._registry: Registry[Any] = Registry().with_resource(_NAME, resource)
        self._validators: dict[tuple[str, str], Validator | None] = {}

    def check(self, form: Form, method: str, template: str, body: Any) -> None:
        validator = self._validator(method, template)
        if validator is not None:
            for error in validator.iter_errors(body):
                for real in _real(error):
                    _report(form, real)

    def _validator(self, method: str, template: str) -> Validator | None:
        if (method, template) not in self._validators:
            self._validators[method, template] = self._made(method, template)
        return self._validators[method, template]

    def _made(self, method: str, template: str) -> Validator | None:
        operation = self._document["paths"].get(template, {}).get(method.lower(), {})
        if "application/json" not in operation.get("requestBody", {}).get("content", {}):
            return None
        path = template.replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
        pointer = f"/paths/{path}/{method.lower()}/requestBody/content/application~1json/schema"
        return self._of_kind({"$ref": f"{_NAME}#{pointer}"}, registry=self._registry)

    def _one_of(
        self, validator: Validator, members: list[Any], instance: Any, schema: Any
    ) -> Iterator[ValidationError]:
        """As JSON Schema's; a component is held only against the member of its `type`, for speed."""
        kind = instance.get("type") if isinstance(instance, dict) else None
        fitting = [member for member in members if kind in self._kinds(member)] if kind is not None else []
        if len(fitting) == 1:
            return validator.descend(instance, fitting[0])
        return Draft202012Validator.VALIDATORS["oneOf"](validator, members, instance, schema)

    def _kinds(self, member: Any) -> list[Any]:
        """The values of `type` that a member of a union names."""
        named = member.get("$ref", "").rpartition("/")[2]
        found = self._document["components"]["schemas"].get(named, member)
        kinds: list[Any] = found.get("properties", {}).get("type", {}).get("enum", [])
        return kinds


def _with_enums(schema: Any) -> Any:
    """The same with enum where a union lists constants, which is quicker to hold a value against."""
    if isinstance(schema, list):
        return [_with_enums(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    members = schema.get("oneOf")
    if isinstance(members, list) and members and all("const" in one for one in members):
        others = {name: _with_enums(value) for name, value in schema.items() if name != "oneOf"}
        return others | {"enum": [one["const"] for one in members]}
    return {name: _with_enums(value) for name, value in schema.items()}


def _real(error: ValidationError) -> Iterator[ValidationError]:
    """The errors inside of a union's error: those of the member whose `type` the value has."""
    if error.validator not in ("oneOf", "anyOf") or not error.context:
        yield error
        return
    members: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        members.setdefault(int(inner.schema_path[0]), []).append(inner)
    fitting = [errors for errors in members.values() if not any(map(_is_other, errors))]
    if not fitting:
        yield error
        return
    for inner in min(fitting, key=len):
        yield from _real(inner)


def _is_other(error: ValidationError) -> bool:
    """Whether it says that the value is another member of the union."""
    if error.validator == "type" and not error.relative_path:
        return True
    return list(error.relative_path) == ["type"] and error.validator in ("enum", "const", "oneOf")


def _report(form: Form, error: ValidationError) -> None:
    path = list(error.absolute_path)
    code = _CODES.get(str(error.validator), "BASE_TYPE_INVALID")
    message = error.message
    if error.validator == "required":
        name = error.message.split("'")[1]
        form.add((*path, name), code, "This field is required")
        return
    if error.validator == "maxLength":
        message = f"Must be {error.validator_value} or fewer in length."
    elif error.validator in ("oneOf", "anyOf"):
        code, message = "UNION_TYPE_CHOICES", "Value does not match any of the possible types."
    form.add(tuple(path), code, message[:200])
