"""An invented time-stamping authority on this machine: certificates, answers made by `openssl ts`, and a small server that gives
them. Whatever it is asked for, it answers as its `Way` says, so that a test can make it lie.
"""

import shutil
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.conftest import LOOPBACK, loopback

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="not installed: openssl")
REPLY_TYPE = "application/timestamp-reply"
_CONFIGURATION = """
[ tsa ]
default_tsa = invented
[ invented ]
serial = serial
signer_cert = signer.pem
signer_key = signer.key
signer_digest = {digest}
default_policy = 1.3.6.1.4.1.99999.1
digests = sha1, sha256
accuracy = secs:1
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = {named_by}
{more}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is wrong with an authority; as it stands nothing.

    Attributes:
        name: Of its certificates.
        starts, ends: Days from now between which the signer's certificate is valid.
        usage: Its extended key usage.
        digest: Of the signature on an answer.
        named_by: Digest by which an answer names the signer's certificate.
        more: Certificates that an answer carries too, PEM; openssl puts them in whatever order.
    """

    name: str = "Canary Time"
    starts: int = -1
    ends: int = 365
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING
    digest: str = "sha256"
    named_by: str = "sha256"
    more: bytes = b""


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority whose certificates and keys lie in `folder`."""

    folder: Path

    @property
    def root(self) -> Path:
        """Its root certificate."""
        return self.folder / "root.pem"

    @property
    def signer(self) -> Path:
        """The certificate with which it signs."""
        return self.folder / "signer.pem"

    def answer(self, query: bytes, *options: str) -> bytes:
        """What `openssl ts` answers to a query."""
        (self.folder / "query.tsq").write_bytes(query)
        openssl(self.folder, "ts", "-reply", "-config", "ts.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr", *options)
        return (self.folder / "reply.tsr").read_bytes()

    def query(self, data: bytes, *options: str) -> bytes:
        """What `openssl ts` asks about `data`."""
        (self.folder / "data.bin").write_bytes(data)
        openssl(self.folder, "ts", "-query", "-data", "data.bin", "-cert", "-out", "made.tsq", *options)
        return (self.folder / "made.tsq").read_bytes()

    def confirms(self, reply: bytes, data: bytes, *options: str) -> bool:
        """Whether `openssl ts -verify` accepts the answer for `data` with this authority's root."""
        (self.folder / "data.bin").write_bytes(data)
        return self._verifies(reply, "-data", "data.bin", *options)

    def answers(self, reply: bytes, query: bytes) -> bool:
        """Whether `openssl ts -verify` accepts the answer to this query, its random number included."""
        (self.folder / "query.tsq").write_bytes(query)
        return self._verifies(reply, "-queryfile", "query.tsq")

    def _verifies(self, reply: bytes, *options: str) -> bool:
        (self.folder / "held.tsr").write_bytes(reply)
        words = ["openssl", "ts", "-verify", "-in", "held.tsr", "-CAfile", "root.pem", *options]
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False, timeout=60, env=_clean())
        assert ("Verification: OK" in done.stdout + done.stderr) == (done.returncode == 0)
        return done.returncode == 0


def establish(folder: Path, kind: Kind | None = None, like: Authority | None = None) -> Authority:
    """An authority in a new folder; with `like`, under the root of another one."""
    chosen = kind or Kind()
    folder.mkdir()
    if like is None:
        root_key, root = _root(chosen)
        _write(folder, "root", root_key, root)
    else:
        for name in ("root.pem", "root.key"):
            shutil.copy(like.folder / name, folder / name)
        root = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
        loaded = serialization.load_pem_private_key((folder / "root.key").read_bytes(), None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        root_key = loaded
    key = ec.generate_private_key(ec.SECP256R1())
    _write(folder, "signer", key, _signer(chosen, key, root, root_key))
    if chosen.more:
        (folder / "more.pem").write_bytes(chosen.more)
    more = "certs = more.pem" if chosen.more else ""
    (folder / "ts.cnf").write_text(
        _CONFIGURATION.format(digest=chosen.digest, named_by=chosen.named_by, more=more), encoding="ascii"
    )
    (folder / "serial").write_text("01", encoding="ascii")
    return Authority(folder)


def openssl(folder: Path, *arguments: str) -> None:
    """Run it in `folder`, away from this machine's configuration."""
    done = subprocess.run(
        ["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60, env=_clean()
    )
    assert done.returncode == 0, done.stderr


def _clean() -> dict[str, str]:
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "OPENSSL_CONF": "/dev/null", "LC_ALL": "C.UTF-8"}


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - `openssl ts` reads the same clock, and cannot be told another


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Invented"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _root(kind: Kind) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = _name(f"{kind.name} Root"), _now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=4000))
        .not_valid_after(now + timedelta(days=4000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return key, made


def _signer(
    kind: Kind, key: ec.EllipticCurvePrivateKey, root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    now = _now()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(kind.name))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=kind.starts))
        .not_valid_after(now + timedelta(days=kind.ends))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([kind.usage]), critical=True)
        .sign(root_key, hashes.SHA256())
    )


def _write(folder: Path, name: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / f"{name}.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(pem))


@dataclass(slots=True)
class Way:
    """How the server answers, and what it was asked.

    Attributes:
        body: Gives the body of the answer to a query.
        status, media_type, headers: Of the answer.
        length: What Content-Length says; None for the truth.
        hang: Answer nothing until the test is over.
        drip: Hand out one byte at a time, each after the other side could have taken the one before, without an end.
        asked: The bodies of the requests, and their headers.
    """

    body: Callable[[bytes], bytes]
    status: int = 200
    media_type: str = REPLY_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    hang: bool = False
    drip: bool = False
    asked: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that answers at `url` in the way of `way`, which a test may change."""

    url: str
    way: Way


@contextmanager
def serving(way: Way) -> Iterator[Serving]:
    """A server on a free port of this machine's own address, until the block ends."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            way.asked.append((asked, dict(self.headers.items())))
            if way.hang:
                over.wait()
                return
            body = way.body(asked)
            self.send_response(way.status)
            self.send_header("Content-Type", way.media_type)
            for name, value in way.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if way.length is None else way.length))
            self.end_headers()
            while way.drip and not over.wait(0.01):
                try:
                    self.wfile.write(b"\x30")
                except OSError:
                    return
            self.wfile.write(body)

        def log_message(self, format: str, *_arguments: Any) -> None:  # noqa: A002 - the name that the base class gives it
            """Say nothing."""

    with loopback():
        server = socketserver.ThreadingTCPServer((LOOPBACK, 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield Serving(f"http://{LOOPBACK}:{server.server_address[1]}/stamp", way)
        finally:
            over.set()
            server.shutdown()
            server.server_close()
            thread.join()
