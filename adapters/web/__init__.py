"""The web server: what platforms and hosts call over HTTP."""
