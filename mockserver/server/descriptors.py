"""The number of files that this process may open; each connection is one."""

from __future__ import annotations

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]  # stands for a module that is missing


def allow_many_descriptors() -> None:
    """Raise the soft limit on open files to the hard one (getrlimit(2))."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == hard:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    except (OSError, ValueError):
        # macOS refuses its own "unlimited"; this is what it takes at most.
        _try_at_most(10240, soft, hard)


def _try_at_most(most: int, soft: int, hard: int) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
    except (OSError, ValueError):
        return  # the server works with fewer connections, too
