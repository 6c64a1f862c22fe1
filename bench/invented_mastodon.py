"""An `outbox.json` of Mastodon, as large as wanted: posts with a link and a mention, of invented words."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_SELF = "https://heron.example/users/ismat"
_PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_MENTION = '<span class="h-card"><a href="https://other.example/@zoro" class="u-url mention">@<span>zoro</span></a></span>'
_LINK = '<a href="https://example.org/a"><span class="invisible">https://</span><span>example.org/a</span></a>'


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many posts they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment = datetime(2023, 1, 13, 8, 0, tzinfo=UTC)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(
            '{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection","orderedItems":['
        )
        while not count or stream.tell() < size:
            moment += timedelta(seconds=chooser.randrange(60, 40_000))
            address = f"{_SELF}/statuses/{round(moment.timestamp() * 1000) << 16}"
            said = " ".join(chooser.choices(_WORDS, k=chooser.randrange(5, 60)))
            stated = {"published": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "to": [_PUBLIC], "cc": [f"{_SELF}/followers"]}
            note = {
                "id": address,
                "type": "Note",
                "summary": None,
                "inReplyTo": None,
                "attributedTo": _SELF,
                "conversation": f"tag:heron.example,2023:objectId={count}:objectType=Conversation",
                "content": f"<p>{_MENTION} {said}<br />{_LINK}</p>",
                "attachment": [],
                "tag": [{"type": "Mention", "href": "https://other.example/users/zoro", "name": "@zoro@other.example"}],
                **stated,
            }
            activity = {"id": f"{address}/activity", "type": "Create", "actor": _SELF, **stated, "object": note}
            stream.write(("," if count else "") + json.dumps(activity, ensure_ascii=False, separators=(",", ":")))
            count += 1
        stream.write("]}")
    return count
