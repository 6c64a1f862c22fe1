"""An Outlook mailbox (.pst, .ost): its folders, and in them the items, as their own trees list them (MS-PST section 2.4).

A mail is listed beside the folder that it lies in. One whose folder is not there is read too, and said to have none. How many there
are is known twice: by the tree, and by what every folder states of itself. Items that Outlook hides (rules, views, forms) are of
another kind and nobody's mail.

The format is read here and not through libpff: its Python module gives no mail that is attached to a mail, and a damaged file that
makes C code fall over would take the other mails with it. The tests hold both against one another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO

from gawah.readers import _email_bag as bag
from gawah.readers._email_bag import BINARY, DATA, DISPLAY_NAME, OBJECT, Bag, Enclosed, Item, Texts
from gawah.readers._email_pst_nodes import Damaged, Leaf, Store
from gawah.readers._email_pst_properties import Node, Properties, rows

_FOLDER, _MESSAGE, _ATTACHMENT = 0x02, 0x04, 0x05
"""Kinds of nodes (section 2.2.2.1)."""
_STORE, _ROOT, _RECIPIENTS = 0x21, 0x122, 0x692
_CONTENT = 0x3602
"""PidTagContentCount: how many items a folder says that it has."""
_TOP, _TRASH, _SENT = 0x35E0, 0x35E3, 0x35E4
"""Where the store says which folder its folders lie in, and which one is for what was deleted or sent."""
_METHOD, _IS_ITEM = 0x3705, 5
MAX_FOLDERS = 100_000
_MAX_INSIDE = 4_000
_MAX_ATTACHMENT = 1 << 40
_DEEPEST = 64
_LONGEST_NAME = 255


@dataclass(slots=True)
class Folder:
    """A folder.

    Attributes:
        name: As stated; "" where that cannot be read.
        parent: The number of the folder that it lies in.
        stated: How many items it says that it has; None where it does not say.
        found: How many the tree lists.
    """

    name: str = field(repr=False)
    parent: int
    stated: int | None
    found: int = 0


class Mailbox:
    """A mailbox, opened. Raises Damaged where it cannot be read."""

    def __init__(self, stream: BinaryIO) -> None:
        self.store = Store(stream)
        self.folders: dict[int, Folder] = {}
        special: dict[int, int] = {}
        leaf = None
        for leaf in self.store.leaves():
            if leaf.nid & 0x1F == _FOLDER and len(self.folders) < MAX_FOLDERS:
                self.folders[leaf.nid] = self._folder(leaf)
            elif leaf.nid == _STORE:
                special = self._special(leaf)
        if leaf is None:
            raise Damaged("nothing in it can be found")
        self.trash, self.sent = special.get(_TRASH), special.get(_SENT)
        self._top = special.get(_TOP, _ROOT)

    def _folder(self, leaf: Leaf) -> Folder:
        try:
            found = Properties(Node(self.store, leaf))
        except Damaged:
            return Folder("", leaf.parent, None)
        name = Texts(found, lambda _: None).of(found, DISPLAY_NAME) or ""
        return Folder(name[:_LONGEST_NAME], leaf.parent, bag.number(found, _CONTENT))

    def _special(self, leaf: Leaf) -> dict[int, int]:
        """The folders that the store names, by the number at the end of their entry (section 2.4.3.2)."""
        try:
            found = Properties(Node(self.store, leaf))
        except Damaged:
            return {}
        entries = {wanted: bag.binary(found, wanted) or b"" for wanted in (_TOP, _TRASH, _SENT)}
        return {wanted: int.from_bytes(entry[20:24], "little") for wanted, entry in entries.items() if len(entry) == 24}

    def way(self, nid: int) -> list[tuple[int, str]]:
        """The folders from the top down to this one: number and name."""
        found: list[tuple[int, str]] = []
        while nid in self.folders and nid not in (_ROOT, self._top) and len(found) < _DEEPEST:
            found.append((nid, self.folders[nid].name))
            nid = self.folders[nid].parent
        return found[::-1]

    def mails(self) -> Iterator[tuple[int, int, Item | None]]:
        """Number, folder and item of every mail; None for an item that cannot be read."""
        for leaf in self.store.leaves():
            if leaf.nid & 0x1F == _MESSAGE:
                folder = self.folders.get(leaf.parent)
                if folder is not None:
                    folder.found += 1
                try:
                    yield leaf.nid, leaf.parent, _item(Node(self.store, leaf))
                except Damaged:
                    yield leaf.nid, leaf.parent, None

    def missing(self) -> int:
        """How many more items the folders say that they have than the tree lists, once `mails` has been gone through."""
        return sum(max(0, (each.stated or 0) - each.found) for each in self.folders.values())

    def beyond(self) -> int:
        """How many more the tree lists."""
        return sum(max(0, each.found - each.stated) for each in self.folders.values() if each.stated is not None)


def _item(node: Node) -> Item:
    item = Item(Properties(node))
    try:
        table = node.inner(_RECIPIENTS)
        people: list[Bag] = [] if table is None else list(rows(table, _MAX_INSIDE + 1))
        files = node.inner_of(_ATTACHMENT)
    except Damaged:
        item.faults = (("member-unreadable", "loss"),)
        return item
    item.recipients = people[:_MAX_INSIDE]
    item.attachments = [_enclosed(each) for each in files[:_MAX_INSIDE]]
    item.cut = max(len(people), len(files)) > _MAX_INSIDE
    return item


def _enclosed(node: Node) -> Enclosed:
    try:
        found = Properties(node)
    except Damaged:
        return Enclosed(bag.Known())
    kind, place = found.place(DATA) or (0, 0)
    if kind == BINARY:
        return Enclosed(found, partial(node.parts, place, _MAX_ATTACHMENT))
    if kind != OBJECT:
        return Enclosed(found)
    if bag.number(found, _METHOD) == _IS_ITEM:
        return Enclosed(found, item=partial(_held, node, place))
    return Enclosed(found, partial(_object, node, place))


def _object(node: Node, place: int) -> Iterator[bytes]:
    """The bytes of an object in the node that the heap names (section 2.4.6.2.2). Raises Damaged."""
    return node.parts(int.from_bytes(node.in_heap(place)[:4], "little"), _MAX_ATTACHMENT)


def _held(node: Node, place: int) -> Item:
    """The item that an attachment is. Raises Damaged."""
    inner = node.inner(int.from_bytes(node.in_heap(place)[:4], "little"))
    if inner is None:
        raise Damaged("no such node")
    return _item(inner)
