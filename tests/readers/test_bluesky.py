"""The Bluesky reader beyond its golden files: what can be forged in a repository, and what shows that it was."""

import base64
import hashlib
import importlib.util
import random
import shutil
import tarfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature, encode_dss_signature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _bluesky_tree, _car, _registry, bluesky
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.readers._tid import milliseconds, moment
from gawah.records.content import Capture, Duplicate, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES, zipped
from tests.readers.mutation import accounted, changed

OURS = SAMPLES / "bluesky"
WHOLE = OURS / "repository-2024" / "source" / "repo.car"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """The script that encodes the samples, which knows nothing of the reader."""
    spec = importlib.util.spec_from_file_location("bluesky_make", OURS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path, *siblings: Path) -> list[Record]:
    with Source(path) as source:
        source.siblings = tuple(Source(each) for each in siblings)
        return list(bluesky.read(source, Options()))


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def facts(records: list[Record]) -> dict[str, str]:
    (commit,) = [record for record in records if isinstance(record, Capture)]
    return {fact.name: fact.value for fact in commit.facts}


def codes(records: list[Record]) -> dict[str, int]:
    found: dict[str, int] = {}
    for record in records:
        if isinstance(record, ReadProblem):
            found[record.code] = found.get(record.code, 0) + record.count
    return found


def written(folder: Path, data: bytes, name: str = "repo.car") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize(("tid", "at"), [("2222222222222", 0), ("3juazoqzcqw2y", 1_682_492_930_106)])
def test_a_tid_holds_a_time(tid: str, at: int) -> None:
    """The second is a key of indigo__fakermaker, whose record states 2023-04-26T00:08:50-07:00."""
    assert milliseconds(tid) == at
    assert moment(tid) is not None


@pytest.mark.parametrize("tid", ["3jzfcijpj2z2", "3jzfcijpj2z20", "zzzzzzzzzzzzz", "self", "", "3JZFCIJPJ2Z2A", "٣jzfcijpj2z2a"])
def test_what_is_no_tid_holds_none(tid: str) -> None:
    assert milliseconds(tid) is None
    assert moment(tid) is None


@given(st.integers(0, 4_000_000_000_000_000), st.integers(0, 1023))
def test_a_tid_gives_back_what_was_put_in(micros: int, clock: int) -> None:
    number = micros << 10 | clock
    signs = "234567abcdefghijklmnopqrstuvwxyz"
    tid = "".join(signs[number >> shift & 31] for shift in range(60, -1, -5))
    assert milliseconds(tid) == micros // 1000


def test_the_commit_says_that_it_is_signed_and_over_what(make: ModuleType, tmp_path: Path) -> None:
    """Whoever has the account's key can check the digest that is printed, without this program."""
    key = ec.generate_private_key(ec.SECP256R1())
    repo = make.Repo()
    tree = repo.tree({"app.bsky.feed.post/3aaaaaaaaaaaa": repo.put(make.post(0, "x")[1])})
    bare = {"did": make.SELF, "version": 3, "data": tree, "rev": "3kndgcul7k227", "prev": None}
    r, s = decode_dss_signature(key.sign(make.cbor(bare), ec.ECDSA(hashes.SHA256())))
    root = repo.put({**bare, "sig": r.to_bytes(32, "big") + s.to_bytes(32, "big")})
    said = facts(accounted(bluesky, written(tmp_path, repo.car(root))))
    assert said["atproto:signature"] == "present, not verified"
    assert make.SELF in said["atproto:verify-with"]
    signature = bytes.fromhex(said["atproto:sig"])
    both = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    digest = bytes.fromhex(said["atproto:signed-sha256"])
    key.public_key().verify(encode_dss_signature(*both), digest, ec.ECDSA(Prehashed(hashes.SHA256())))


def test_a_commit_without_signature_says_so() -> None:
    said = facts(read(OURS / "broken" / "part" / "source" / "repo.car"))
    assert said["atproto:signature"] == "absent"
    assert "atproto:sig" not in said


@pytest.mark.parametrize("sample", ["repository-2024/source/repo.car", "history-2023/source/old.car"])
def test_every_changed_bit_of_a_record_shows(sample: str, tmp_path: Path) -> None:
    path = OURS / sample
    whole = path.read_bytes()
    records = accounted(bluesky, path)
    chance = random.Random(7)
    found = [record for record in records if isinstance(record, Message | Event)]
    for record in found:
        assert record.locator.span is not None
        start, end = record.locator.span
        place = chance.randrange(start + 40, end)
        turned = bytearray(whole)
        turned[place] ^= 1 << chance.randrange(8)
        assert codes(accounted(bluesky, written(tmp_path, bytes(turned)))).get("digest-differs", 0) >= 1


def test_a_time_that_the_key_or_the_commit_denies_is_flagged() -> None:
    flagged = {message.body for message in messages(read(WHOLE)) if "id-time-differs" in message.flags}
    assert flagged == {"dated back", "from the future"}


@pytest.mark.parametrize(("days", "flagged"), [(0.5, False), (0.99, False), (1.01, True), (-1.01, True), (-0.99, False)])
def test_a_day_is_allowed_between_key_and_time(days: float, flagged: object, make: ModuleType, tmp_path: Path) -> None:
    key, value = make.post(0, "x")
    value["createdAt"] = make.at(round(days * 1440))
    repo = make.Repo()
    (found,) = messages(accounted(bluesky, written(tmp_path, repo.car(make.whole(repo, {key: value})))))
    assert ("id-time-differs" in found.flags) is flagged


def test_likes_and_follows_are_not_read_and_acts_are_events() -> None:
    records = read(WHOLE)
    assert [record.event for record in records if isinstance(record, Event)] == [
        "profile",
        "repost",
        "block",
        "list-made",
        "list-entry",
    ]
    assert codes(records)["field-unknown"] == 2


def test_what_the_last_commit_no_longer_names_is_kept_and_flagged() -> None:
    records = accounted(bluesky, OURS / "history-2023" / "source" / "old.car")
    assert [(message.body, "outside-the-tree" in message.flags) for message in messages(records)] == [
        ("said twice canary", False),
        ("deleted since", True),
    ]
    assert len([record for record in records if isinstance(record, Duplicate)]) == 2


def test_a_picture_beside_the_file_is_found_by_its_cid() -> None:
    blob = next((OURS / "repository-2024" / "source" / "blobs").iterdir())
    (alone,) = [message for message in messages(read(WHOLE)) if message.body == "with pictures"]
    assert [attachment.missing for attachment in alone.attachments] == [True, True]
    (beside,) = [message for message in messages(read(WHOLE, blob)) if message.body == "with pictures"]
    assert [attachment.missing for attachment in beside.attachments] == [False, True]
    cid = beside.attachments[0].name or ""
    assert base64.b32decode(cid[1:].upper() + "=" * (-len(cid[1:]) % 8))[4:].hex() == beside.attachments[0].sha256


def many(make: ModuleType, number: int) -> bytes:
    repo = make.Repo()
    root = make.whole(repo, dict(make.post(index, f"post {index}") for index in range(number)))
    data: bytes = repo.car(root)
    return data


def test_a_tree_of_several_levels_is_walked_in_the_order_of_its_keys(make: ModuleType, tmp_path: Path) -> None:
    found = messages(accounted(bluesky, written(tmp_path, many(make, 400))))
    assert [message.body for message in found] == [f"post {index}" for index in range(400)]
    assert not any(message.flags for message in found)


def test_a_tree_that_bites_its_tail_ends(make: ModuleType, tmp_path: Path) -> None:
    """No node can hold its own digest; one with a false CID can."""
    repo = make.Repo()
    leaf = repo.put(make.post(0, "x")[1])
    false = make.link(b"any bytes")
    entry = {"p": 0, "k": b"app.bsky.feed.post/a", "v": leaf, "t": false}
    repo.blocks.append((false, make.cbor({"l": false, "e": [entry, entry]})))
    records = accounted(bluesky, written(tmp_path, repo.car(repo.commit(false))))
    assert len(messages(records)) == 1
    assert codes(records)["limit-reached"] == 3
    assert codes(records)["digest-differs"] >= 0


def test_a_tree_of_any_depth_ends(make: ModuleType, tmp_path: Path) -> None:
    repo = make.Repo()
    node = repo.put({"l": None, "e": []})
    for index in range(3_000):
        node = repo.put(
            {
                "l": node,
                "e": [{"p": 0, "k": b"app.bsky.feed.post/%d" % index, "v": repo.put(make.post(index, str(index))[1]), "t": None}],
            }
        )
    records = accounted(bluesky, written(tmp_path, repo.car(repo.commit(node))))
    assert len(messages(records)) == 3_000
    assert codes(records)["limit-reached"] == 1


@pytest.mark.parametrize(
    "block",
    [
        b"\x81" * 100_000 + b"\x00",
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\xbb\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x7b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x9f\x00\xff",
        b"\xa1\x01\x02",
        b"\xd8\x2a\x41\x00",
        b"",
        b"\x00" * (5 << 20),
    ],
    ids=["deep", "long-list", "long-map", "long-text", "endless", "number-as-key", "no-cid", "nothing", "large"],
)
def test_a_hostile_block_is_lost_and_said_and_the_others_are_read(block: bytes, make: ModuleType, tmp_path: Path) -> None:
    repo = make.Repo()
    leaves = dict(make.post(index, str(index)) for index in range(3))
    found = {key: repo.put(value) for key, value in leaves.items()}
    repo.blocks.insert(1, (make.link(block), block))
    found["app.bsky.feed.post/zz"] = make.link(block)
    records = accounted(bluesky, written(tmp_path, repo.car(repo.commit(repo.tree(found)))))
    assert [message.body for message in messages(records)] == ["0", "1", "2"]
    assert sum(record.records for record in records if isinstance(record, ReadProblem)) == 1


def test_a_link_of_another_kind_with_the_same_digest_leads_nowhere(make: ModuleType, tmp_path: Path) -> None:
    repo = make.Repo()
    leaf = repo.put(make.post(0, "x")[1])
    entry = {"p": 0, "k": b"app.bsky.feed.post/a", "v": leaf, "t": None}
    inner = repo.put({"l": None, "e": [entry]})
    outer = repo.put({"l": make.Link(b"\x01\x55" + inner[2:]), "e": [{**entry, "k": b"app.bsky.feed.post/b"}]})
    records = accounted(bluesky, written(tmp_path, repo.car(repo.commit(outer))))
    assert len(messages(records)) == 1
    assert codes(records) == {"part-missing": 1}


def test_large_nodes_below_one_another_are_not_all_held(make: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bluesky_tree, "_MAX_HELD", 100_000)
    repo = make.Repo()
    filler = [{"p": 0, "k": b"", "v": None, "t": None}] * 1_000
    node = repo.put({"l": None, "e": []})
    for index in range(12):
        leaf = repo.put(make.post(index, str(index))[1])
        node = repo.put({"l": node, "e": [{"p": 0, "k": b"app.bsky.feed.post/%d" % index, "v": leaf, "t": None}, *filler]})
    records = accounted(bluesky, written(tmp_path, repo.car(repo.commit(node))))
    assert sorted(message.body for message in messages(records)) == sorted(str(index) for index in range(12))
    assert {"outside-the-tree" in message.flags for message in messages(records)} == {True, False}
    assert codes(records)["limit-reached"] == 1


def test_blocks_beyond_the_limit_are_said_to_be_lost(make: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_car, "MAX_BLOCKS", 5)
    records = accounted(bluesky, written(tmp_path, many(make, 9)))
    assert len(messages(records)) == 5
    assert codes(records)["member-unreadable"] >= 1


def test_wrong_types_everywhere_stop_nothing(make: ModuleType, tmp_path: Path) -> None:
    wrong: list[Any] = [5, "x", None, [], {}, [[]], [5], True, b"\xff"]
    keys = ("text", "createdAt", "facets", "embed", "reply", "subject", "displayName")
    repo = make.Repo()
    found = {}
    for kind in ("app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.actor.profile", "app.bsky.graph.list"):
        for key in keys:
            for index, value in enumerate(wrong):
                found[f"{kind}/{key}{index}"] = repo.put(
                    {**make.post(0, "x")[1], "$type": kind, "tag": f"{key}{index}", key: value}
                )
    nested: list[Any] = [
        {"images": wrong, "media": {"video": {"ref": b"\xff"}}},
        {"external": {"uri": 5}, "record": {"record": {"uri": []}}},
    ]
    for index, value in enumerate(nested):
        found[f"app.bsky.feed.post/n{index}"] = repo.put({**make.post(0, "x")[1], "embed": value})
    accounted(bluesky, written(tmp_path, repo.car(repo.commit(repo.tree(found)))))


def test_keys_that_share_more_than_there_was_are_read_without_a_key(make: ModuleType, tmp_path: Path) -> None:
    repo = make.Repo()
    leaf, other = repo.put(make.post(0, "one")[1]), repo.put(make.post(1, "two")[1])
    node = repo.put(
        {
            "l": None,
            "e": [{"p": 900, "k": b"x", "v": leaf, "t": None}, {"p": 0, "k": b"app.bsky.feed.post/a", "v": other, "t": None}],
        }
    )
    records = accounted(bluesky, written(tmp_path, repo.car(repo.commit(node))))
    assert [(message.body, message.platform_id) for message in messages(records)] == [
        ("one", None),
        ("two", f"at://{make.SELF}/app.bsky.feed.post/a"),
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", b"\x0a\xa1gversion\x02", b"\xff" * 100, b"x" * 100, b"\x3a\xa2eroots\x80gversion\x01"],
)
def test_other_files_are_not_claimed(data: bytes, tmp_path: Path) -> None:
    with Source(written(tmp_path, data)) as source:
        assert not bluesky.identify(source)


def test_a_car_of_something_else_is_not_claimed(make: ModuleType, tmp_path: Path) -> None:
    repo = make.Repo()
    root = repo.put({"name": "a file of IPFS", "size": 5})
    with Source(written(tmp_path, repo.car(root))) as source:
        assert not bluesky.identify(source)


def test_a_folder_a_zip_and_a_tar_give_the_same_records(tmp_path: Path) -> None:
    folder = OURS / "repository-2024" / "source"
    expected = read(folder)
    assert read(zipped(folder, tmp_path / "a.zip")) == expected
    packed = tmp_path / "a.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, arcname="x")
    with Source(packed) as source:
        assert _registry.identify(source) == ["bluesky"]
    assert [message.body for message in messages(read(packed))] == [message.body for message in messages(expected)]


SHARED_FOLDER = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(
    scope="module", params=["repository-2024/source/repo.car", "history-2023/source/old.car", "broken/part/source/repo.car"]
)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    path = Path(shutil.copy(OURS / request.param, tmp_path_factory.mktemp("export") / "repo.car"))
    return path, path.read_bytes()


@given(st.data())
@SHARED_FOLDER
def test_a_cut_file_is_accounted_for_and_loses_nothing_before_the_cut(export: tuple[Path, bytes], data: st.DataObject) -> None:
    path, whole = export
    before = [record for record in changed(bluesky, path, None, whole) if isinstance(record, Message)]
    cut = data.draw(st.integers(0, len(whole) - 1))
    records = changed(bluesky, path, None, whole[:cut])
    found = {record.locator.span for record in messages(records)}
    with Source(path) as source:
        known = bluesky.identify(source)
    for message in before:
        assert message.locator.span is not None
        assert not known or message.locator.span[1] > cut or message.locator.span in found


@given(st.data())
@SHARED_FOLDER
def test_a_turned_bit_is_accounted_for(export: tuple[Path, bytes], data: st.DataObject) -> None:
    path, whole = export
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    turned = bytearray(whole)
    turned[bit // 8] ^= 1 << (bit % 8)
    changed(bluesky, path, None, bytes(turned))


@given(st.binary(max_size=600), st.integers(0, 400))
@SHARED_FOLDER
def test_any_bytes_in_the_middle_are_accounted_for(export: tuple[Path, bytes], data: bytes, place: int) -> None:
    path, whole = export
    changed(bluesky, path, None, whole[:place] + data + whole[place + len(data) :])


def test_the_script_beside_the_samples_writes_what_is_there(tmp_path: Path) -> None:
    copy = shutil.copytree(OURS, tmp_path / "bluesky", ignore=shutil.ignore_patterns("source", "about.toml", "__pycache__"))
    program = (copy / "make.py").read_text("utf-8")
    exec(compile(program, str(copy / "make.py"), "exec"), {"__file__": str(copy / "make.py"), "__name__": "__main__"})
    made = {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    there = {
        path.relative_to(OURS): path.read_bytes() for path in OURS.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert made == there


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "version", "posts", "events", "missing"),
    [
        ("indigo__fakermaker.repo.car", "2", 26, 16, 0),
        ("indigo__greenground.repo.car", "3", 0, 0, 0),
        ("indigo__repo_slice.car", "2", 1, 0, 5),
    ],
)
def test_repositories_of_others_are_read_whole(
    name: str, version: str, posts: int, events: int, missing: int, shared_samples: Path
) -> None:
    records = accounted(bluesky, shared_samples / "bluesky" / name)
    said = facts(records)
    assert said["atproto:version"] == version
    assert said["atproto:signature"] == "present, not verified"
    assert "atproto:signed-sha256" in said
    assert len(messages(records)) == posts
    assert len([record for record in records if isinstance(record, Event)]) == events
    found = codes(records)
    assert found.get("part-missing", 0) == missing
    assert "digest-differs" not in found
    assert "record-unreadable" not in found


@pytest.mark.shared
def test_posts_of_others_are_those_that_another_decoder_finds(shared_samples: Path) -> None:
    """Counted by libipld's own reader of CAR files, which goes by blocks and knows no tree."""
    import libipld

    for path in sorted((shared_samples / "bluesky").glob("*.car")):
        _head, blocks = libipld.decode_car(path.read_bytes())
        texts = sorted(block["text"] for block in blocks.values() if block.get("$type") == "app.bsky.feed.post")
        assert sorted(message.body for message in messages(read(path))) == texts


@pytest.mark.shared
def test_no_sample_of_another_platform_is_taken_for_blueskys(shared_samples: Path) -> None:
    for path in sorted(shared_samples.rglob("*")):
        if path.is_file() and path.parent.name not in ("bluesky", "samples") and path.name not in ("README.md", "expected.json"):
            with Source(path) as source:
                assert not bluesky.identify(source), path.name


def test_digests_of_blocks_are_those_that_sha256sum_prints() -> None:
    (commit,) = [record for record in read(WHOLE) if isinstance(record, Capture)]
    assert commit.locator.span is not None
    start, end = commit.locator.span
    block = WHOLE.read_bytes()[start:end]
    cid = base64.b32decode((commit.platform_id or "")[1:].upper() + "=" * 6)
    assert hashlib.sha256(block[block.index(cid) + 36 :]).digest() == cid[4:]
