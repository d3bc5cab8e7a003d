"""The name and the link that a source's terms ask for, on everything that shows one of its postings."""

from datetime import UTC, datetime

import pytest

from bot.delivery.compose import batch, card
from bot.delivery.message import FinePrint, Link
from bot.feeds.terms import TERMS, link_of
from tests.unit.delivery.delivery_values import content

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize("compose", [lambda one: card(one, now=NOW), lambda one: batch([one], now=NOW)])
def test_a_source_that_asks_for_a_link_gets_it_wherever_its_postings_are_shown(compose):
    message = compose(content(source="Remote OK", source_link=link_of("Remote OK")))
    small = [
        inline
        for section in message.sections
        for block in section.blocks
        if isinstance(block, FinePrint)
        for inline in block.inlines
    ]
    assert Link(text="Remote OK", url="https://remoteok.com") in small


def test_a_source_that_asks_for_none_is_named_alone():
    message = card(content(source="Acme"), now=NOW)
    (small,) = [block for block in message.sections[0].blocks if isinstance(block, FinePrint)]
    assert [type(inline).__name__ for inline in small.inlines] == ["Text"]
    assert "from Acme" in small.inlines[0].text
    assert link_of("Acme") is None


def test_every_kind_that_is_to_be_named_has_its_link():
    for terms in TERMS.values():
        if terms.attribution is not None:
            assert link_of(terms.attribution) == terms.link
