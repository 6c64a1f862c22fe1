"""Who speaks in the sample case, in which conversation, and how each of them spells. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from types import MappingProxyType
from typing import Literal, TypeAlias

ZONE_NAME = "Asia/Karachi"
ZONE = timezone(timedelta(hours=5))
"""The zone of every clock in the story: +05:00 all year."""

Platform: TypeAlias = Literal["android", "iphone", "instagram"]
Folder: TypeAlias = Literal["inbox", "message_requests"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One speaker.

    Attributes:
        name: As the exporting phone shows it on WhatsApp, and the display name on Instagram where `display` is empty.
        display: The display name on Instagram.
        handle: The handle on Instagram.
        spelling: Roman-Urdu and English words as this person types them, by their usual spelling.
    """

    name: str
    display: str = ""
    handle: str = ""
    spelling: Mapping[str, str] = field(default_factory=dict)

    @property
    def instagram_name(self) -> str:
        """The name an Instagram export writes for them."""
        return self.display or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One conversation.

    Attributes:
        key: Its short name in this program and in phrases/.
        platform: Which export it is written into.
        title: As the platform shows it.
        members: Keys of the people in it.
        owner: Key of the person whose account or phone was exported.
        folder: The box on Instagram.
        number: Instagram's number of the thread.
        split: Messages in one file before Instagram starts the next.
        daily: Whether nothing but ordinary days stands in it; a smaller case does without.
    """

    key: str
    platform: Platform
    title: str
    members: tuple[str, ...]
    owner: str = "Z"
    folder: Folder = "inbox"
    number: int = 0
    split: int = 10_000
    daily: bool = False


_HURRIED = MappingProxyType(
    {"nahi": "nhi", "kya": "kia", "hain": "hen", "gaari": "gari", "tum": "tm", "please": "plz", "because": "bcz", "paisay": "pesay"}
)
_TIDY = MappingProxyType({"gaari": "gaari", "paisay": "paise", "bohat": "bohot"})
_LOOSE = MappingProxyType({"nahi": "nai", "kya": "kya", "hain": "hain", "mujhe": "mujhy", "theek": "thk", "tomorrow": "tmrw"})

PEOPLE: Mapping[str, Person] = MappingProxyType(
    {
        "Z": Person(name="Zohra Talwarvi", display="Zohra Talwarvi", handle="zohra.kiari", spelling=_TIDY),
        "K": Person(name="Kamran Nursery", display="Kamran Sangdal", handle="sangdal_greens", spelling=_HURRIED),
        "S": Person(name="Sadaf Bakery Wali", display="Sadaf Mirwahi", handle="sadaf.tandoor", spelling=_LOOSE),
        "N": Person(name="+00 300 0000017", spelling=_HURRIED),
        "A": Person(name="Areeba", handle="areeba.t.notes", spelling=_LOOSE),
        "M": Person(name="Ammi ❤️"),
        "H": Person(name="Hamza Bhai", spelling=_HURRIED),
        "B": Person(name="Zohra Baji", spelling=_TIDY),
        "Q": Person(name="Khala Naseema"),
        "X": Person(name="~\u202fSach Bolo", spelling=_HURRIED),
        "1": Person(name="sach_nayabad_ka", display="Nayabad Ka Sach", handle="sach_nayabad_ka", spelling=_HURRIED),
        "2": Person(name="van_ka_hisab_do", display="Van Ka Hisab", handle="van_ka_hisab_do", spelling=_HURRIED),
        "3": Person(name="user_0058820417", display="user_0058820417", handle="user_0058820417", spelling=_LOOSE),
        "4": Person(name="Instagram User", display="Instagram User", handle="instagramuser", spelling=_HURRIED),
        "5": Person(name="green.thumb.nayabad", display="Green Thumb Nayabad", handle="green.thumb.nayabad"),
        "6": Person(name="mali_baba_09", display="Mali Baba 🌿", handle="mali_baba_09", spelling=_HURRIED),
        "7": Person(name="Hina Gamlay", display="Hina Chashmi 🪴", handle="hina.gamlay", spelling=_LOOSE),
        "8": Person(name="team_zohra_real", display="Team Zohra", handle="team_zohra_real", spelling=_LOOSE),
        "9": Person(name="Ustad Rafaqat", display="Ustad Rafaqat", handle="ustad.rafaqat.mali"),
        "c": Person(name="Balcony Garden Club", display="Balcony Garden Club", handle="balcony.garden.club"),
        "d": Person(name="Mrs Tehmuri", display="T. Tehmuri", handle="tehmuri.terrace", spelling=_LOOSE),
        "R": Person(name="Riffat Delivery", spelling=_HURRIED),
        "G": Person(name="Gulab Mali", spelling=_LOOSE),
        "T": Person(name="Tufail Chai", spelling=_HURRIED),
        "L": Person(name="Laila Lalten", spelling=_LOOSE),
        "D": Person(name="Deepa School Wali"),
        "Y": Person(name="Abu Yasir Beej"),
        "e": Person(name="Wajeeha", display="Wajeeha Dasht", handle="wajeeha.dasht", spelling=_LOOSE),
    }
)

FAMILY_TITLE = "Talwarvi House 🏡"

CHATS: Mapping[str, Chat] = MappingProxyType(
    {
        chat.key: chat
        for chat in (
            Chat(key="partner", platform="android", title="Kamran Nursery", members=("Z", "K")),
            Chat(key="friend", platform="android", title="Sadaf Bakery Wali", members=("Z", "S")),
            Chat(key="newnumber", platform="android", title="+00 300 0000017", members=("Z", "N")),
            Chat(key="family", platform="iphone", title=FAMILY_TITLE, members=("A", "M", "H", "B", "Q", "X"), owner="A"),
            Chat(key="orders", platform="android", title="Sabz Kiari Orders", members=("Z", "R", "G"), daily=True),
            Chat(key="stall", platform="android", title="Kikar Stall Walay", members=("Z", "T", "L"), daily=True),
            Chat(key="areeba", platform="android", title="Areeba", members=("Z", "A"), daily=True),
            Chat(key="ammi", platform="android", title="Ammi ❤️", members=("Z", "M"), daily=True),
            Chat(key="deepa", platform="android", title="Deepa School Wali", members=("Z", "D"), daily=True),
            Chat(key="seeds", platform="android", title="Abu Yasir Beej", members=("Z", "Y"), daily=True),
            Chat(key="ig-partner", platform="instagram", title="Kamran Sangdal", members=("K", "Z"), number=1, split=180),
            Chat(key="ig-club", platform="instagram", title="Balcony Garden Club", members=("c", "Z"), number=2),
            Chat(key="ig-tehmuri", platform="instagram", title="T. Tehmuri", members=("d", "Z"), number=3),
            Chat(key="ig-wajeeha", platform="instagram", title="Wajeeha Dasht", members=("e", "Z"), number=4),
            Chat(key="ig-hina", platform="instagram", title="Hina Chashmi 🪴", members=("7", "Z"), number=5),
            Chat(key="ig-team", platform="instagram", title="Team Zohra", members=("8", "Z"), number=6),
            Chat(key="ig-ustad", platform="instagram", title="Ustad Rafaqat", members=("9", "Z"), number=7),
            Chat(
                key="ig-sach",
                platform="instagram",
                title="Nayabad Ka Sach",
                members=("1", "Z"),
                folder="message_requests",
                number=8,
            ),
            Chat(
                key="ig-hisab", platform="instagram", title="Van Ka Hisab", members=("2", "Z"), folder="message_requests", number=9
            ),
            Chat(
                key="ig-user",
                platform="instagram",
                title="user_0058820417",
                members=("3", "Z"),
                folder="message_requests",
                number=10,
            ),
            Chat(
                key="ig-gone",
                platform="instagram",
                title="Instagram User",
                members=("4", "Z"),
                folder="message_requests",
                number=11,
            ),
            Chat(
                key="ig-thumb",
                platform="instagram",
                title="Green Thumb Nayabad",
                members=("5", "Z"),
                folder="message_requests",
                number=12,
            ),
            Chat(
                key="ig-mali", platform="instagram", title="Mali Baba 🌿", members=("6", "Z"), folder="message_requests", number=13
            ),
        )
    }
)
