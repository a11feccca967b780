"""The reports: pure functions from a `Report` to text, and who writes the text.

Nothing here judges. All that came from the target or from the document is
treated as hostile: each format makes it harmless in its own way, and what no
format can show (control characters, lone surrogates) is made visible first.
"""
