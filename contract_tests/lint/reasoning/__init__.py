"""Reason about schemas: what no value can satisfy, what implies what, and examples."""
