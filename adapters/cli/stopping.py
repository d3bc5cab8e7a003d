"""The signals that ask a command to stop: Ctrl-C, SIGTERM, and a terminal that has been closed."""

import signal

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


def stop_signals() -> tuple[signal.Signals, ...]:
    """Those that this platform has; without what somebody has asked to ignore (nohup)."""
    there = (getattr(signal, name) for name in _NAMES if hasattr(signal, name))
    return tuple(one for one in there if signal.getsignal(one) is not signal.SIG_IGN)
