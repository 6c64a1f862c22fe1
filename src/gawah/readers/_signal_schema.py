"""The fields of Signal's backup frames by number: what a message, a person, a group and a change is made of.

Field numbers are facts of the format, as published in signalapp/libsignal, rust/message-backup/src/proto/backup.proto (to 2026);
the test cases of signalapp/Signal-Message-Backup-Tests show them. Settings, keys, styles and receipts are left as bytes: they hold
nobody's words. Names are those of the JSON form, in which Signal writes its readable export line by line.
"""

from gawah.readers._protobuf import Schema

_UPDATE = (
    *("genericGroupUpdate", "groupCreationUpdate", "groupNameUpdate", "groupAvatarUpdate", "groupDescriptionUpdate"),
    *("groupMembershipAccessLevelChangeUpdate", "groupAttributesAccessLevelChangeUpdate", "groupAnnouncementOnlyChangeUpdate"),
    *("groupAdminStatusUpdate", "groupMemberLeftUpdate", "groupMemberRemovedUpdate", "selfInvitedToGroupUpdate"),
    *("selfInvitedOtherUserToGroupUpdate", "groupUnknownInviteeUpdate", "groupInvitationAcceptedUpdate"),
    *("groupInvitationDeclinedUpdate", "groupMemberJoinedUpdate", "groupMemberAddedUpdate", "groupSelfInvitationRevokedUpdate"),
    *("groupInvitationRevokedUpdate", "groupJoinRequestUpdate", "groupJoinRequestApprovalUpdate"),
    *("groupJoinRequestCanceledUpdate", "groupInviteLinkResetUpdate", "groupInviteLinkEnabledUpdate"),
    *("groupInviteLinkAdminApprovalUpdate", "groupInviteLinkDisabledUpdate", "groupMemberJoinedByLinkUpdate"),
    *("groupV2MigrationUpdate", "groupV2MigrationSelfInvitedUpdate", "groupV2MigrationInvitedMembersUpdate"),
    *("groupV2MigrationDroppedMembersUpdate", "groupSequenceOfRequestsAndCancelsUpdate", "groupExpirationTimerUpdate"),
    *("groupMemberLabelAccessLevelChangeUpdate", "groupTerminateChangeUpdate"),
)
"""Changes of a group, numbered from 1."""
_ACTS = {
    **dict.fromkeys(_UPDATE, "1 updaterAci x, 2 accessLevel u, 3 count u"),
    "groupNameUpdate": "1 updaterAci x, 2 newGroupName s",
    "groupDescriptionUpdate": "1 updaterAci x, 2 newDescription s",
    "groupAdminStatusUpdate": "1 updaterAci x, 2 memberAci x, 3 wasAdminStatusGranted b",
    "groupMemberLeftUpdate": "1 aci x",
    "groupMemberRemovedUpdate": "1 removerAci x, 2 removedAci x",
    "selfInvitedToGroupUpdate": "1 inviterAci x",
    "selfInvitedOtherUserToGroupUpdate": "1 inviteeServiceId x",
    "groupUnknownInviteeUpdate": "1 inviterAci x, 2 inviteeCount u",
    "groupInvitationAcceptedUpdate": "1 inviterAci x, 2 newMemberAci x",
    "groupInvitationDeclinedUpdate": "1 inviterAci x, 2 inviteeAci x",
    "groupMemberJoinedUpdate": "1 newMemberAci x",
    "groupMemberAddedUpdate": "1 updaterAci x, 2 newMemberAci x, 3 hadOpenInvitation b, 4 inviterAci x",
    "groupSelfInvitationRevokedUpdate": "1 revokerAci x",
    "groupInvitationRevokedUpdate": "1 updaterAci x, 2 invitees x*",
    "groupJoinRequestUpdate": "1 requestorAci x",
    "groupJoinRequestApprovalUpdate": "1 requestorAci x, 2 updaterAci x, 3 wasApproved b",
    "groupJoinRequestCanceledUpdate": "1 requestorAci x",
    "groupMemberJoinedByLinkUpdate": "1 newMemberAci x",
    "groupV2MigrationInvitedMembersUpdate": "1 invitedMembersCount u",
    "groupV2MigrationDroppedMembersUpdate": "1 droppedMembersCount u",
    "groupSequenceOfRequestsAndCancelsUpdate": "1 requestorAci x, 2 count u",
    "groupExpirationTimerUpdate": "1 expiresInMs u, 2 updaterAci x",
}

SCHEMA = Schema(
    {
        "BackupInfo": "1 version u, 2 backupTimeMs u, 3 mediaRootBackupKey x, 4 currentAppVersion s,"
        "5 firstAppVersion s, 6 debugInfo x",
        "Frame": "1 account Account, 2 recipient Recipient, 3 chat Chat, 4 chatItem ChatItem,"
        "5 stickerPack x, 6 adHocCall AdHocCall,"
        "7 notificationProfile x, 8 chatFolder x, 9 favoriteStickerList x",
        "Account": "1 profileKey x, 2 username s, 3 usernameLink x, 4 givenName s, 5 familyName s, 6 avatarUrlPath s,"
        "7 donationSubscriberData x, 9 accountSettings x, 10 backupsSubscriberData x, 11 svrPin s, 12 androidSpecificSettings x,"
        "13 bioText s, 14 bioEmoji s, 15 keyTransparencyData x",
        "Recipient": "1 id u, 2 contact Contact, 3 group Group, 4 distributionList DistributionListItem,"
        "5 self x, 6 releaseNotes x,"
        "7 callLink CallLink",
        "Contact": "1 aci x, 2 pni x, 3 username s, 4 e164 u, 5 blocked b, 6 visibility u, 7 registered x, 8 notRegistered x,"
        "9 profileKey x, 10 profileSharing b, 11 profileGivenName s, 12 profileFamilyName s, 13 hideStory b, 14 identityKey x,"
        "15 identityState u, 16 nickname Name, 17 note s, 18 systemGivenName s, 19 systemFamilyName s, 20 systemNickname s,"
        "21 avatarColor u, 22 keyTransparencyData x, 23 blockedAtTimestamp u, 24 sharedName Name",
        "Name": "1 given s, 2 family s",
        "Group": "1 masterKey x, 2 whitelisted b, 3 hideStory b, 4 storySendMode u, 5 snapshot Snapshot,"
        "6 blocked b, 7 avatarColor u,"
        "8 blockedAtTimestamp u",
        "Snapshot": "2 title Attribute, 3 avatarUrl s, 4 disappearingMessagesTimer x, 5 accessControl x,"
        "6 version u, 7 members Member*,"
        "8 membersPendingProfileKey x*, 9 membersPendingAdminApproval x*, 10 inviteLinkPassword x, 11 description Attribute,"
        "12 announcementsOnly b, 13 membersBanned x*, 14 terminated b",
        "Attribute": "1 title s, 2 avatar x, 3 disappearingMessagesDuration u, 4 descriptionText s",
        "Member": "1 userId x, 2 role u, 5 joinedAtVersion u, 6 labelEmoji s, 7 labelString s",
        "DistributionListItem": "1 distributionId x, 2 deletionTimestamp u, 3 distributionList DistributionList",
        "DistributionList": "1 name s, 2 allowReplies b, 3 privacyMode u, 4 memberRecipientIds u*",
        "CallLink": "1 rootKey x, 2 adminKey x, 3 name s, 4 restrictions u, 5 expirationMs u, 6 epoch x",
        "Chat": "1 id u, 2 recipientId u, 3 archived b, 4 pinnedOrder u, 5 expirationTimerMs u,"
        "6 muteUntilMs u, 7 markedUnread b,"
        "8 dontNotifyForMentionsIfMuted b, 9 style x, 10 expireTimerVersion u, 11 notifyForCallsIfMuted b,"
        "12 notifyForMentionsIfMuted b, 13 notifyForRepliesIfMuted b, 14 showUnreadReminders b",
        "AdHocCall": "1 callId u, 2 recipientId u, 3 state u, 4 callTimestamp u",
        "ChatItem": "1 chatId u, 2 authorId u, 3 dateSent u, 4 expireStartDate u, 5 expiresInMs u,"
        "6 revisions ChatItem*, 7 sms b,"
        "8 incoming Incoming, 9 outgoing Outgoing, 10 directionless x, 11 standardMessage StandardMessage,"
        "12 contactMessage ContactMessage, 13 stickerMessage StickerMessage,"
        "14 remoteDeletedMessage x, 15 updateMessage ChatUpdate,"
        "16 paymentNotification Payment, 17 giftBadge x, 18 viewOnceMessage ViewOnceMessage,"
        "19 directStoryReplyMessage StoryReply,"
        "20 poll Poll, 21 pinDetails x, 22 adminDeletedMessage AdminDeleted",
        "Incoming": "1 dateReceived u, 2 dateServerSent u, 3 read b, 4 sealedSender b",
        "Outgoing": "1 sendStatus SendStatus*, 2 dateReceived u",
        "SendStatus": "1 recipientId u, 2 timestamp u, 3 pending x, 4 sent x, 5 delivered x, 6 read x,"
        "7 viewed x, 8 skipped x, 9 failed x",
        "Text": "1 body s, 2 bodyRanges x*",
        "StandardMessage": "1 quote Quote, 2 text Text, 3 attachments MessageAttachment*, 4 linkPreview LinkPreview*,"
        "5 longText FilePointer, 6 reactions Reaction*",
        "ContactMessage": "1 contact ContactCard, 2 reactions Reaction*",
        "ContactCard": "1 name CardName, 3 number Way*, 4 email Way*, 5 address x*, 6 avatar FilePointer,"
        "7 organization s, 8 aci x,"
        "9 nickname Name, 10 note s",
        "CardName": "1 givenName s, 2 familyName s, 3 prefix s, 4 suffix s, 5 middleName s, 6 nickname s",
        "Way": "1 value s, 2 type u, 3 label s",
        "StickerMessage": "1 sticker Sticker, 2 reactions Reaction*",
        "Sticker": "1 packId x, 2 packKey x, 3 stickerId u, 4 emoji s, 5 data FilePointer",
        "ViewOnceMessage": "1 attachment MessageAttachment, 2 reactions Reaction*",
        "StoryReply": "1 textReply TextReply, 2 emoji s, 3 reactions Reaction*, 4 storySentTimestamp u",
        "TextReply": "1 text Text, 2 longText FilePointer",
        "Payment": "1 amountMob s, 2 feeMob s, 3 note s, 4 transactionDetails x",
        "Poll": "1 question s, 2 allowMultiple b, 3 options PollOption*, 4 hasEnded b, 5 reactions Reaction*",
        "PollOption": "1 option s, 2 votes x*",
        "AdminDeleted": "1 adminId u",
        "LinkPreview": "1 url s, 2 title s, 3 image FilePointer, 4 description s, 5 date u",
        "MessageAttachment": "1 pointer FilePointer, 2 flag AttachmentFlag, 3 wasDownloaded b, 4 clientUuid x",
        "FilePointer": "1 backupLocator x, 2 attachmentLocator x, 3 invalidAttachmentLocator x, 4 contentType s,"
        "5 incrementalMac x,"
        "6 incrementalMacChunkSize u, 7 fileName s, 8 width u, 9 height u, 10 caption s, 11 blurHash s, 12 localLocator x,"
        "13 locatorInfo LocatorInfo, 14 audioWaveform x, 15 audioDurationSeconds f",
        "LocatorInfo": "1 key x, 2 legacyDigest x, 3 size u, 4 transitCdnKey s, 5 transitCdnNumber u,"
        "6 transitTierUploadTimestamp u,"
        "7 mediaTierCdnNumber u, 8 legacyMediaName s, 9 localKey x, 10 plaintextHash x, 11 encryptedDigest x",
        "Quote": "1 targetSentTimestamp u, 2 authorId u, 3 text Text, 4 attachments x*, 5 type u",
        "Reaction": "1 emoji s, 2 authorId u, 3 sentTimestamp u, 4 sortOrder u",
        "ChatUpdate": "1 simpleUpdate Simple, 2 groupChange GroupChange, 3 expirationTimerChange Timer, 4 profileChange Profile,"
        "5 threadMerge Merge, 6 sessionSwitchover Switchover, 7 individualCall Call, 8 groupCall GroupCall,"
        "9 learnedProfileChange Learned, 10 pollTerminate PollEnd, 11 pinMessage Pin",
        "Simple": "1 type SimpleType",
        "GroupChange": "1 updates Update*",
        "Update": ",".join(f"{number} {name} {name}" for number, name in enumerate(_UPDATE, 1)),
        **_ACTS,
        "Timer": "1 expiresInMs u",
        "Profile": "1 previousName s, 2 newName s",
        "Merge": "1 previousE164 u",
        "Switchover": "1 e164 u",
        "Call": "1 callId u, 2 type CallType, 3 direction CallDirection, 4 state CallState, 5 startedCallTimestamp u, 6 read b",
        "GroupCall": "1 callId u, 2 state GroupCallState, 3 ringerRecipientId u, 4 startedCallRecipientId u,"
        "5 startedCallTimestamp u,"
        "6 endedCallTimestamp u, 7 read b",
        "Learned": "1 e164 u, 2 username s, 3 sharedName s",
        "PollEnd": "1 targetSentTimestamp u, 2 question s",
        "Pin": "1 targetSentTimestamp u, 2 authorId u",
    },
    {
        "AttachmentFlag": ("NONE", "VOICE_MESSAGE", "BORDERLESS", "GIF"),
        "CallType": ("UNKNOWN_TYPE", "AUDIO_CALL", "VIDEO_CALL"),
        "CallDirection": ("UNKNOWN_DIRECTION", "INCOMING", "OUTGOING"),
        "CallState": ("UNKNOWN_STATE", "ACCEPTED", "NOT_ACCEPTED", "MISSED", "MISSED_NOTIFICATION_PROFILE"),
        "GroupCallState": (
            *("UNKNOWN_STATE", "GENERIC", "JOINED", "RINGING", "ACCEPTED", "DECLINED", "MISSED", "MISSED_NOTIFICATION_PROFILE"),
            "OUTGOING_RING",
        ),
        "SimpleType": (
            *("UNKNOWN", "JOINED_SIGNAL", "IDENTITY_UPDATE", "IDENTITY_VERIFIED", "IDENTITY_DEFAULT", "CHANGE_NUMBER"),
            *("RELEASE_CHANNEL_DONATION_REQUEST", "END_SESSION", "CHAT_SESSION_REFRESH", "BAD_DECRYPT", "PAYMENTS_ACTIVATED"),
            *("PAYMENT_ACTIVATION_REQUEST", "UNSUPPORTED_PROTOCOL_MESSAGE", "REPORTED_SPAM", "BLOCKED", "UNBLOCKED"),
            "MESSAGE_REQUEST_ACCEPTED",
        ),
    },
)
