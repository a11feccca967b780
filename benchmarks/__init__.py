"""How fast and how small the mock is, as ratios to a bare Starlette application.

Machines are shared and noisy, so nothing here is an absolute time where it can be a
ratio: mock and baseline are measured in turn, in short rounds of one run, and a
row is the median of the rounds' ratios. CPU is that of the server's process (from
the kernel's scheduler, in nanoseconds), so other processes disturb it little; on
Linux server and load generator are kept on different cores.
"""
