"""Conversations that several files, or several records, of one export state: each is passed on once."""

from collections.abc import Callable, Hashable, Iterable, Iterator

from gawah.records.content import Conversation, Record


def by_id(conversation: Conversation) -> Hashable:
    """For `Once`: the first statement of a conversation counts, whatever later ones say of title and participants."""
    return conversation.id


class Once:
    """Passes records on, without a conversation that was passed on before: one that says the same, or by `key`."""

    def __init__(self, key: Callable[[Conversation], Hashable] = lambda conversation: conversation) -> None:
        self._key = key
        self._seen: set[Hashable] = set()

    def of(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records in their order."""
        for record in records:
            if isinstance(record, Conversation):
                key = self._key(record)
                if key in self._seen:
                    continue
                self._seen.add(key)
            yield record
