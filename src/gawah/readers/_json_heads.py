"""What a JSON file says outside its records: titles, participants, keys that nobody knows; it may stand behind them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gawah.readers._json import Damage, Element, Item, Layout, Path
from gawah.readers._json_layout import rooted
from gawah.readers._json_member import JsonMember, plain
from gawah.readers._notes import MAX_PLACES


@dataclass(slots=True)
class Heads:
    """What a JSON file says outside its records, gathered in a first walk.

    Attributes:
        kept: The keys whose values are kept.
        containers: By the path of each object that holds records: what it says of their conversation.
        keys: How often each key outside the records was seen: as (path, stood there before), indexes as `*`.
        damaged: Where the structure breaks; None when it does not.
        hides: Records seem to stand under a key that is not known.
    """

    kept: frozenset[str]
    containers: dict[Path, dict[str, object]] = field(default_factory=dict)
    keys: dict[tuple[Path, bool], int] = field(default_factory=dict)
    damaged: int | None = None
    hides: bool = False

    def gather(self, items: Iterable[Item]) -> None:
        """Take note of one walk."""
        for item in items:
            if isinstance(item, Element):
                self.containers.setdefault(item.path[:-2], {})
            elif isinstance(item, Damage):
                self.damaged = item.at
            elif item.path and isinstance(key := item.path[-1], str):
                self.hides = self.hides or item.hides
                place = tuple("*" if isinstance(step, int) else step for step in item.path)
                if len(self.keys) >= MAX_PLACES and (place, item.again) not in self.keys:
                    place = (*place[:-1], "?")
                self.keys[place, item.again] = self.keys.get((place, item.again), 0) + 1
                if key in self.kept and not item.again:
                    self.containers.setdefault(item.path[:-1], {}).setdefault(key, item.value)

    def settled(self, layout: Layout, reading: JsonMember, known: frozenset[str]) -> Layout:
        """The layout of this very file: where its root is the one record that of a root. Notes its keys, where it is not."""
        if layout.record_key is not None and ((layout.record_key,), False) in self.keys:
            return rooted(layout)
        self.note(reading, known)
        return layout

    def note(self, reading: JsonMember, known: frozenset[str]) -> None:
        """Note the keys that are not `known` and those that stand twice."""
        for (place, again), count in self.keys.items():
            if again:
                reading.note("field-duplicate", "warning", plain(place), count)
            elif place[-1] not in known:
                reading.note("field-unknown", "info", plain(place), count)
