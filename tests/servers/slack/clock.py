"""The server's time: the real one, moved forward or stopped by a test, so that limits need no sleep."""

import time


class Clock:
    """Seconds since 1970. It starts real; `freeze` stops it, `advance` moves it."""

    def __init__(self, frozen_at: float | None = None) -> None:
        self._offset = 0.0
        self._frozen_at = frozen_at

    def now(self) -> float:
        """This instant as the server sees it."""
        return (time.time() if self._frozen_at is None else self._frozen_at) + self._offset

    def advance(self, seconds: float) -> float:
        """Move time; returns the new instant."""
        self._offset += seconds
        return self.now()

    def freeze(self) -> float:
        """Stop time where it is."""
        if self._frozen_at is None:
            self._frozen_at = time.time()
        return self.now()
