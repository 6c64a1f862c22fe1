"""Parts of originals as use cases see them."""

from gawah.vault import part
from gawah.vault.archive import ZipMember
from gawah.vault.case import Case
from gawah.vault.part import Cutting, Part


class PartView:
    """What `LocalVault` says about parts of an original. Raises as `LocalVault` does."""

    _case: Case

    def cutting(self, wanted: Part) -> Cutting:
        """A part on its way out, as a `with` block; see `part.Cutting`. Raises NotFound, BadInput."""
        return Cutting(self._case, wanted)

    def zip_members(self, item_id: str) -> tuple[ZipMember, ...]:
        """The files of an item that is a zip; () when it is none. Raises NotFound, BadInput."""
        return part.members(self._case, item_id)

    def standing(self, record_id: str) -> list[tuple[str, str]]:
        """Item and id of a record in every item whose newest reading holds it. Raises NotFound."""
        return part.standing(self._case, record_id)

    def read_with_folder(self, item_id: str) -> bool:
        """Whether messages or events were read in this file together with the folder in which it came."""
        return part.read_with_folder(self._case, item_id)
