"""The stories of a chat once more on simcord, an independent Discord: what both take is no echo of ours."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.simcord_house import SimcordHouse, simcord_house
from tests.acceptance.test_acceptance_chat_stories import *  # noqa: F403  # the stories themselves
from tests.acceptance.test_acceptance_chat_stories import card_of


@pytest.fixture
async def house(tmp_path) -> AsyncIterator[SimcordHouse]:
    async with simcord_house(tmp_path) as house:
        yield house


async def test_buttons_work_after_a_restart(house):
    card = await card_of(house)
    (preview,) = await house.types("preview Rust")
    await house.env.restart_bot(house.client())
    (saved,) = await house.presses(card, "Save")
    assert "Saved: Senior Backend Engineer" in house.read(saved).words
    (told,) = await house.presses(preview, "Subscribe, instant")
    assert "Subscribed as number 2" in house.read(told).words


async def test_the_commands_are_those_that_were_registered_and_complete(house):
    offered = house.ada.available_commands(house.channel)
    assert {"jobs subscribe", "jobs digest set", "jobs settings managers"} <= set(offered)
    choices = await house.ada.autocomplete(house.channel, "jobs subscribe", "query", "senior, Kuber")
    assert "senior, Kubernetes" in [one["value"] for one in choices]


async def test_a_form_subscribes(house):
    shown = await house.ada.slash(house.channel, "jobs subscribe")
    assert shown.modal["title"] == "Post jobs here"
    told = await house.ada.submit_modal(shown, {"query": "senior, Go", "cadence": ["daily"]})
    assert "Subscribed as number 1, in the daily digest" in str(told.response.components)
