"""The command `contract-tests`."""
