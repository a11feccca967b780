"""Proof: clauses, and suites of others, against a mock with defects.

`trial` is what is tried, `deployments` where it runs, `selection` which of them.
"""
