"""Sockets that listen: addresses, Unix sockets, and why one could not be had."""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mockserver.errors import ServerError

# The kernel cuts it down to its own maximum (net.core.somaxconn); 2048 outlasts the
# bursts of a load generator that opens all its connections at once.
_BACKLOG = 2048

# How often another free port is tried when the one that the first address was given
# is taken on the second one ("localhost" is two addresses).
_PAIRS = 16


@dataclass(frozen=True, slots=True)
class Listener:
    """Bound and listening sockets with the URL that reaches them."""

    sockets: tuple[socket.socket, ...]
    url: str
    port: int | None
    """The TCP port; None for a Unix socket."""

    def close(self) -> None:
        """Close the sockets; harmless when they are closed."""
        for each in self.sockets:
            each.close()


def listen(host: str, port: int) -> Listener:
    """Listen on every address of ``host``; port 0 takes a free one.

    Raise ServerError when the host or the port cannot be had; no other port is tried.
    """
    if not 0 <= port <= 65535:
        raise ServerError(f"port {port} is not between 0 and 65535; choose another")
    addresses = _addresses(host, port)
    for attempts_left in reversed(range(_PAIRS)):
        try:
            sockets = _listen_on_all(addresses, port)
        except OSError as error:
            if port == 0 and error.errno == errno.EADDRINUSE and attempts_left:
                continue
            raise ServerError(_why_not(host, port, error)) from error
        break
    chosen: int = sockets[0].getsockname()[1]
    return Listener(sockets, f"http://{_shown(host)}:{chosen}", chosen)


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """Resolve a host to the addresses to listen on, IPv4 first, each once."""
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:
        raise ServerError(
            f"host {host!r} cannot be resolved ({error}); choose another with --host"
        ) from error
    addresses = [(family, str(address[0])) for family, *_, address in found]
    if host == "localhost":
        # Clients try either address; /etc/hosts often names just one.
        addresses += [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
    unique = dict.fromkeys(addresses)
    return sorted(unique, key=lambda each: each[0] is not socket.AF_INET)


def _listen_on_all(
    addresses: list[tuple[socket.AddressFamily, str]], port: int
) -> tuple[socket.socket, ...]:
    sockets: list[socket.socket] = []
    try:
        for family, address in addresses:
            try:
                sockets.append(_listen_on(family, address, port))
            except OSError as error:
                if sockets and error.errno != errno.EADDRINUSE:
                    continue  # one address of several that this machine does not have
                if (
                    family is socket.AF_INET
                    and len(addresses) > 1
                    and (error.errno == errno.EADDRNOTAVAIL)
                ):
                    continue
                raise
            port = sockets[0].getsockname()[1]
    except OSError:
        for each in sockets:
            each.close()
        raise
    return tuple(sockets)


def _listen_on(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # SO_REUSEADDR would let two servers share a port there.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # A port in TIME_WAIT can be had; one that is listened on cannot.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family is socket.AF_INET6:
            # "::" means every address of the machine, so IPv4 as well.
            only_v6 = address != "::"
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only_v6)
        listening.bind((address, port))
        # At once: between bind and listen, another process could bind it too.
        listening.listen(_BACKLOG)
        listening.setblocking(False)
    except BaseException:
        listening.close()
        raise
    return listening


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is in use; "
            "choose another with --port, or 0 for a free one"
        )
    if error.errno == errno.EACCES:
        return (
            f"port {port} on {host} needs privileges; choose one above 1023 with --port"
        )
    if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return (
            f"host {host} is no address of this machine; choose another with --host, "
            "such as 127.0.0.1, or 0.0.0.0 for all"
        )
    return f"cannot listen on {host} port {port}: {error.strerror or error}"


def _shown(host: str) -> str:
    """Return the host to write into a URL that a client can use."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


@contextmanager
def listen_on_path(path: Path) -> Iterator[Listener]:
    """Listen on a Unix socket, which is removed at the end.

    A socket file that nobody listens on is replaced. Raise ServerError, and leave
    the path as it is, when it is anything else or when somebody does.
    """
    _clear(path)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        try:
            listening.bind(str(path))
            listening.listen(_BACKLOG)
            listening.setblocking(False)
            made = path.stat()
        except OSError as error:
            reason = error.strerror or str(error)
            raise ServerError(
                f"cannot listen on {path}: {reason}; choose another path with --uds"
            ) from error
        try:
            yield Listener((listening,), f"unix:{path}", None)
        finally:
            _remove_own(path, made)
    finally:
        listening.close()


def _clear(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise ServerError(f"cannot listen on {path}: {error.strerror}") from error
    if not stat.S_ISSOCK(mode):
        raise ServerError(
            f"{path} exists and is no socket, so it was left as it is; "
            "choose another path with --uds"
        )
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.setblocking(False)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            with suppress(FileNotFoundError):  # somebody else has cleared it
                path.unlink()
            return
        except BlockingIOError:
            pass  # its backlog is full, so it is alive
        except OSError as error:
            raise ServerError(
                f"cannot tell whether {path} is in use: {error.strerror}"
            ) from error
    raise ServerError(
        f"a server listens on {path} already; choose another path with --uds"
    )


def _remove_own(path: Path, made: os.stat_result) -> None:
    """Remove the socket file, unless another server has put its own there."""
    try:
        present = path.lstat()
    except OSError:
        return
    if (present.st_dev, present.st_ino) == (made.st_dev, made.st_ino):
        with suppress(OSError):  # at the end, a file that stays is no failure
            path.unlink()
