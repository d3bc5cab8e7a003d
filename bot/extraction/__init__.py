"""Reads a posting: text, tokens, vocabulary, and one file a facet. Pure."""
