"""D5: an authority, or whoever sits between, answers wrongly. Nothing is accepted that does not show the time, in which `openssl`
agrees; what came is kept as it came; the question waits and is asked again.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gawah import network
from gawah.records.errors import BadAnswer, Refused, TimedOut, TimestampInvalid
from gawah.seal import timestamp
from gawah.usecases import stamp
from gawah.usecases._workspace import Workspace
from gawah.vault.local import LocalVault
from tests.authority import Authority, Kind, Serving, Way, establish, needs_openssl, serving
from tests.conftest import LOOPBACK, loopback
from tests.vault.invented import AT, acting, keep, make

pytestmark = needs_openssl


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return establish(tmp_path_factory.mktemp("time") / "authority")


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    vault, _ = make(tmp_path / "vault")
    with vault:
        keep(vault, b"canary original")
        yield Workspace(vault, acting(vault), lambda: AT)


@pytest.fixture
def server(authority: Authority) -> Iterator[Serving]:
    with serving(Way(body=authority.answer)) as running:
        yield running


def enter(work: Workspace, authority: Authority, url: str, *, pinned: bool = True) -> None:
    stamp.add_authority(work, "time", url, authority.root.read_bytes(), authority.signer.read_bytes() if pinned else None)


def kept(vault: LocalVault) -> list[bytes]:
    """Every answer in the database, as it came."""
    return [reply for (reply,) in vault._case.database.all("SELECT reply FROM answer ORDER BY n")]


def in_html(_: bytes) -> bytes:
    return b"<html><body>canary: please sign in to this network</body></html>"


FORGERIES: dict[str, Callable[[Authority, Path], Callable[[bytes], bytes]]] = {
    "wrong nonce": lambda right, _: lambda query: right.answer(swapped_nonce(query)),
    "wrong imprint": lambda right, _: lambda query: right.answer(swapped_imprint(query)),
    "SHA-1": lambda right, _: lambda _query: right.answer(right.query(b"canary head", "-sha1")),
    "another authority": lambda _, folder: establish(folder / "other").answer,
    "another authority, the right certificate put in": lambda right, folder: (
        establish(folder / "other", Kind(more=right.signer.read_bytes() + right.root.read_bytes())).answer
    ),
    "expired": lambda right, folder: establish(folder / "late", Kind(starts=-30, ends=-1), like=right).answer,
    "signed over SHA-1": lambda right, folder: establish(folder / "weak", Kind(digest="sha1"), like=right).answer,
    "a certificate that cannot be read": lambda right, folder: lambda query: unreadable(right, folder, query),
    "a page of HTML": lambda _, __: in_html,
    "nothing": lambda _, __: lambda _query: b"",
    "cut off": lambda right, _: lambda query: right.answer(query)[:-40],
    "refused": lambda right, _: lambda _query: right.answer(right.query(b"canary head", "-sha512")),
}


def swapped_nonce(query: bytes) -> bytes:
    number = timestamp.nonce(query)
    size = (number.bit_length() + 8) // 8
    return query.replace(number.to_bytes(size, "big"), (number ^ 1).to_bytes(size, "big"))


def swapped_imprint(query: bytes) -> bytes:
    at = query.index(bytes.fromhex("0420")) + 2
    return query[:at] + hashlib.sha256(b"canary other head").digest() + query[at + 32 :]


def unreadable(right: Authority, folder: Path, query: bytes) -> bytes:
    """What the authority answers, with one more certificate in it, of a version that there is not."""
    root = right.root.read_bytes()
    reply = establish(folder / "odd", Kind(more=root), like=right).answer(query)
    der = x509.load_pem_x509_certificate(root).public_bytes(serialization.Encoding.DER)
    return reply.replace(der, der.replace(bytes.fromhex("a003020102"), bytes.fromhex("a003020106"), 1))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_wrong_answer_is_kept_and_not_accepted_and_the_question_waits(
    work: Workspace, authority: Authority, server: Serving, tmp_path: Path, forgery: str
) -> None:
    enter(work, authority, server.url, pinned=False)
    given: list[bytes] = []
    lie = FORGERIES[forgery](authority, tmp_path)

    def body(query: bytes) -> bytes:
        given.append(lie(query))
        return given[-1]

    server.way.body = body
    outcome = stamp.stamp_now(work)
    assert isinstance(outcome.error, TimestampInvalid)
    assert kept(work.vault) == given
    (waits,) = work.vault.stamps()
    assert (waits.reply, waits.anchor, waits.refused) == (None, None, 1)
    if forgery not in ("signed over SHA-1", "a certificate that cannot be read"):  # openssl may take them; nobody should
        assert not authority.answers(given[0], waits.query)
    assert work.vault.brackets().of(0).not_after is None
    assert work.vault.check(full=True).problems == ()

    server.way.body = authority.answer
    (again,) = stamp.send(work)
    assert again.token is not None
    assert list(stamp.send(work)) == []
    assert work.vault.brackets().of(0).not_after == again.token.latest
    assert kept(work.vault)[0] == given[0]
    assert work.vault.check(full=True).problems == ()


def test_certificates_in_any_order_are_accepted_and_kept_as_they_came(work: Workspace, tmp_path: Path) -> None:
    first = establish(tmp_path / "first")
    for name in ("one", "two", "three"):
        authority = establish(tmp_path / name, Kind(more=first.root.read_bytes()), like=first)
        with serving(Way(body=authority.answer)) as server:
            stamp.add_authority(work, name, server.url, authority.root.read_bytes())
            outcome = stamp.stamp_now(work, name)
        assert outcome.token is not None
        head = next(one for one in work.vault.checkpoints() if one.size == outcome.size)
        assert authority.confirms(kept(work.vault)[-1], head.note)


def test_a_certificate_of_the_same_key_under_the_same_root_is_not_taken_for_the_one_that_signed(tmp_path: Path) -> None:
    """The number by which a signature names its certificate is not signed; ESSCertID is (RFC 5035)."""
    authority = establish(tmp_path / "authority")
    signer = x509.load_pem_x509_certificate(authority.signer.read_bytes())
    root = x509.load_pem_x509_certificate(authority.root.read_bytes())
    key = serialization.load_pem_private_key((authority.folder / "root.key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    query = timestamp.query(b"canary head")
    reply = authority.answer(query)
    old = signer.public_bytes(serialization.Encoding.DER)
    serial = signer.serial_number.to_bytes(20, "big").lstrip(b"\x00")
    for attempt in range(200):  # until it is as long as the one that it takes the place of
        builder = x509.CertificateBuilder(
            root.subject,
            signer.subject,
            signer.public_key(),
            signer.serial_number ^ (attempt + 1),
            signer.not_valid_before_utc,
            signer.not_valid_after_utc,
            list(signer.extensions),
        )
        twin = builder.sign(key, signer.signature_hash_algorithm)  # type: ignore[arg-type]
        new = twin.public_bytes(serialization.Encoding.DER)
        if len(new) == len(old):
            break
    else:
        pytest.fail("no certificate of this length")
    fresh = twin.serial_number.to_bytes(len(serial), "big")
    forged = reply.replace(old, new).replace(serial, fresh)
    assert forged != reply
    subject = hashlib.sha256(b"canary head").hexdigest()
    timestamp.verify(reply, subject, roots=[authority.root.read_bytes()], asked=query)
    assert not authority.confirms(forged, b"canary head")
    with pytest.raises(TimestampInvalid, match="ESSCertID"):
        timestamp.verify(forged, subject, roots=[authority.root.read_bytes()], asked=query)


def test_what_is_not_a_time_stamp_answer_is_told_by_the_door_and_kept(
    work: Workspace, authority: Authority, server: Serving
) -> None:
    enter(work, authority, server.url)
    server.way.media_type, server.way.body = "text/html", in_html
    assert isinstance(stamp.stamp_now(work).error, BadAnswer)
    server.way.status = 503
    assert [type(one.error) for one in stamp.send(work)] == [BadAnswer]
    server.way.status, server.way.headers = 302, {"Location": "http://192.0.2.1/"}
    assert [type(one.error) for one in stamp.send(work)] == [BadAnswer]
    assert kept(work.vault) == [in_html(b"")] * 3
    assert work.vault.stamps()[0].refused == 3
    assert work.vault.check(full=True).problems == ()


def test_an_authority_that_is_not_there_leaves_the_question_in_the_queue(
    work: Workspace, authority: Authority, server: Serving
) -> None:
    enter(work, authority, f"http://{LOOPBACK}:1/")
    with loopback():
        assert isinstance(stamp.stamp_now(work).error, Refused)
    assert kept(work.vault) == []
    assert len(stamp.waiting(work)) == 1
    methods = [work.vault.event(seq).method for seq in range(work.vault.size()) if work.vault.event(seq).op == "stamp"]
    assert methods == ["asked", "sent"]
    assert server.way.asked == []


def test_an_authority_that_hangs_or_drips_or_floods_is_cut_off(server: Serving) -> None:
    server.way.hang = True
    with pytest.raises(TimedOut):
        network.stamp(server.url, b"canary", timeout_s=0.2)
    server.way.hang, server.way.drip, server.way.length = False, True, 1 << 19
    with pytest.raises(TimedOut):
        network.stamp(server.url, b"canary", timeout_s=0.2)
    server.way.drip, server.way.length, server.way.body = False, None, lambda _: bytes(network.LONGEST_ANSWER + 1)
    with pytest.raises(BadAnswer) as caught:
        network.stamp(server.url, b"canary")
    assert len(caught.value.raw) == network.LONGEST_ANSWER
    server.way.body, server.way.length = lambda _: b"short", 100
    with pytest.raises(BadAnswer):
        network.stamp(server.url, b"canary", timeout_s=0.5)
