"""What Telegram calls service messages: who joined, called, pinned, cleared the history; named as other readers name them."""

from collections.abc import Mapping

from gawah.readers._json import Path
from gawah.readers._json_member import JsonMember

_NAMES = {
    "create_group": "group-created",
    "create_channel": "group-created",
    "topic_created": "group-created",
    "edit_group_title": "subject-changed",
    "topic_edit": "subject-changed",
    "edit_group_photo": "icon-changed",
    "delete_group_photo": "icon-changed",
    "invite_members": "member-added",
    "remove_members": "member-removed",
    "join_group_by_link": "member-joined",
    "join_group_by_request": "member-joined",
    "joined_telegram": "member-joined-platform",
    "phone_call": "call",
    "group_call": "call",
    "conference_call": "call",
    "invite_to_group_call": "call-invited",
    "group_call_scheduled": "call-scheduled",
    "clear_history": "history-cleared",
    "take_screenshot": "screenshot-taken",
    "set_messages_ttl": "timer-changed",
    "pin_message": "message-pinned",
    "migrate_to_supergroup": "group-migrated",
    "migrate_from_group": "group-migrated",
    "proximity_reached": "proximity-reached",
    "requested_phone_number": "phone-number-requested",
    "suggest_profile_photo": "photo-suggested",
}
"""By `action`; the others are `other`, and all keep the action's own name in their body."""
_TOLD = (
    *("title", "new_title", "members", "inviter", "information_text", "discard_reason", "duration_seconds", "duration"),
    *("period", "schedule_date", "message_id", "game_message_id", "from", "to", "distance", "emoticon", "reason_domain"),
    *("reason_app_name", "amount", "currency", "text", "gift_text", "score", "values", "peer_name", "stars", "months", "cost"),
)
"""What an action says beside its name, in this order."""
_MOST_MEMBERS = 1_000


def event_name(action: object) -> str:
    """The name of an event, by the action that the record states."""
    return _NAMES.get(action, "other") if isinstance(action, str) else "other"


def wording(reading: JsonMember, fact: Mapping[str, object], path: Path) -> str:
    """The action and what it states, as stated: `invite_members: members=Noor, Zarak`. JSON exports hold no sentence."""
    told = []
    for key in _TOLD:
        value = fact.get(key)
        if isinstance(value, list):
            value = ", ".join(_plain(reading, each) for each in value[:_MOST_MEMBERS])
        if value not in (None, ""):
            told.append(f"{key}={_plain(reading, value)}")
    action = reading.text(fact, "action", path) or ""
    return f"{action}: {'; '.join(told)}" if told and action else action or "; ".join(told)


def _plain(reading: JsonMember, value: object) -> str:
    if isinstance(value, str):
        return reading.stated(value)
    if isinstance(value, dict):
        return _plain(reading, value.get("text"))
    return "?" if value is None else str(value)
