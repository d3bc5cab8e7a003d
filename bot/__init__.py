"""The core of Jobwire: reads postings, matches them, delivers them. Knows no chat platform."""
