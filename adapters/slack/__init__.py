"""Slack: rendering, delivery, commands and installation, through slack_sdk and slack-bolt."""
