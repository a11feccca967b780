"""Judging: pure functions from a tape to a report."""
