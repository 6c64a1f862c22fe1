"""What Signal says happened in a chat: calls, changes of a group, of timers, names and safety numbers, as events by name."""

from typing import Any

from gawah.readers._signal_frames import number
from gawah.readers._signal_people import People, raw, text
from gawah.records.content import Account

_GROUP = {
    "groupCreationUpdate": "group-created",
    "groupNameUpdate": "subject-changed",
    "groupAvatarUpdate": "icon-changed",
    "groupDescriptionUpdate": "description-changed",
    **dict.fromkeys(
        (
            *("groupMembershipAccessLevelChangeUpdate", "groupAttributesAccessLevelChangeUpdate"),
            *("groupAnnouncementOnlyChangeUpdate", "groupMemberLabelAccessLevelChangeUpdate"),
        ),
        "settings-changed",
    ),
    "groupAdminStatusUpdate": "admin-changed",
    "groupMemberLeftUpdate": "member-left",
    "groupMemberRemovedUpdate": "member-removed",
    **dict.fromkeys(
        ("selfInvitedToGroupUpdate", "selfInvitedOtherUserToGroupUpdate", "groupUnknownInviteeUpdate"), "member-invited"
    ),
    **dict.fromkeys(("groupInvitationAcceptedUpdate", "groupMemberJoinedUpdate", "groupMemberJoinedByLinkUpdate"), "member-joined"),
    "groupInvitationDeclinedUpdate": "invitation-declined",
    "groupMemberAddedUpdate": "member-added",
    **dict.fromkeys(("groupSelfInvitationRevokedUpdate", "groupInvitationRevokedUpdate"), "invitation-revoked"),
    **dict.fromkeys(("groupJoinRequestUpdate", "groupSequenceOfRequestsAndCancelsUpdate"), "join-requested"),
    "groupJoinRequestApprovalUpdate": "join-request-answered",
    "groupJoinRequestCanceledUpdate": "join-request-withdrawn",
    **dict.fromkeys(
        (
            *("groupInviteLinkResetUpdate", "groupInviteLinkEnabledUpdate", "groupInviteLinkAdminApprovalUpdate"),
            "groupInviteLinkDisabledUpdate",
        ),
        "invite-link-changed",
    ),
    "groupExpirationTimerUpdate": "disappearing-timer",
    "groupTerminateChangeUpdate": "group-ended",
}
_SIMPLE = {
    "IDENTITY_UPDATE": "security-code-changed",
    "IDENTITY_VERIFIED": "security-code-verified",
    "IDENTITY_DEFAULT": "security-code-unverified",
    "CHANGE_NUMBER": "number-changed",
    "BLOCKED": "blocked",
    "UNBLOCKED": "unblocked",
    "REPORTED_SPAM": "reported",
    "MESSAGE_REQUEST_ACCEPTED": "request-accepted",
}
_OTHERS = {
    "profileChange": "profile-changed",
    "threadMerge": "chats-merged",
    "sessionSwitchover": "number-changed",
    "learnedProfileChange": "profile-changed",
    "pollTerminate": "poll-ended",
    "pinMessage": "pinned",
}
_MISSED = ("MISSED", "MISSED_NOTIFICATION_PROFILE")
_BY = ("updaterAci", "removerAci", "inviterAci", "revokerAci", "aci", "requestorAci")
"""Fields that name whose act a change is, the likeliest first."""
_ABOUT = ("newMemberAci", "removedAci", "memberAci", "inviteeAci", "inviteeServiceId", "requestorAci")
"""Fields that name whom it is about."""


def happened(update: dict[str, Any], people: People) -> list[tuple[str, str, Account | None]]:
    """The events of an update: name, body, and whose act it is where that is stated; one for each part of a group change."""
    change = update.get("groupChange")
    if isinstance(change, dict):
        parts = change.get("updates")
        found = [_change(part, people) for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
        lost = len(parts) - len(found) if isinstance(parts, list) else 0
        return found + [("other", "", None)] * lost or [("other", "", None)]
    simple, timer = update.get("simpleUpdate"), update.get("expirationTimerChange")
    if isinstance(simple, dict):
        kind = simple.get("type")
        return [(_SIMPLE.get(kind, "other") if isinstance(kind, str) else "other", kind if isinstance(kind, str) else "", None)]
    if isinstance(timer, dict):
        return [("disappearing-timer", _timer(timer), None)]
    for key in ("individualCall", "groupCall"):
        call = update.get(key)
        if isinstance(call, dict):
            told = [value for each in ("direction", "type", "state") if isinstance(value := call.get(each), str)]
            return [("missed-call" if call.get("state") in _MISSED else "call", " ".join(told), _caller(call, people))]
    for key, name in _OTHERS.items():
        stated = update.get(key)
        if isinstance(stated, dict):
            return [(name, _body(stated), None)]
    return [("other", "", None)]


def _change(part: dict[str, Any], people: People) -> tuple[str, str, Account | None]:
    for key, name in _GROUP.items():
        stated = part.get(key)
        if isinstance(stated, dict):
            by = next((people.service(stated[each]) for each in _BY if raw(stated.get(each))), None)
            about = next((people.service(stated[each]) for each in _ABOUT if raw(stated.get(each))), None)
            body = text(stated, "newGroupName") or text(stated, "newDescription")
            if body is None and about is not None and about != by:
                body = about.name or about.handle or about.platform_id
            if name == "disappearing-timer":
                body = _timer(stated)
            return name, body or "", by
    return "other", "", None


def _caller(call: dict[str, Any], people: People) -> Account | None:
    who = number(call.get("ringerRecipientId")) or number(call.get("startedCallRecipientId"))
    return people.account(who) if who else None


def _timer(stated: dict[str, Any]) -> str:
    return f"{number(stated.get('expiresInMs')) // 1000} s"


def _body(stated: dict[str, Any]) -> str:
    """What the update states: the names before and after, the number, the question."""
    before, after = text(stated, "previousName"), text(stated, "newName")
    if before or after:
        return f"{before or ''} → {after or ''}"
    phone = number(stated.get("previousE164")) or number(stated.get("e164"))
    return text(stated, "question") or text(stated, "username") or text(stated, "sharedName") or (f"+{phone}" if phone else "")
