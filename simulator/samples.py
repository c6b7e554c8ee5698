"""A photo and a voice note for people who have nothing at hand: a small PNG and silent Ogg Opus."""

import struct
import zlib
from functools import cache

PACKETS_PER_SECOND = 50
SAMPLES_PER_PACKET = 960
SILENCE = b"\xf8\xff\xfe"
SERIAL = 20261121


@cache
def sample_photo(width: int = 320, height: int = 240) -> bytes:
    """A PNG of a green hill under a pale sky."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            hill = height * 0.55 + abs(x - width * 0.6) * 0.22
            shade = y * 60 // height
            rows += bytes((70, 150 - shade, 95)) if y > hill else bytes((214 - shade, 236 - shade // 2, 240))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def sample_voice(seconds: int) -> bytes:
    """A playable voice note of silence."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 7) + b"rembug!" + struct.pack("<I", 0)
    pages = [_page(0, 0, [head], 2), _page(1, 0, [tags], 0)]
    for second in range(seconds):
        heard = (second + 1) * PACKETS_PER_SECOND * SAMPLES_PER_PACKET
        last = 4 if second + 1 == seconds else 0
        pages.append(_page(second + 2, heard, [SILENCE] * PACKETS_PER_SECOND, last))
    return b"".join(pages)


def _page(number: int, heard: int, packets: list[bytes], flags: int) -> bytes:
    header = struct.pack("<4sBBqIII", b"OggS", 0, flags, heard, SERIAL, number, 0)
    page = header + bytes([len(packets)]) + bytes(map(len, packets)) + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    """Ogg's own CRC-32: polynomial 0x04c11db7, nothing reflected."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value
