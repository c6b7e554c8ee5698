"""Attachments: a photo, document or voice note that comes along with words, and that Telegram keeps."""

from dataclasses import dataclass
from datetime import datetime

from storage.files import File

_METHODS = {"photo": "sendPhoto", "document": "sendDocument", "voice": "sendVoice"}


@dataclass(frozen=True)
class Attachment:
    """`kind` is "photo", "document" or "voice"; `size` is in bytes, when Telegram told it."""

    file_id: str
    kind: str
    size: int | None = None

    @property
    def method(self) -> str:
        """How it is sent, such as "sendPhoto"."""
        return _METHODS[self.kind]

    def as_file(self, person_id: int, now: datetime) -> File:
        """The row that keeps it, from somebody."""
        return File(file_id=self.file_id, kind=self.kind, size=self.size, person_id=person_id, created_at=now)


def attachment_of(file: File) -> Attachment:
    """What a row keeps, as it comes along once more."""
    return Attachment(file.file_id, file.kind, file.size)
