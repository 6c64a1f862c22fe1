r"""An Instagram "Download your information" zip in JSON, in the layout of 2023 and later.

Strings are written as Meta writes them: each UTF-8 byte as a character of its own, `\u00d8\u00af`. Threads are newest first,
and the first file of a split thread is the newest. Times are milliseconds since 1970 UTC in messages and seconds elsewhere.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta
from random import Random

from tools.sample_case.archive import zipped
from tools.sample_case.bank import Remark
from tools.sample_case.cast import CHATS, PEOPLE, Chat
from tools.sample_case.media import photo, voice
from tools.sample_case.said import Said
from tools.sample_case.tally import Export, Tally

_ACTIVITY = "your_instagram_activity"
_OWNER = PEOPLE["Z"]
Json = Mapping[str, object]


def export(story: Mapping[str, tuple[Said, ...]], remarks: tuple[Remark, ...], dice: Random) -> Export:
    """The zip of one account: its threads, the comments it wrote, and what Instagram keeps about it."""
    tally = Tally()
    members: dict[str, bytes] = {}
    for key, said in story.items():
        members |= _thread(CHATS[key], said, tally, dice)
        tally.conversations += 1
    members[f"{_ACTIVITY}/comments/post_comments_1.json"] = _meta([_comment(one, tally) for one in remarks])
    members |= {name: _meta(content) for name, content in _account()}
    last = max(said[-1].at for said in story.values())
    return Export("instagram-zohra.kiari-2026-02-28.zip", zipped(members, last + timedelta(hours=20)), "instagram", tally)


def _meta(content: object) -> bytes:
    return json.dumps(_bytewise(content), indent=2, ensure_ascii=True).encode()


def _bytewise(value: object) -> object:
    """Every string with its UTF-8 bytes as characters, which is how Meta escapes them."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, Mapping):
        return {key: _bytewise(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_bytewise(held) for held in value]
    return value


def _thread(chat: Chat, said: tuple[Said, ...], tally: Tally, dice: Random) -> dict[str, bytes]:
    plain = "".join(part for part in chat.title.lower() if part.isascii() and part.isalnum())
    path = f"{chat.folder}/{plain}_{17_842_000_000_000_000 + chat.number * 7_919}"
    folder = f"{_ACTIVITY}/messages/{path}"
    files: dict[str, bytes] = {}
    messages = [_message(one, folder, tally, files, dice) for one in said]
    tally.by_folder[chat.folder] = tally.by_folder.get(chat.folder, 0) + sum(not one.is_event for one in said)
    messages.reverse()
    # Meta fills each file before it starts the next, so the oldest file is the short one.
    for number, start in enumerate(range(0, len(messages), chat.split), 1):
        files[f"{folder}/message_{number}.json"] = _meta(
            {
                "participants": [{"name": PEOPLE[member].instagram_name} for member in chat.members],
                "messages": messages[start : start + chat.split],
                "title": chat.title,
                "is_still_participant": True,
                "thread_path": path,
                "magic_words": [],
            }
        )
    return dict(sorted(files.items()))


def _message(said: Said, folder: str, tally: Tally, files: dict[str, bytes], dice: Random) -> Json:
    stamp = round(said.at.timestamp()) * 1000 + dice.randrange(1000)
    name = PEOPLE[said.by].instagram_name
    message: dict[str, object] = {"sender_name": name, "timestamp_ms": stamp}
    match said.kind:
        case "call":
            message |= {"content": f"{name} started an audio call", "call_duration": 0}
        case "unsent":
            message["is_unsent"] = True
            tally.deleted += 1
        case "share":
            link, _, words = said.text.partition(" ")
            message |= {"content": f"{name} sent an attachment.", "share": {"link": link, "share_text": words}}
        case "photo" | "voice":
            kind, ending = ("photos", "jpg") if said.kind == "photo" else ("audio", "opus")
            uri = f"{folder}/{kind}/{stamp}.{ending}"
            files[uri] = photo(dice) if said.kind == "photo" else voice(dice)
            tally.media_held += 1
            message["photos" if kind == "photos" else "audio_files"] = [{"uri": uri, "creation_timestamp": stamp // 1000}]
            message |= {"content": said.text} if said.text else {}
        case _:
            message["content"] = said.text
    if said.reactions:
        message["reactions"] = [{"reaction": emoji, "actor": PEOPLE[by].instagram_name} for emoji, by in said.reactions]
        tally.reactions += len(said.reactions)
    tally.events += said.is_event
    tally.messages += not said.is_event
    tally.seen(said.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return {**message, "is_geoblocked_for_viewer": False, "is_unsent_image_by_messenger_kid_parent": False}


def _comment(remark: Remark, tally: Tally) -> Json:
    tally.messages += 1
    tally.by_folder["comments"] = tally.by_folder.get("comments", 0) + 1
    tally.seen(remark.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return {
        "media_list_data": [{"uri": ""}],
        "string_map_data": {
            "Comment": {"value": remark.text},
            "Media Owner": {"value": PEOPLE[remark.under].handle},
            "Time": {"timestamp": round(remark.at.timestamp())},
        },
    }


def _account() -> Iterator[tuple[str, Json]]:
    yield (
        "personal_information/personal_information/personal_information.json",
        {
            "profile_user": [
                {
                    "title": "",
                    "media_map_data": {},
                    "string_map_data": {
                        "Username": {"href": "", "value": _OWNER.handle, "timestamp": 0},
                        "Name": {"href": "", "value": _OWNER.instagram_name, "timestamp": 0},
                        "Bio": {
                            "href": "",
                            "value": "🌱 balcony gardens, seedlings, repotting\nNayabad | order by DM",
                            "timestamp": 0,
                        },
                        "Email": {"href": "", "value": "zohra@kiari.example", "timestamp": 0},
                        "Phone Number": {"href": "", "value": "+00 300 0000001", "timestamp": 0},
                    },
                }
            ]
        },
    )
    yield (
        "connections/followers_and_following/blocked_profiles.json",
        {
            "relationships_blocked_users": [
                {
                    "title": PEOPLE[key].handle,
                    "media_list_data": [],
                    "string_list_data": [{"href": f"https://instagram.example/{PEOPLE[key].handle}", "timestamp": stamp}],
                }
                for key, stamp in (("3", 1_753_760_400), ("1", 1_753_933_200))
            ]
        },
    )
    yield (
        f"{_ACTIVITY}/messages/secret_conversations.json",
        {"ig_secret_conversations": {"armadillo_devices": [], "has_secret_conversations": False}},
    )
