"""Frozen values that the whole bot speaks in: no I/O, no clock, no randomness."""
