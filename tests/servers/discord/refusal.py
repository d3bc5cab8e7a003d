"""How Discord says no: an HTTP status, a JSON code, and for a bad form the tree of errors."""

from typing import Any

Tree = dict[str, Any]

CODES: dict[int, tuple[int, str]] = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10087: (404, "Unknown tag"),
    20016: (429, "This action cannot be performed due to slowmode rate limit"),
    20028: (429, "The write action you are performing on the channel has hit the write rate limit"),
    30034: (400, "Maximum number of application command creates has been reached"),
    30046: (400, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    40033: (400, "This message has already been crossposted"),
    40060: (400, "Interaction has already been acknowledged"),
    40067: (400, "A tag is required to create a forum post in this channel"),
    40333: (403, "internal network error"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    130000: (503, "API resource is currently overloaded. Try again a little later"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
    200000: (400, "Message was blocked by automatic moderation"),
}
"""Code → status and message, from the reference's table of JSON error codes."""


class Refused(Exception):
    """An error answer. `retry_after` makes a waiting time of it."""

    def __init__(
        self,
        code: int,
        *,
        status: int | None = None,
        errors: Tree | None = None,
        retry_after: float | None = None,
    ) -> None:
        known_status, message = CODES.get(code, (400, f"Error {code}"))
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = known_status if status is None else status
        self.message = message
        self.errors = errors
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        if self.status == 429:
            body |= {"retry_after": self.retry_after or 1.0, "global": False}
        return body


class Form:
    """Collects what is wrong with a body, by path, into the tree of a 50035."""

    def __init__(self) -> None:
        self.tree: Tree = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        place = self.tree
        for part in path:
            place = place.setdefault(str(part), {})
        errors = place.setdefault("_errors", [])
        if {"code": code, "message": message} not in errors:
            errors.append({"code": code, "message": message})

    def longest(self, path: tuple[str | int, ...], value: Any, most: int) -> None:
        """A text of at most so many characters."""
        if isinstance(value, str) and len(value) > most:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def length(self, path: tuple[str | int, ...], value: Any, least: int, most: int) -> None:
        """A text or list whose length is between two numbers; None is missing."""
        if value is None:
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif isinstance(value, str | list) and not least <= len(value) <= most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def check(self) -> None:
        if self.tree:
            raise Refused(50035, errors=self.tree)
