"""The terminal as a chat platform, and the prompt at which a person types commands."""
