"""Pages, filters, context, ids: what is shown, and in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.content import Conversation
from gawah.records.digest import identifier
from gawah.records.errors import BadInput, NotFound
from gawah.vault.codec import canonical
from gawah.vault.derived import DAY_MS
from gawah.vault.local import Filters, LocalVault, Row
from tests.vault.invented import CHAT, SENDERS, START_MS, event, keep, make, message, read, two_exports, undated

OTHER = Conversation(id=identifier("Instagram", "canary other"), platform="Instagram", title="canary other")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> LocalVault:
    vault, _ = make(tmp_path_factory.mktemp("rows") / "vault")
    data = b"canary rows"
    records = [message(data, n, f"canary {n}", START_MS + (n * 37 % 50) * DAY_MS // 3) for n in range(50)]
    others = [message(data, n, f"canary {n}", conversation=OTHER) for n in range(50, 60)]
    read(
        vault,
        keep(vault, data),
        [OTHER, *records, *others, event(data, 60), undated(data, 61, "canary"), undated(data, 62, "canary")],
    )
    return vault


def every(vault: LocalVault, filters: Filters = Filters(), limit: int = 1000) -> list[Row]:  # noqa: B008 - frozen
    rows: list[Row] = []
    while page := vault.page(filters, after=rows[-1].position if rows else None, limit=limit):
        rows += page
    return rows


@given(st.integers(1, 70))
def test_pages_of_any_size_give_every_row_once_in_order_of_time(case: LocalVault, limit: int) -> None:
    rows = every(case, limit=limit)
    assert len({row.key for row in rows}) == len(rows) == case.total() == 63
    dated = [row.at_ms for row in rows if row.at_ms is not None]
    assert dated == sorted(dated)
    assert [row.at_ms for row in rows[-2:]] == [None, None]


@given(
    st.sampled_from([None, CHAT.id, OTHER.id]),
    st.sampled_from([None, "WhatsApp", "Instagram"]),
    st.sampled_from([None, "message", "event", "direct", "call"]),
    st.none() | st.integers(-5, 25),
    st.none() | st.integers(-5, 25),
    st.none() | st.integers(0, 1),
)
def test_filters_are_those_of_a_scan(
    case: LocalVault,
    chat: str | None,
    platform: str | None,
    kind: str | None,
    since: int | None,
    until: int | None,
    sender: int | None,
) -> None:
    first = None if since is None else START_MS + since * DAY_MS
    last = None if until is None else START_MS + until * DAY_MS
    account = None if sender is None else min(seen.id for seen in case.accounts() if seen.account == SENDERS[sender])
    chosen = Filters(conversation=chat, platform=platform, kind=kind, since_ms=first, until_ms=last, sender=account)

    def fits(row: Row) -> bool:
        return (
            (chat is None or row.conversation == chat)
            and (platform is None or row.platform == platform)
            and (kind is None or row.type == kind or (row.type, kind) in {("message", "direct"), ("event", "call")})
            and ((first is None and last is None) or row.at_ms is not None)
            and (first is None or (row.at_ms or 0) >= first)
            and (last is None or (row.at_ms or 0) < last)
        )

    scanned = [row for row in every(case) if fits(row)]
    rows = every(case, chosen)
    if account is None:
        assert rows == scanned
    else:
        assert {row.key for row in rows} <= {row.key for row in scanned}
        assert all(canonical(SENDERS[sender or 0]) in row.json for row in rows)
    assert case.total(chosen) == len(rows)


def test_ids_choose_rows(case: LocalVault) -> None:
    some = [row.id for row in every(case)[3:9]]
    assert [row.id for row in case.page(Filters(ids=some))] == some
    assert case.page(Filters(ids=[])) == []


def test_get_takes_an_id_or_the_beginning_of_one(case: LocalVault) -> None:
    row = every(case)[5]
    assert case.get(row.id) == row
    assert case.get(row.id[:7].upper()) == row


@pytest.mark.parametrize("wrong", ["", "abc", "xyzxyz", "0" * 33, "12345"])
def test_what_is_no_id_is_refused(case: LocalVault, wrong: str) -> None:
    with pytest.raises(BadInput):
        case.get(wrong)


def test_an_unknown_id_is_not_found(case: LocalVault) -> None:
    with pytest.raises(NotFound):
        case.get("0" * 31 + "1")


@given(st.integers(0, 49), st.integers(0, 8), st.integers(0, 8))
def test_context_is_what_stands_around_in_the_same_conversation(case: LocalVault, n: int, before: int, after: int) -> None:
    chat = every(case, Filters(conversation=CHAT.id))
    around = case.context(chat[n].id, before, after)
    assert around == chat[max(0, n - before) : n + after + 1]


def test_context_of_a_further_sighting_is_that_of_the_row_shown(vault: LocalVault) -> None:
    _, two = two_exports(vault)
    hidden = [row for row in vault.page(Filters(item=two.id, include_same=True)) if row.same_as is not None]
    assert len(hidden) == 5
    around = vault.context(hidden[0].id, 1, 1)
    assert around[1].key == hidden[0].same_as
    assert len(around) == 3


def test_rows_do_not_print_content(case: LocalVault) -> None:
    assert "canary" not in repr(every(case)).lower()
    assert "canary" not in repr([*case.conversations(), *case.accounts(), *case.counts()]).lower()
