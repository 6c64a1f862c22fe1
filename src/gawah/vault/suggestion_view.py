"""The part of an open case that speaks of what the machine suggests."""

from collections.abc import Iterator, Sequence

from gawah.records.judgement import Judgement
from gawah.vault import looked_at, suggestions
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting
from gawah.vault.near import Alike, Sketch
from gawah.vault.rows import Row
from gawah.vault.suggestions import Suggested


class SuggestionView:
    """What `LocalVault` keeps of suggestions: for sorting, never evidence. Raises as `LocalVault` does."""

    _case: Case

    def suggest(self, made: Sequence[Judgement], sketches: Sequence[Sketch], alike: Alike, *, at: str, acting: Acting) -> int:
        """Keep what one model suggests of some records, in one transaction; the ledger entry. See `suggestions.keep`."""
        return suggestions.keep(self._case, made, sketches, alike, at, acting)

    def unjudged(
        self, model: str, *, after: int = 0, limit: int = 2_000, since_ms: int | None = None, reading: int | None = None
    ) -> list[Row]:
        """The next rows with keys above `after` that this model has not judged; see `suggestions.unjudged`."""
        return suggestions.unjudged(self._case.database, model, after=after, limit=limit, since_ms=since_ms, reading=reading)

    def suggested(self, *, alarming: bool = False) -> Iterator[Suggested]:
        """What is suggested of records that are shown, in order of time; only what alarms, if asked."""
        return suggestions.current(self._case.database, alarming=alarming)

    def suggestion_of(self, record_id: str) -> Judgement | None:
        """The newest judgement of a record; None where there is none."""
        return suggestions.of(self._case.database, record_id)

    def copies(self, record_id: str) -> list[str]:
        """Ids of the records shown that stand in one cluster with a record, itself among them, in order of time."""
        return suggestions.copies(self._case.database, record_id)

    def models(self) -> list[str]:
        """Every model that judged something, the newest last."""
        return suggestions.models(self._case.database)

    def judged(self, model: str) -> tuple[int, int]:
        """How many of the records shown can be judged, and how many of them this model has not judged."""
        return suggestions.judged(self._case.database, model)

    def quiet(self) -> list[str]:
        """Ids of the records shown that have text, were judged, and of which nothing is suggested."""
        return suggestions.quiet(self._case.database)

    def looked_at_since(self, time: str) -> int:
        """How many texts were looked at from this time on, as the `view` entries say; one looked at twice counts twice."""
        return looked_at.since(self._case, time)

    def named_in(self, conversation_id: str, name: str) -> bool:
        """Whether an account of this display name sent something in the conversation."""
        return looked_at.named_in(self._case, conversation_id, name)
