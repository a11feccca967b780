"""The tape: every exchange of a run, masked, one JSON object a line."""
