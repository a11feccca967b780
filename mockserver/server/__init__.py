"""Serve an ASGI application: in the foreground, or in a thread of its own."""

from mockserver.server.foreground import announce, complain, serve
from mockserver.server.thread import ServerThread

__all__ = ["ServerThread", "announce", "complain", "serve"]
