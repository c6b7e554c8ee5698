"""Files on Telegram's side: what was uploaded, found again by its file_id."""

import struct
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import bad_request

MEGABYTE = 1024 * 1024
PHOTO_BYTES = 10 * MEGABYTE
UPLOAD_BYTES = 50 * MEGABYTE
DOWNLOAD_BYTES = 20 * MEGABYTE
ENDINGS = {"photo": "jpg", "voice": "oga", "sticker": "webp", "document": "bin"}


@dataclass(frozen=True)
class Upload:
    """A file inside a request."""

    name: str
    data: bytes
    mime: str


@dataclass(frozen=True)
class StoredFile:
    """A file that Telegram keeps; `path` is what getFile answers."""

    file_id: str
    file_unique_id: str
    kind: str
    data: bytes = field(repr=False)
    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0

    @property
    def path(self) -> str:
        """Where it is downloaded from, below /file/bot<token>/."""
        return f"{self.kind}s/{self.file_unique_id}.{ENDINGS.get(self.kind, 'bin')}"

    def as_json(self) -> dict[str, Any]:
        """The object of the Bot API; a photo is one of its sizes."""
        body: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": len(self.data),
        }
        if self.kind in {"photo", "sticker"}:
            body |= {"width": self.width, "height": self.height}
        if self.kind == "voice":
            body |= {"duration": self.duration, "mime_type": "audio/ogg"}
        if self.kind == "document":
            body |= {"file_name": self.name, "mime_type": self.mime}
        if self.kind == "sticker":
            body |= {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
        return body


class Files:
    """All files of the simulated Telegram."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}

    def keep(self, kind: str, upload: Upload, *, duration: int = 0) -> StoredFile:
        """Store an upload; refuses what is empty, too big, or no picture where a photo is due."""
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > UPLOAD_BYTES:
            raise bad_request("file is too big")
        width, height = _photo_size(upload.data) if kind == "photo" else (512, 512)
        number = len(self._by_id) + 1
        stored = StoredFile(
            file_id=f"SimulatedFileOfKind-{kind}-{number:06d}",
            file_unique_id=f"{kind}{number:06d}",
            kind=kind,
            data=upload.data,
            name=upload.name,
            mime=upload.mime,
            width=width,
            height=height,
            duration=duration,
        )
        self._by_id[stored.file_id] = stored
        return stored

    def get(self, file_id: str, kind: str | None = None) -> StoredFile:
        """The file, or the refusal of an unknown file_id or of one of another kind."""
        stored = self._by_id.get(file_id.removesuffix("-small"))
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if kind and stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
        return stored

    def at(self, path: str) -> StoredFile | None:
        """The file that is downloaded from this path."""
        return next((each for each in self._by_id.values() if each.path == path), None)


def _photo_size(data: bytes) -> tuple[int, int]:
    """Width and height of a picture, or Telegram's refusal."""
    if len(data) > PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes"
        )
    size = _picture_size(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if not (width and height) or width + height > 10000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _picture_size(data: bytes) -> tuple[int, int] | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments to the one that starts the frame."""
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return int(width), int(height)
        position += 2 + length
    return None
