"""Fixtures that several rooms of the suite use."""
