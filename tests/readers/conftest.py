"""What several tests of readers are given."""

from pathlib import Path

import pytest

from tests.readers.whatsapp_chats import Chat


@pytest.fixture
def chat(tmp_path: Path) -> Chat:
    """Reads a text as a WhatsApp chat."""
    return Chat(tmp_path)
