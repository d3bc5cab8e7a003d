"""Discord: rendering, delivery, commands and installation, through discord.py."""
