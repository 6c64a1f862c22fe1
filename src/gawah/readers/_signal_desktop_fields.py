"""The fields of a message of Signal Desktop by name: those that records are made of, and those that are known and left out.

Source: field names of Signal Desktop's message attributes, versions 1 to 8, as sigtop and signal-export read them.
"""

COLUMNS = (
    *("id", "json", "conversationId", "type", "body", "sent_at", "timestamp", "source", "sourceUuid", "sourceServiceId"),
    *("expireTimer", "isErased", "isViewOnce", "storyId", "callId"),
)
"""Columns of `messages` that are looked at; not every version has each."""
SILENT = frozenset(
    {
        *(
            "verified-change",
            "delivery-issue",
            "chat-session-refreshed",
            "universal-timer-notification",
            "contact-removed-notification",
        ),
        *(
            "title-transition-notification",
            "phone-number-discovery",
            "joined-signal-notification",
            "message-request-response-event",
        ),
        *("group-v1-migration", "gift-badge", "payment-event"),
    }
)
"""Known sorts of rows that stay `other`, under their own name."""

KNOWN = frozenset(
    {
        *COLUMNS,
        *("attachments", "preview", "quote", "reactions", "sticker", "contact", "editHistory", "deletedForEveryone"),
        *("sendStateByConversationId", "errors", "callHistoryDetails", "groupV2Change", "expirationTimerUpdate", "profileChange"),
        *("isOutgoing", "received_at", "received_at_ms", "serverGuid", "serverTimestamp", "sourceDevice", "schemaVersion"),
        *(
            "bodyAttachment",
            "bodyRanges",
            "canReplyToStory",
            "changedId",
            "dataMessage",
            "decrypted_at",
            "delivered",
            "delivered_to",
        ),
        *("deletedForEveryoneTimestamp", "deletedForEveryoneSendStatus", "deletedForEveryoneFailed", "editMessageTimestamp"),
        *(
            "editMessageReceivedAt",
            "editMessageReceivedAtMs",
            "expirationStartTimestamp",
            "expires_at",
            "flags",
            "group",
            "groupId",
        ),
        *(
            "group_update",
            "groupMigration",
            "hasAttachments",
            "hasFileAttachments",
            "hasVisualMediaAttachments",
            "isTapToViewInvalid",
        ),
        *("key_changed", "local", "logger", "mentionsMe", "message", "messageTimer", "payment", "requiredProtocolVersion", "sms"),
        *("storyDistributionListId", "storyReplyContext", "storyRecipientsVersion", "storyReaction", "supportedVersionAtReceive"),
        *(
            "synced",
            "unidentifiedDeliveryReceived",
            "unidentifiedDeliveries",
            "verified",
            "verifiedChanged",
            "giftBadge",
            "readStatus",
        ),
        *("seenStatus", "sendHQImages", "callMode", "messageRequestResponseEvent", "conversationMerge", "titleTransition"),
        *(
            "phoneNumberDiscovery",
            "poll",
            "pollTerminateNotification",
            "pinMessage",
            "recipients",
            "sent",
            "sent_to",
            "read_by",
            "avatar",
        ),
        *("unread", "droppedGV2MemberIds", "invitedGV2Members", "rowid", "read_at", "hasUnreadPollVotes", "json"),
    }
)
"""Every field that is known; receipts, keys and states of delivery stay in the original."""
