"""The demo: a sample job board of our own, and a story that shows the main job on it."""
