"""The diary: kept apart, sealed as through a letter box, read with its own passphrase alone, handed over only on purpose."""

from dataclasses import replace

import pytest

from gawah.records.errors import AlreadyThere, BadInput, NotFound, SealInvalid, WrongDiaryPassphrase, WrongRecoveryKey
from gawah.records.incident import DiaryKey, Impact
from gawah.seal.keys import Cost, RootSecret
from gawah.seal.letter import post
from gawah.usecases import _log_form, add, diary, log, review
from gawah.usecases._workspace import Workspace
from gawah.vault import codec

SECRET = "a diary of my own, please"
WORDS = "I did not sleep for a week: canary."


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary, "fitting", lambda _timer: Cost(64 * 1024, 1, 4))


def wrote(work: Workspace, body: str = WORDS, **more: object) -> Impact:
    made = diary.new_entry(work, diary.Told(body=body, **more))  # type: ignore[arg-type]
    diary.keep(work, made)
    return made


def test_an_entry_is_kept_with_all_that_is_said(work: Workspace) -> None:
    told = 'occurred_at = "2024-03-05"\nplatform = "X"\nrecipient = "self"\nwhat_happened = "x"'
    incident = log.new_incident(work, _log_form.of_text(told))
    log.keep(work, incident)
    made = wrote(
        work,
        felt_at="2024-03",
        fear=False,
        effects=("health", "Daily life"),
        amount="1,200",
        currency="PKR",
        incidents=(incident.id[:8],),
    )
    assert (made.fear_of_violence, made.effects, made.incidents) == (False, ("health", "daily-life"), (incident.id,))
    assert (made.amount, made.currency, made.felt_at.local if made.felt_at else "") == ("1,200", "PKR", "2024-03-01T00:00:00")
    assert diary.entries(work, None) == [made]


@pytest.mark.parametrize(
    "told",
    [
        {"body": " "},
        {"felt_at": "lately"},
        {"effects": ("canary",)},
        {"amount": "12"},
        {"amount": "12", "currency": "rupees"},
        {"amount": "1" * 41, "currency": "PKR"},
        {"private": True, "effects": ("health",)},
        {"private": True, "fear": True},
    ],
)
def test_what_cannot_be_kept_is_refused(work: Workspace, told: dict[str, object]) -> None:
    with pytest.raises(BadInput) as refused:
        diary.new_entry(work, diary.Told(**{"body": WORDS, **told}))  # type: ignore[arg-type]
    assert "canary" not in str(refused.value)
    with pytest.raises(NotFound):
        diary.new_entry(work, diary.Told(body=WORDS, incidents=("ffffffff",)))


def test_nobody_who_merely_opens_the_vault_meets_it(work: Workspace) -> None:
    made = wrote(work)
    assert add.entries(work) == []
    assert review.search(work, "canary", review.Selection(), limit=10).own == ()
    assert log.log(work) == []
    for look in (lambda: review.reveal(work, [made.id]), lambda: work.vault.get(made.id)):
        with pytest.raises(NotFound):
            look()
    assert [event.method for event in work.vault.events()][-1] == diary.METHOD
    assert "canary" not in repr(made) + repr(diary.Told(body=WORDS))


def test_a_locked_diary_takes_entries_without_its_passphrase_and_gives_none_back(work: Workspace) -> None:
    made = diary.lock(work, SECRET)
    entry = wrote(work, felt_at="2024-03-05", effects=("health",), private=False)
    rows = [codec.canonical(one) for one in work.vault.stated(Impact)]
    assert [b"canary" in row or b"2024-03" in row or b"health" in row for row in rows] == [False]
    (closed,) = diary.entries(work, None)
    assert (closed.body, closed.felt_at, closed.effects, closed.recorded_at) == ("", None, (), entry.recorded_at)
    assert diary.entries(work, diary.unlocked(work, passphrase=SECRET)) == [entry]
    assert diary.entries(work, diary.unlocked(work, recovery=made.recovery.lower())) == [entry]
    with pytest.raises(WrongDiaryPassphrase):
        diary.unlocked(work, passphrase=f"{SECRET}!")
    with pytest.raises(WrongDiaryPassphrase):
        diary.unlocked(work, recovery=RootSecret.generate().recovery_text())
    with pytest.raises(WrongRecoveryKey):
        diary.unlocked(work, recovery="canary")
    with pytest.raises(AlreadyThere):
        diary.lock(work, SECRET)
    assert work.vault.check(full=True).problems == ()


def test_the_vault_holds_no_secret_of_the_diary(work: Workspace) -> None:
    made = diary.lock(work, SECRET)
    (found,) = work.vault.stated(DiaryKey)
    assert made.recovery not in codec.canonical(found).decode()
    assert found.slot not in repr(found)
    assert made.recovery not in repr(made)


def test_what_was_written_before_is_sealed_too(work: Workspace) -> None:
    before = wrote(work)
    assert diary.lock(work, SECRET).open_before == 1
    (now,) = diary.entries(work, None)
    assert (now.id, now.body, bool(now.sealed)) == (before.id, "", True)
    assert diary.entries(work, diary.unlocked(work, passphrase=SECRET)) == [before]


def test_a_new_passphrase_opens_what_was_sealed_before(work: Workspace) -> None:
    with pytest.raises(NotFound):
        diary.change_passphrase(work, RootSecret.generate(), SECRET)
    diary.lock(work, SECRET)
    entry = wrote(work)
    secret = diary.unlocked(work, passphrase=SECRET)
    assert secret is not None
    diary.change_passphrase(work, secret, "another one, just as long")
    with pytest.raises(WrongDiaryPassphrase):
        diary.unlocked(work, passphrase=SECRET)
    assert diary.entries(work, diary.unlocked(work, passphrase="another one, just as long")) == [entry]
    with pytest.raises(BadInput):
        diary.change_passphrase(work, secret, "short")


def test_a_sealed_entry_put_in_the_place_of_another_is_noticed(work: Workspace) -> None:
    diary.lock(work, SECRET)
    entry = wrote(work)
    secret = diary.unlocked(work, passphrase=SECRET)
    assert secret is not None
    (stored,) = work.vault.stated(Impact)
    with pytest.raises(SealInvalid, match="not the one"):
        diary.opened(replace(stored, id="f" * 32), secret)
    other = replace(stored, sealed=post(secret.recipient(), codec.canonical(replace(entry, id="f" * 32))))
    with pytest.raises(SealInvalid, match="not the one"):
        diary.opened(other, secret)
    with pytest.raises(SealInvalid, match="something else"):
        diary.opened(replace(stored, sealed=post(secret.recipient(), b"{}")), secret)


def test_a_correction_takes_the_place_of_an_entry(work: Workspace) -> None:
    first = wrote(work)
    second = wrote(work, "I slept badly.", corrects=first.id[:8])
    assert diary.entries(work, None) == [second]


def test_what_is_handed_over_is_chosen_and_never_private(work: Workspace) -> None:
    shared, private = wrote(work, felt_at="2024-03-05"), wrote(work, private=True)
    assert diary.to_disclose(work, ["all"], None) == [shared]
    assert diary.to_disclose(work, [shared.id[:8]], None) == [shared]
    with pytest.raises(BadInput, match="no export holds it"):
        diary.to_disclose(work, [private.id], None)
    with pytest.raises(NotFound):
        diary.to_disclose(work, ["ffffffff"], None)
    diary.lock(work, SECRET)
    for asked in (["all"], [shared.id]):
        with pytest.raises(WrongDiaryPassphrase):
            diary.to_disclose(work, asked, None)
    assert diary.to_disclose(work, ["all"], diary.unlocked(work, passphrase=SECRET)) == [shared]


def test_an_empty_diary_hands_nothing_over(work: Workspace) -> None:
    wrote(work, private=True)
    with pytest.raises(NotFound, match="nothing that can be handed over"):
        diary.to_disclose(work, ["all"], None)
