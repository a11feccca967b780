"""Contract tests for the Get Images REST API."""
