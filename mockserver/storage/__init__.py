"""The state behind the ledger and the image store.

``memory`` is the default. ``sqlite`` puts an SQLite file behind it, written
through. What is stored, and in which order, is told by ``records`` and
``protocol``; what it means is not known here.
"""
