"""The Get Images REST API: the only room that knows images and credits.

Accounts and keys, the ledger, models and prices, generations, pictures, and
one table that binds behaviours to operation ids. No HTTP in it.
"""
