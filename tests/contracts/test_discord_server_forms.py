"""What the test Discord refuses as a bad form, with the tree of errors; with the OpenAPI and without."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.contracts.discord_world import World, discord_world
from tests.contracts.test_discord_server_faults import poster
from tests.servers.discord import Settings
from tests.shared import shared

V2 = 1 << 15
WITHOUT_BODY = (
    "/channels/{channel_id}/messages/{message_id}/crosspost",
    "/channels/{channel_id}/thread-members/@me",
)


@pytest.fixture(params=["openapi", "own rules"])
async def world(request) -> AsyncIterator[World]:
    if request.param == "openapi":
        shared("specs/discord-openapi.json")
    settings = Settings(buckets=False, global_per_second=0, openapi=request.param == "openapi")
    async with discord_world(settings) as world:
        yield world


def text(content: str = "t") -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(custom_id: str = "b", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id} | more


def link(url: Any) -> dict[str, Any]:
    return {"type": 2, "style": 5, "label": "Go", "url": url}


def row(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inside)}


def select(**more: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "a"}]} | more


def v2(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(components)} | more


def paths(tree: dict[str, Any], at: str = "") -> set[str]:
    found = {f"{at} {error['code']}".strip() for error in tree.get("_errors", [])}
    for name, inner in tree.items():
        if name != "_errors":
            found |= paths(inner, f"{at}.{name}".strip("."))
    return found


GOOD = [
    {"content": "a" * 2000},
    {"content": "a", "components": [row(button())]},
    {"embeds": [{"title": "a" * 256, "description": "b" * 4096}]},
    v2(text("a" * 4000)),
    v2({"type": 17, "components": [text(), row(button(), link("https://example.com/a"))]}),
    v2({"type": 9, "components": [text()], "accessory": button()}),
    v2(row(select(min_values=0, max_values=1))),
    v2(*[{"type": 17, "components": [text() for _ in range(9)]} for _ in range(4)]),
    {"content": "a", "allowed_mentions": {"parse": [], "roles": ["1"]}},
]
BAD = [
    ({"content": "a" * 2001}, {"content BASE_TYPE_MAX_LENGTH"}),
    (
        {"embeds": [{"description": "a" * 4000}, {"description": "a" * 2001}]},
        {"embeds MAX_EMBED_SIZE_EXCEEDED"},
    ),
    ({"embeds": [{"title": "a" * 257}]}, {"embeds.0.title BASE_TYPE_MAX_LENGTH"}),
    (v2(text("a" * 2000), text("b" * 2001)), {"components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"}),
    (
        v2(*[{"type": 17, "components": [text() for _ in range(10)]} for _ in range(4)]),
        {"components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"},
    ),
    (v2(text(), content="x"), {"content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"}),
    (
        v2(text(), embeds=[{"title": "x"}]),
        {"embeds MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
    ),
    ({"components": [text()]}, {"components.0.type UNION_TYPE_CHOICES"}),
    (
        v2(row(button("x"), button("x"))),
        {"components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"},
    ),
    (v2(row(link("javascript:alert(1)"))), {"components.0.components.0.url URL_TYPE_INVALID_SCHEME"}),
    (v2(row(link("https://exa mple.com"))), {"components.0.components.0.url URL_TYPE_INVALID_URL"}),
    (v2(row(link("https://e.com/" + "a" * 512))), None),
    (v2(row(button("x" * 101))), None),
    (v2(row(button(label="x" * 81))), {"components.0.components.0.label BASE_TYPE_MAX_LENGTH"}),
    (v2(row(button(custom_id=None))), {"components.0.components.0.custom_id BASE_TYPE_REQUIRED"}),
    (v2(row(*[button(str(n)) for n in range(6)])), {"components.0.components BASE_TYPE_BAD_LENGTH"}),
    (v2(row(select(), button())), {"components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED"}),
    (
        v2(row(select(options=[{"label": str(n), "value": str(n)} for n in range(26)]))),
        {"components.0.components.0.options BASE_TYPE_BAD_LENGTH"},
    ),
    (v2(row(select(options=[{"label": "a", "value": "a"}] * 2))), None),
    (v2({"type": 9, "components": [text()]}), {"components.0.accessory BASE_TYPE_REQUIRED"}),
    (v2({"type": 9, "components": [text()] * 4, "accessory": button()}), None),
    (
        {"content": "a", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}},
        {"allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"},
    ),
]


@pytest.mark.parametrize("body", GOOD)
async def test_a_good_message_is_accepted(world, body):
    path = f"/channels/{world.channel}/messages"
    status, answer, _ = await poster(world).ask("POST", path, body)
    assert status == 200, answer
    assert len(await world.control.messages(world.channel)) == 1


@pytest.mark.parametrize(("body", "errors"), BAD)
async def test_a_bad_message_is_refused_with_the_place(world, body, errors):
    status, answer, _ = await poster(world).ask("POST", f"/channels/{world.channel}/messages", body)
    assert (status, answer["code"]) == (400, 50035)
    assert answer["errors"]
    if errors is not None:
        assert paths(answer["errors"]) == errors
    assert await world.control.messages(world.channel) == []
    assert len((await world.control.figures())["bad_forms"]) == 1


async def test_an_empty_message_is_refused(world):
    for body in ({}, {"content": ""}, {"flags": V2}):
        answer = (await poster(world).ask("POST", f"/channels/{world.channel}/messages", body))[1]
        assert answer["code"] == 50006


async def test_components_of_version_two_stay(world):
    bot = poster(world)
    path = f"/channels/{world.channel}/messages"
    made = (await bot.ask("POST", path, v2(text("a"))))[1]
    edit = f"{path}/{made['id']}"
    _, answer, _ = await bot.ask("PATCH", edit, {"flags": 0})
    assert paths(answer["errors"]) == {"flags MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"}
    _, answer, _ = await bot.ask("PATCH", edit, {"content": "x"})
    assert paths(answer["errors"]) == {"content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"}
    _, answer, _ = await bot.ask("PATCH", edit, {"components": [text("b")]})
    assert answer["components"][0]["content"] == "b"
    plain = (await bot.ask("POST", path, {"content": "c"}))[1]
    _, answer, _ = await bot.ask("PATCH", f"{path}/{plain['id']}", v2(text("d")))
    assert paths(answer["errors"]) == {"content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"}
    _, answer, _ = await bot.ask("PATCH", f"{path}/{plain['id']}", v2(text("d"), content=None))
    assert answer["flags"] == V2


async def test_the_openapi_finds_what_has_the_wrong_type(world):
    if not world.server.settings.openapi:
        pytest.skip("only Discord's OpenAPI knows the types of all fields")
    body = v2({"type": 17, "components": [row({"type": 2, "style": 99, "label": 1})]})
    _, answer, _ = await poster(world).ask("POST", f"/channels/{world.channel}/messages", body)
    assert paths(answer["errors"]) == {
        "components.0.components.0.components.0.style BASE_TYPE_CHOICES",
        "components.0.components.0.components.0.label BASE_TYPE_INVALID",
    }


async def test_every_route_is_discords_own_and_every_body_is_described(world):
    paths = json.loads(shared("specs/discord-openapi.json").read_text("utf-8"))["paths"]
    for name in world.server.rest.names:
        method, template = name.split(" ")
        operation = paths.get(template, {}).get(method.lower())
        assert operation is not None, f"{name} is not in Discord's OpenAPI"
        if method in ("POST", "PUT", "PATCH") and template not in WITHOUT_BODY:
            assert "application/json" in operation["requestBody"]["content"], name
