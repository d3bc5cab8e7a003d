"""A wire-level Slack for tests; see server.py."""

from .control import Control
from .control_api import ControlFailed, RemoteControl
from .reading import Seen, read, seen
from .server import SlackServer
from .settings import Settings

__all__ = ["Control", "ControlFailed", "RemoteControl", "Seen", "Settings", "SlackServer", "read", "seen"]
