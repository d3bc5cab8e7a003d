"""What people type, declared once: commands, their handlers and their dispatch."""
