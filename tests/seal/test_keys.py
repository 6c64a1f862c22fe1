"""Secrets, slots and signatures: what opens, what is refused, and what never shows."""

import copy
import hashlib
import json
import pickle  # noqa: TID251 - to show that it is refused
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.records.errors import BadInput, SealInvalid, WrongPassphrase, WrongRecoveryKey
from gawah.seal import canonical, keys

# The identity and recipient printed in C2SP age, "The X25519 recipient type".
IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

WEAK = keys.Cost(64, 1, 1)
ROOT = keys.RootSecret.from_recovery(IDENTITY)
SLOT = keys.wrap(ROOT, "correct horse", WEAK, allow_weak=True)


def test_the_identity_of_the_standard() -> None:
    assert (ROOT.recovery_text(), ROOT.recipient()) == (IDENTITY, RECIPIENT)


def test_new_secrets_differ_and_survive_their_printing() -> None:
    first, second = keys.RootSecret.generate(), keys.RootSecret.generate()
    assert first.recovery_text() != second.recovery_text()
    assert keys.RootSecret.from_recovery(first.recovery_text()).recipient() == first.recipient()
    assert len(first.recovery_text()) == 74


def test_a_sheet_may_be_typed_in_groups_and_small_letters() -> None:
    typed = "\n".join(IDENTITY[at : at + 10].lower() + " " for at in range(0, len(IDENTITY), 10))
    assert keys.RootSecret.from_recovery(typed).recovery_text() == IDENTITY


@pytest.mark.parametrize("text", ["", "canary", IDENTITY[:-1], IDENTITY.replace("GFPYY", "GFPYG", 1), "کینری", "\ud800", RECIPIENT])
def test_a_sheet_with_a_typing_error_is_refused(text: str) -> None:
    with pytest.raises(WrongPassphrase) as refusal:
        keys.RootSecret.from_recovery(text)
    assert "canary" not in str(refusal.value)


@pytest.mark.parametrize("letter", ["1", "B", "I", "O", "-", "۱"])
def test_the_place_of_a_letter_that_no_key_has_is_told_and_nothing_else(letter: str) -> None:
    wrong = IDENTITY[:29] + letter + IDENTITY[30:]
    with pytest.raises(WrongRecoveryKey, match=r"^character 30 of the recovery key") as refusal:
        keys.RootSecret.from_recovery(wrong)
    assert not any(wrong[at : at + 6] in str(refusal.value) for at in range(16, len(wrong) - 5))


def test_derived_keys_are_32_bytes_and_differ() -> None:
    derived = {ROOT.derive("db"), ROOT.derive("names"), ROOT.derive("slots")}
    assert {len(key) for key in derived} == {32}
    assert len(derived) == 3
    assert keys.RootSecret.generate().derive("db") not in derived


@pytest.mark.parametrize("secret", [ROOT, keys.SigningKey.generate()])
def test_secrets_do_not_print_and_do_not_leave_their_process(secret: keys.RootSecret | keys.SigningKey) -> None:
    hidden = secret.to_bytes().hex() if isinstance(secret, keys.SigningKey) else secret.recovery_text()
    for shown in (repr(secret), str(secret), f"{secret}", f"{[secret]}"):
        assert hidden not in shown
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leave(secret)


def test_a_slot_opens_with_its_passphrase() -> None:
    assert keys.unwrap(SLOT, "correct horse").recovery_text() == IDENTITY


def test_a_slot_says_how_it_is_made_and_nothing_else() -> None:
    fields = json.loads(SLOT)
    salt, nonce, wrapped = fields.pop("salt"), fields.pop("nonce"), fields.pop("wrapped")
    assert fields == {
        "v": 1,
        "kdf": "argon2id",
        "cipher": "aes-256-gcm",
        "secret": "age-x25519",
        "memory_kib": 64,
        "passes": 1,
        "lanes": 1,
    }
    again = json.loads(keys.wrap(ROOT, "correct horse", WEAK, allow_weak=True))
    assert not {salt, nonce, wrapped} & {again["salt"], again["nonce"], again["wrapped"]}


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=40))
def test_law_only_the_passphrase_opens(passphrase: str) -> None:
    slot = keys.wrap(ROOT, passphrase, WEAK, allow_weak=True)
    assert keys.unwrap(slot, passphrase).recovery_text() == IDENTITY
    for other in ("", passphrase + "x", "x" + passphrase):
        with pytest.raises(WrongPassphrase, match=r"^the passphrase does not open this vault$"):
            keys.unwrap(slot, other)


def test_a_passphrase_is_the_same_however_its_letters_are_composed() -> None:
    slot = keys.wrap(ROOT, "caf\u00e9 \ufe8e", WEAK, allow_weak=True)
    assert keys.unwrap(slot, "cafe\u0301 \u0627").recovery_text() == IDENTITY


def test_a_passphrase_with_half_a_surrogate_pair_does_not_crash() -> None:
    with pytest.raises(WrongPassphrase):
        keys.unwrap(SLOT, "\ud800")


@pytest.mark.parametrize(
    ("name", "value"), [("memory_kib", 128), ("passes", 2), ("lanes", 2), ("salt", "0" * 32), ("nonce", "0" * 24)]
)
def test_an_edited_parameter_is_refused(name: str, value: object) -> None:
    with pytest.raises(WrongPassphrase, match=r"^the passphrase does not open this vault$"):
        keys.unwrap(canonical.encode({**json.loads(SLOT), name: value}), "correct horse")


@pytest.mark.parametrize(
    "absurd",
    [
        {"memory_kib": 4 * 1024 * 1024 + 1},
        {"memory_kib": 2**53 - 1},
        {"memory_kib": 7},
        {"memory_kib": 0},
        {"memory_kib": -64},
        {"memory_kib": "64"},
        {"memory_kib": True},
        {"passes": 0},
        {"passes": 2**40},
        {"lanes": 0},
        {"lanes": 65},
        {"memory_kib": 4 * 1024 * 1024, "passes": 5},
    ],
)
def test_absurd_parameters_are_refused_before_any_work(absurd: dict[str, object]) -> None:
    with pytest.raises(SealInvalid, match="absurd"):
        keys.unwrap(canonical.encode({**json.loads(SLOT), **absurd}), "correct horse")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda slot: slot[:-1],
        lambda slot: slot + b"\n",
        lambda slot: slot.replace(b":", b": ", 1),
        lambda slot: b"[" + slot + b"]",
        lambda slot: slot.replace(b"argon2id", b"argon2i"),
        lambda slot: slot.replace(b'"v":1', b'"v":2'),
        lambda slot: slot.replace(b'"v":1,', b'"u":2,"v":1,'),
        lambda slot: slot.replace(b'"lanes":1,', b""),
        lambda slot: slot.replace(b"aes-256-gcm", b"rot13"),
        lambda slot: slot[:-4] + b'"}',
        lambda slot: slot[:-3] + b'g"}',
        lambda slot: slot[:-1] + b',"x":"' + b"y" * 5000 + b'"}',
    ],
)
def test_a_malformed_slot_is_refused(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(SealInvalid, match="malformed"):
        keys.unwrap(damage(SLOT), "correct horse")


@given(st.integers(0, len(SLOT) * 8 - 1))
def test_law_a_slot_with_one_bit_changed_does_not_open(bit: int) -> None:
    changed = bytearray(SLOT)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises((WrongPassphrase, SealInvalid)):
        keys.unwrap(bytes(changed), "correct horse")


def test_no_slot_without_a_passphrase() -> None:
    with pytest.raises(BadInput):
        keys.wrap(ROOT, "", WEAK, allow_weak=True)


@pytest.mark.parametrize("cost", [WEAK, keys.Cost(keys.MEMORY_FLOOR_KIB - 1, 3, 4), keys.Cost(8 * 1024 * 1024, 1, 1)])
def test_a_cost_outside_the_limits_is_refused_at_creation(cost: keys.Cost) -> None:
    with pytest.raises(ValueError, match="limits"):
        keys.wrap(ROOT, "correct horse", cost)


def test_the_floor_is_enough() -> None:
    slot = keys.wrap(ROOT, "correct horse", keys.Cost(keys.MEMORY_FLOOR_KIB, 1, 4))
    assert keys.unwrap(slot, "correct horse").recovery_text() == IDENTITY


def test_the_default_cost_is_what_the_specification_says() -> None:
    assert keys.Cost(256 * 1024, 3, 4) == keys.DEFAULT_COST


def test_the_list_of_slots_is_under_a_mac() -> None:
    second = keys.wrap(ROOT, "other", WEAK, allow_weak=True)
    mac = keys.slots_mac(ROOT, [SLOT, second])
    assert mac == keys.slots_mac(ROOT, [second, SLOT])
    others = [[], [SLOT], [second], [SLOT, SLOT], [SLOT, second, second], [SLOT, second[:-1] + b"]"]]
    assert mac not in {keys.slots_mac(ROOT, slots) for slots in others}
    assert mac != keys.slots_mac(keys.RootSecret.generate(), [SLOT, second])


def test_a_secret_that_was_put_away_gives_no_key_and_no_print() -> None:
    root = keys.RootSecret.from_recovery(IDENTITY)
    root.forget()
    for ask in (root.recovery_text, root.recipient, lambda: root.derive("db"), lambda: keys.slots_mac(root, [SLOT])):
        with pytest.raises(SealInvalid, match="put away"):
            ask()
    with pytest.raises(SealInvalid, match="put away"):
        keys.wrap(root, "correct horse", WEAK, allow_weak=True)


# RFC 8032 section 7.1, TEST 2.
TEST_2_SECRET = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
TEST_2_PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
TEST_2_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_signature_of_the_standard() -> None:
    key = keys.SigningKey.from_bytes(TEST_2_SECRET)
    assert (key.public_bytes(), key.sign(b"\x72"), key.to_bytes()) == (TEST_2_PUBLIC, TEST_2_SIGNATURE, TEST_2_SECRET)
    keys.verify_signature(TEST_2_PUBLIC, b"\x72", TEST_2_SIGNATURE)


@given(st.binary(max_size=100), st.integers(0, 511))
def test_law_a_signature_fails_when_one_bit_changes(data: bytes, bit: int) -> None:
    key = keys.SigningKey.from_bytes(TEST_2_SECRET)
    signature = bytearray(key.sign(data))
    keys.verify_signature(TEST_2_PUBLIC, data, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealInvalid):
        keys.verify_signature(TEST_2_PUBLIC, data, bytes(signature))
    with pytest.raises(SealInvalid):
        keys.verify_signature(TEST_2_PUBLIC, data + b"\0", key.sign(data))


@pytest.mark.parametrize(
    ("public", "signature"), [(b"", TEST_2_SIGNATURE), (TEST_2_PUBLIC, b""), (TEST_2_PUBLIC[:31], TEST_2_SIGNATURE)]
)
def test_a_key_or_signature_of_another_length_is_refused(public: bytes, signature: bytes) -> None:
    with pytest.raises(SealInvalid):
        keys.verify_signature(public, b"\x72", signature)


def test_a_public_key_is_read_from_what_is_written() -> None:
    key = keys.SigningKey.generate()
    assert keys.public_from_pem(key.public_pem()) == key.public_bytes()


def test_another_kind_of_key_is_refused() -> None:
    pem = rsa.generate_private_key(65537, 2048).public_key()
    encoded = pem.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(SealInvalid, match="Ed25519"):
        keys.public_from_pem(encoded)


@pytest.mark.parametrize("pem", [b"", b"canary", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_what_is_no_key_is_refused(pem: bytes) -> None:
    with pytest.raises(SealInvalid):
        keys.public_from_pem(pem)


def test_a_fingerprint_is_the_sha256_of_the_key_in_groups() -> None:
    found = keys.SigningKey.from_bytes(TEST_2_SECRET).fingerprint()
    assert found == keys.fingerprint(TEST_2_PUBLIC)
    assert [len(group) for group in found.split(" ")] == [4] * 16
    assert found.replace(" ", "") == hashlib.sha256(TEST_2_PUBLIC).hexdigest()


def test_a_stated_fingerprint_is_compared_whatever_its_spacing() -> None:
    found = keys.fingerprint(TEST_2_PUBLIC)
    for stated in (found, found.upper(), found.replace(" ", ""), found.replace(" ", ":"), f" {found}\n"):
        assert keys.confirm_fingerprint(TEST_2_PUBLIC, stated) == found


def test_another_fingerprint_is_refused() -> None:
    with pytest.raises(SealInvalid):
        keys.confirm_fingerprint(TEST_2_PUBLIC, keys.fingerprint(bytes(32)))


@pytest.mark.parametrize("stated", ["", "ab12", "g" * 64, "0" * 65])
def test_what_is_no_whole_fingerprint_is_refused(stated: str) -> None:
    with pytest.raises(BadInput):
        keys.confirm_fingerprint(TEST_2_PUBLIC, stated)


def test_a_signing_key_that_was_put_away_signs_nothing_and_keeps_its_name() -> None:
    key = keys.SigningKey.from_bytes(TEST_2_SECRET)
    key.forget()
    with pytest.raises(SealInvalid, match="put away"):
        key.sign(b"\x72")
    with pytest.raises(SealInvalid, match="put away"):
        key.to_bytes()
    assert (key.public_bytes(), key.fingerprint()) == (TEST_2_PUBLIC, keys.fingerprint(TEST_2_PUBLIC))


def test_a_wiped_key_is_zeros_in_its_place() -> None:
    secret = bytearray(b"canary key")
    place = memoryview(secret)
    keys.wipe(secret)
    assert bytes(place) == bytes(10)


def test_random_ids_and_bytes() -> None:
    assert len({keys.random_id() for _ in range(100)}) == 100
    assert all(len(bytes.fromhex(keys.random_id())) == 16 for _ in range(10))
    assert len(keys.random_bytes(24)) == 24
    assert keys.random_bytes(24) != keys.random_bytes(24)
