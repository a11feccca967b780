"""The clauses, one file per family."""
