"""What people do with a posting in a channel: counted there once each, and of nobody in particular."""

from enum import StrEnum


class Use(StrEnum):
    """OPENED is known only where a platform tells that a link was followed."""

    OPENED = "opened"
    SAVED = "saved"
    ASKED = "asked why"
    NOT_FOR_US = "not for us"
