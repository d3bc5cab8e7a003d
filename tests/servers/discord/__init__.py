"""A wire-level Discord for tests; see server.py."""

from .control import Control
from .control_api import ControlFailed, RemoteControl
from .markdown import Run, render, visible
from .reading import Seen, seen
from .server import DiscordServer
from .settings import Settings

__all__ = [
    "Control",
    "ControlFailed",
    "DiscordServer",
    "RemoteControl",
    "Run",
    "Seen",
    "Settings",
    "render",
    "seen",
    "visible",
]
