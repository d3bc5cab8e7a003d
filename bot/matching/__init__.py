"""The query language, the index of standing queries, and explanations. Pure."""
