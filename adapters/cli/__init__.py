"""The command line: run, demo, migrate, check-config, and the data commands."""
