"""When things happen, and that one thing happens once at a time."""
