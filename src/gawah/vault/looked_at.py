"""How many texts were looked at since a time, and who speaks in a conversation: what sorting a case asks beside suggestions."""

from collections.abc import Mapping

from gawah.records.errors import LedgerInconsistent
from gawah.seal import ledger
from gawah.vault import codec
from gawah.vault.case import Case

_NEWEST_FIRST = "SELECT op, body FROM leaf_body ORDER BY seq DESC"
_SENDERS = """
    SELECT DISTINCT a.json FROM tally t JOIN account a ON a.n = t.sender JOIN conversation c ON c.n = t.conversation WHERE c.id = ?
"""


def since(case: Case, time: str) -> int:
    """Texts that were looked at from this time on, as the `view` entries say; one looked at twice counts twice."""
    total = 0
    for op, body in case.database.each(_NEWEST_FIRST):
        try:
            fields = ledger.read_entry(body)
        except LedgerInconsistent:
            continue  # `check` names it
        if str(fields["time"]) < time:
            break
        result = fields.get("result")
        if op == "view" and isinstance(result, Mapping):
            total += int(result.get("records", 0))
    return total


def named_in(case: Case, conversation_id: str, name: str) -> bool:
    """Whether an account of this display name sent something in the conversation."""
    return any(codec.decode_account(json).name == name for (json,) in case.database.all(_SENDERS, (conversation_id,)))
