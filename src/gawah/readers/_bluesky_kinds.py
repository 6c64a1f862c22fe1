"""Which records of a repository hold somebody's words or acts towards others, by their type (lexicon)."""

from collections.abc import Mapping

UNREAD = frozenset(
    {
        *("app.bsky.feed.like", "app.bsky.graph.follow", "app.bsky.feed.threadgate", "app.bsky.feed.postgate"),
        *("app.bsky.feed.generator", "app.bsky.labeler.service", "app.bsky.graph.verification", "app.bsky.actor.status"),
        *("chat.bsky.actor.declaration", "app.bsky.notification.declaration"),
    }
)
"""Nobody's words: likes, follows and settings. They stay in the original."""
POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
PROFILE = "app.bsky.actor.profile"
BLOCKS = frozenset({"app.bsky.graph.block", "app.bsky.graph.listblock"})
LISTS = frozenset({"app.bsky.graph.list", "app.bsky.graph.starterpack"})
ENTRY = "app.bsky.graph.listitem"
_KNOWN = frozenset({POST, REPOST, PROFILE, ENTRY}) | BLOCKS | LISTS


def is_read(record: Mapping[str, object]) -> bool:
    """Whether a record is read: of a type that is known to hold words or acts, or of an unknown one that has a `text`."""
    kind = record.get("$type")
    return kind in _KNOWN or (kind not in UNREAD and isinstance(record.get("text"), str))
