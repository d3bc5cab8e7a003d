"""How a method says no."""

from typing import Any


class Refused(Exception):
    """An error answer: the code, what Slack adds to it, and 429's waiting time."""

    def __init__(
        self, error: str, *, messages: list[str] | None = None, retry_after: int | None = None, **more: Any
    ) -> None:
        super().__init__(error)
        self.error = error
        self.retry_after = retry_after
        self.more = more
        if messages:
            self.more["response_metadata"] = {"messages": messages}

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, **self.more}
