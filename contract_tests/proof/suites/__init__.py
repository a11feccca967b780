"""The proof of a suite of others: a command, run once for each deployment.

`groups`, `tail` and `shell` run a command and end it; `command` fills it in; `suite`
runs it for every trial; `results` is what came of it, `gaps` what to do about it, and
`text`, `html`, `markdown` and `as_json` tell it.
"""
