"""Pictures of Jobwire for docs/, drawn from what the real adapters sent to the servers in tests/servers."""
