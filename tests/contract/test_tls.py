"""A certificate that nobody vouches for."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from contract_tests.tape.exchange import FailureKind
from tests.contract.raw_server import Connection, RawServer, each_with, reply
from tests.contract.sending import sending

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="no openssl command to make a certificate"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        " -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
        " -keyout both.pem -out certificate.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text(both.read_text() + (folder / "certificate.pem").read_text())
    return both


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_it_is_a_failure_of_tls_that_is_not_tried_again(
    context: ssl.SSLContext,
) -> None:
    with RawServer(each_with(reply()), context) as server, sending(server.url) as sent:
        exchange = sent.get()

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.TLS
    assert "certificate" in exchange.failure.message.lower()
    assert server.connections == 1
    assert server.received == []


def test_it_is_taken_without_verification(context: ssl.SSLContext) -> None:
    with (
        RawServer(each_with(reply()), context) as server,
        sending(server.url, verify=False) as sent,
    ):
        assert sent.get().status == 200
        assert sent.post().status == 200


def test_it_is_taken_when_it_is_trusted(
    context: ssl.SSLContext, certificate: Path
) -> None:
    trusting = ssl.create_default_context(
        cafile=certificate.with_name("certificate.pem")
    )
    with (
        RawServer(each_with(reply()), context) as server,
        sending(server.url, verify=trusting) as sent,
    ):
        assert sent.get().status == 200


def test_a_target_that_speaks_no_tls_is_a_failure_of_tls() -> None:
    def plain(connection: Connection, server: RawServer) -> None:
        connection.socket.recv(1)
        connection.send(reply("400 Bad Request"))

    with (
        RawServer(plain) as server,
        sending(server.url.replace("http:", "https:"), verify=False) as sent,
    ):
        exchange = sent.post()

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.TLS
