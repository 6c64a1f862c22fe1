"""Time stamps of an invented authority: what `openssl ts` accepts is accepted, and what does not show the time is not."""

import base64
import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from gawah.records.errors import BadInput, TimestampInvalid
from gawah.seal import timestamp
from tests.authority import Authority, Kind, establish, needs_openssl, openssl

pytestmark = needs_openssl
DATA = b"canary: the head of a ledger"
SUBJECT = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return establish(tmp_path_factory.mktemp("time") / "authority")


def roots(authority: Authority) -> list[bytes]:
    return [authority.root.read_bytes()]


def test_an_answer_says_when_by_whom_and_until_when(authority: Authority) -> None:
    query = timestamp.query(DATA)
    reply = authority.answer(query)
    token = timestamp.verify(reply, SUBJECT, roots=roots(authority), signer=authority.signer.read_bytes(), asked=query)
    assert authority.confirms(reply, DATA)
    assert token.earliest < token.time < token.latest < token.expires
    assert token.authority == "CN=Canary Time,O=Invented"
    assert token.policy == "1.3.6.1.4.1.99999.1"
    assert int(token.serial, 16) > 0


def test_the_question_holds_a_digest_a_random_number_and_nothing_else(authority: Authority) -> None:
    one, two = timestamp.query(DATA), timestamp.query(DATA)
    assert hashlib.sha256(DATA).digest() in one
    assert timestamp.nonce(one) != timestamp.nonce(two)
    assert max(len(one), len(two)) < 75
    assert timestamp.nonce_in_reply(authority.answer(one)) == timestamp.nonce(one)


def test_a_root_in_the_answer_may_stand_in_any_order(tmp_path: Path) -> None:
    """The parser by itself refuses such an answer, which `openssl` accepts: InvalidSetOrdering."""
    first = establish(tmp_path / "first")
    for number in range(4):  # the order of the certificates goes by their bytes, which are drawn anew
        authority = establish(tmp_path / str(number), Kind(more=first.root.read_bytes() + first.signer.read_bytes()), like=first)
        query = timestamp.query(DATA)
        reply = authority.answer(query)
        assert authority.confirms(reply, DATA)
        timestamp.verify(reply, SUBJECT, roots=roots(authority), asked=query)
        assert len(timestamp.certificates(reply)) == 3


@pytest.mark.parametrize("named_by", ["sha1", "sha256", "sha512"])
def test_the_certificate_may_be_named_by_any_digest_of_the_standards(tmp_path: Path, named_by: str) -> None:
    authority = establish(tmp_path / "authority", Kind(named_by=named_by))
    query = timestamp.query(DATA)
    reply = authority.answer(query)
    assert authority.confirms(reply, DATA)
    timestamp.verify(reply, SUBJECT, roots=roots(authority), asked=query)


def refused(authority: Authority, reply: bytes, query: bytes | None = None, **more: bytes) -> str:
    with pytest.raises(TimestampInvalid) as caught:
        timestamp.verify(reply, SUBJECT, roots=roots(authority), asked=query, **more)
    return str(caught.value)


def test_an_answer_to_another_question_is_not_taken(authority: Authority) -> None:
    assert refused(authority, authority.answer(timestamp.query(DATA)), timestamp.query(DATA)).startswith("nonce")


def test_an_answer_without_the_number_is_not_taken(authority: Authority) -> None:
    bare = authority.answer(authority.query(DATA, "-sha256", "-no_nonce"))
    timestamp.verify(bare, SUBJECT, roots=roots(authority))
    assert refused(authority, bare, timestamp.query(DATA)).startswith("nonce")


def test_an_answer_about_other_bytes_is_not_taken(authority: Authority) -> None:
    reply = authority.answer(timestamp.query(b"canary: another head"))
    assert not authority.confirms(reply, DATA)
    assert refused(authority, reply).startswith("messageImprint")


def test_sha_1_is_not_taken(authority: Authority, tmp_path: Path) -> None:
    assert refused(authority, authority.answer(authority.query(DATA, "-sha1"))).startswith("badAlg")
    weak = establish(tmp_path / "weak", Kind(digest="sha1"))
    query = timestamp.query(DATA)
    assert refused(weak, weak.answer(query), query)


def test_a_certificate_signed_over_sha_1_is_not_taken_though_openssl_takes_it(tmp_path: Path) -> None:
    weak = establish(tmp_path / "weak")
    usages = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
    (weak.folder / "usages.cnf").write_text(usages, encoding="ascii")
    openssl(weak.folder, "req", "-new", "-key", "signer.key", "-subj", "/O=Invented/CN=Canary Time", "-out", "signer.csr")
    made = ["x509", "-req", "-in", "signer.csr", "-sha1", "-days", "300", "-set_serial", "77", "-extfile", "usages.cnf"]
    openssl(weak.folder, *made, "-CA", "root.pem", "-CAkey", "root.key", "-out", "signer.pem")
    query = timestamp.query(DATA)
    assert refused(weak, weak.answer(query), query) == "badAlg: the authority's certificate is signed with SHA-1"


def test_an_authority_that_states_no_accuracy_is_taken_at_its_second(tmp_path: Path) -> None:
    authority = establish(tmp_path / "authority")
    settings = authority.folder / "ts.cnf"
    settings.write_text(settings.read_text(encoding="ascii").replace("accuracy = secs:1\n", ""), encoding="ascii")
    query = timestamp.query(DATA)
    token = timestamp.verify(authority.answer(query), SUBJECT, roots=roots(authority), asked=query)
    assert token.earliest == token.time == token.latest


def test_another_authority_is_not_taken(authority: Authority, tmp_path: Path) -> None:
    other = establish(tmp_path / "other")
    query = timestamp.query(DATA)
    reply = other.answer(query)
    assert not authority.confirms(reply, DATA)
    assert refused(authority, reply, query)


def test_another_certificate_under_the_same_root_is_not_taken_when_one_is_pinned(authority: Authority, tmp_path: Path) -> None:
    other = establish(tmp_path / "other", Kind(name="Canary Other"), like=authority)
    query = timestamp.query(DATA)
    reply = other.answer(query)
    timestamp.verify(reply, SUBJECT, roots=roots(authority), asked=query)
    assert refused(authority, reply, query, signer=authority.signer.read_bytes())


@pytest.mark.parametrize("kind", [Kind(ends=0, starts=-30), Kind(starts=10, ends=30)], ids=["expired", "not yet"])
def test_a_certificate_that_did_not_hold_is_not_taken(tmp_path: Path, kind: Kind) -> None:
    right = establish(tmp_path / "right")
    wrong = establish(tmp_path / "wrong", kind, like=right)
    query = timestamp.query(DATA)
    reply = wrong.answer(query)
    assert not right.confirms(reply, DATA)
    assert refused(right, reply, query)


def test_a_refusal_is_told_in_the_standards_own_word(authority: Authority) -> None:
    reply = authority.answer(authority.query(DATA, "-sha512"))
    assert refused(authority, reply) == "the authority answered: rejection, badAlg"


def test_every_changed_byte_is_noticed_or_changes_nothing_that_counts(authority: Authority) -> None:
    query = timestamp.query(DATA)
    reply = authority.answer(query)
    token = timestamp.verify(reply, SUBJECT, roots=roots(authority), asked=query)
    accepted = []
    for place in range(len(reply)):
        changed = reply[:place] + bytes([reply[place] ^ 0x01]) + reply[place + 1 :]
        try:
            found = timestamp.verify(changed, SUBJECT, roots=roots(authority), asked=query)
        except TimestampInvalid:
            continue
        assert found == token
        accepted.append((place, changed))
    # What is left are bytes that no signature covers and that say nothing, such as the version of the container.
    assert len(accepted) < 40
    for place, changed in accepted[::8]:
        assert authority.confirms(changed, DATA), place


def test_what_is_no_answer_is_not_taken(authority: Authority) -> None:
    whole = authority.answer(timestamp.query(DATA))
    for reply in (b"", b"\x30", b"<html>canary</html>", whole[:-1], whole + b"\x00", b"\x30\x84\xff\xff\xff\xff", bytes(2 << 20)):
        assert refused(authority, reply).startswith("badDataFormat")
        assert timestamp.nonce_in_reply(reply) is None


def test_an_answer_without_certificates_needs_the_very_one_that_signed(authority: Authority) -> None:
    folder = authority.folder
    (folder / "data.bin").write_bytes(DATA)
    openssl(folder, "ts", "-query", "-data", "data.bin", "-sha256", "-out", "bare.tsq")
    query = (folder / "bare.tsq").read_bytes()
    reply = authority.answer(query)
    assert timestamp.certificates(reply) == []
    token = timestamp.verify(reply, SUBJECT, roots=roots(authority), signer=authority.signer.read_bytes(), asked=query)
    assert token.authority == "CN=Canary Time,O=Invented"
    assert refused(authority, reply, query)
    renewed = reissued(authority)
    assert refused(authority, reply, query, signer=renewed).startswith("ESSCertID")


def reissued(authority: Authority) -> bytes:
    """A certificate of the signer's key, name and number that is another one all the same: it ends a day later. PEM."""
    old = x509.load_pem_x509_certificate(authority.signer.read_bytes())
    key = serialization.load_pem_private_key((authority.folder / "root.key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    ends = old.not_valid_after_utc + timedelta(days=1)
    builder = x509.CertificateBuilder(
        old.issuer, old.subject, old.public_key(), old.serial_number, old.not_valid_before_utc, ends, list(old.extensions)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def test_a_certificate_in_the_answer_that_cannot_be_read_is_told_as_a_wrong_answer(tmp_path: Path) -> None:
    """The parser of answers lets such certificates pass, and the parsers of certificates have several ways to refuse them."""
    authority = establish(tmp_path / "authority")
    more = x509.load_pem_x509_certificate(authority.root.read_bytes())
    (authority.folder / "more.pem").write_bytes(authority.root.read_bytes())
    with (authority.folder / "ts.cnf").open("a", encoding="ascii") as settings:
        settings.write("certs = more.pem\n")
    query = timestamp.query(DATA)
    reply, der = authority.answer(query), more.public_bytes(Encoding.DER)
    timestamp.verify(reply, SUBJECT, roots=roots(authority), asked=query)
    version = der.replace(bytes.fromhex("a003020102"), bytes.fromhex("a003020106"), 1)
    name = der.replace(bytes.fromhex("0c08") + b"Invented", bytes.fromhex("0d08") + b"Invented", 1)
    other = der.replace(bytes.fromhex("0c08") + b"Invented", bytes.fromhex("0308") + b"Invented", 1)
    hollow = der[:4] + bytes(len(der) - 4)
    for broken in (version, name, other, hollow):
        assert broken != der
        changed = reply.replace(der, broken)
        assert refused(authority, changed, query).startswith("badDataFormat")
        with pytest.raises(TimestampInvalid, match=r"^badDataFormat: a certificate"):
            timestamp.certificates(changed)
    for broken in (version, hollow):
        with pytest.raises(BadInput):
            timestamp.certificate(broken)
        pem = b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(broken) + b"-----END CERTIFICATE-----\n"
        with pytest.raises(BadInput):
            timestamp.verify(reply, SUBJECT, roots=[pem])


def test_a_root_or_a_signer_that_is_no_certificate_is_told(authority: Authority) -> None:
    query = timestamp.query(DATA)
    reply, right = authority.answer(query), authority.root.read_bytes()
    for wrong in (b"", b"canary", (authority.folder / "root.key").read_bytes()):
        with pytest.raises(BadInput, match="not a certificate"):
            timestamp.verify(reply, SUBJECT, roots=[wrong])
        with pytest.raises(BadInput, match="not a certificate"):
            timestamp.verify(reply, SUBJECT, roots=[right], signer=wrong)


def test_a_question_without_a_number_is_told(authority: Authority) -> None:
    bare = authority.query(DATA, "-sha256", "-no_nonce")
    for asked in (bare, b"", b"canary", timestamp.query(DATA)[:-1]):
        with pytest.raises(TimestampInvalid, match="question with a nonce"):
            timestamp.nonce(asked)


def test_a_certificate_is_read_as_pem_or_der(authority: Authority) -> None:
    pem = authority.root.read_bytes()
    der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    assert timestamp.certificate(pem) == timestamp.certificate(der) == pem
    for wrong in (b"", b"canary", pem + pem, authority.folder.joinpath("root.key").read_bytes()):
        with pytest.raises(BadInput):
            timestamp.certificate(wrong)
