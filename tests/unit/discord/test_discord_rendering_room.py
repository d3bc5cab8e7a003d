"""Where there is room between the texts of a message on Discord: around each text component."""

from adapters.discord.rendering import view_of
from bot.delivery.message import Bullets, FinePrint, Message, Paragraph, Section, Text

LONG = " ".join(["We write Go and read what others write."] * 8)


def texts(*blocks) -> list[str]:
    (container,) = view_of(Message(summary="A job", sections=(Section(blocks=blocks),)))
    return [one["content"] for one in container["components"]]


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text=text),))


def test_there_is_room_around_a_long_paragraph_and_none_between_short_lines():
    shown = texts(
        paragraph("Title"),
        paragraph("Facts"),
        paragraph(LONG),
        paragraph("Matched"),
        FinePrint((Text(text="seen today"),)),
    )
    assert shown == ["Title\nFacts", LONG, "Matched\n-# seen today"]


def test_a_long_list_is_as_close_to_its_line_as_a_short_one():
    entries = Bullets(tuple((Text(text=LONG),) for _ in range(2)))
    assert len(texts(paragraph("Those:"), entries)) == 1
