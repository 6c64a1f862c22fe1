"""Lines of a WhatsApp chat by the app itself: events by name, and nobody's message hidden behind one."""

import pytest

from gawah.records.content import Conversation, Event, Message
from tests.readers.whatsapp_chats import LRM, Chat

EVENTS = [
    ("Messages and calls are end-to-end encrypted. No one outside of this chat can read them.", "encryption-notice", None),
    ('Rue changed the subject to "x: y"', "subject-changed", "Rue"),
    ('Rue changed the subject from "a: b" to "c: d"', "subject-changed", "Rue"),
    ("Rue hat den Betreff von „a: b“ zu „c: d“ geändert.", "subject-changed", "Rue"),
    ('You created group "a: b"', "group-created", "You"),
    ("Rue added Zed", "member-added", "Rue"),
    ("Zed left", "member-left", "Zed"),
    ("Your security code with Zed changed. Tap to learn more.", "security-code-changed", None),
    ("Rue's security code with Zed changed. Tap to learn more.", "security-code-changed", "Rue"),
    ("Missed video call", "missed-call", None),
    ("You blocked this contact. Tap to unblock.", "blocked", None),
    ("Rue pinned a message", "pinned", "Rue"),
    ("Rue turned on advanced chat privacy.", "advanced-privacy", "Rue"),
    ("This business uses a secure service from Meta to manage this chat. Tap to learn more.", "business-notice", None),
    ("زرینہ نے جنید کو شامل کیا", "member-added", "زرینہ"),
    ("Words that the app has not had before", "other", None),
]


class TestEvents:
    @pytest.mark.parametrize(("wording", "event", "who"), EVENTS, ids=range(len(EVENTS)))
    def test_lines_by_the_app_are_events(self, chat: Chat, wording: str, event: str, who: str | None) -> None:
        (found,) = chat(f"13/01/2024, 10:00 - {wording}\n")
        assert isinstance(found, Event)
        assert found.event == event
        assert found.body == wording
        assert (found.sender and found.sender.name) == who

    def test_marked_words_of_the_app_behind_a_name_are_events(self, chat: Chat) -> None:
        found = chat(f"[13/01/2024, 10:00:00] Rue: {LRM}Missed voice call\n[13/01/2024, 10:00:01] Rue: Missed voice call\n")
        assert isinstance(found[0], Event)
        assert found[0].sender
        assert (found[0].event, found[0].sender.name) == ("missed-call", "Rue")
        assert isinstance(found[1], Message)

    def test_a_title_before_words_of_the_app_is_no_sender(self, chat: Chat) -> None:
        chat(f"[13/01/2024, 10:00:00] Garden: {LRM}Rue created this group\n[13/01/2024, 10:00:01] Rue: a\n")
        (conversation,) = (each for each in chat.records if isinstance(each, Conversation))
        assert [each.name for each in conversation.participants] == ["Rue"]

    @pytest.mark.parametrize("name", ["Missed voice call", "Zed added Rue", "Zed changed the subject to x", "You were added"])
    def test_nobody_hides_a_message_behind_a_name_like_words_of_the_app(self, chat: Chat, name: str) -> None:
        (message,) = chat(f"13/01/2024, 10:00 - {name}: I will find you\n")
        assert isinstance(message, Message)
        assert message.body == "I will find you"

    def test_a_person_who_quotes_the_app_wrote_a_message(self, chat: Chat) -> None:
        (message,) = chat('13/01/2024, 10:00 - Rue: Zed changed the subject to "x: y"\n')
        assert isinstance(message, Message)
        assert message.sender.name == "Rue"
