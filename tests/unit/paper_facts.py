"""Facts of papers, as actions/papers.py gathers them, for tests of what is printed."""

from typing import Any

RT: dict[str, Any] = {
    "rt": 2, "rw": 1, "kelurahan": "Kelurahan Blitar", "village": False, "district": "Kecamatan Sukorejo",
    "city": "Kota Blitar",
}  # fmt: skip
KELURAHAN = {**RT, "rt": None, "rw": None}
VILLAGE = {
    **KELURAHAN, "kelurahan": "Desa Jaten", "village": True, "district": "Kecamatan Jaten",
    "city": "Kabupaten Karanganyar",
}  # fmt: skip
SATURDAY = {"starts": "2026-11-28T12:30:00+00:00", "until": None, "said": "ba'da Isya"}
NEXT = {"starts": "2026-12-05T01:00:00+00:00", "until": "2026-12-05T04:00:00+00:00", "said": None}
COMMON: dict[str, Any] = {
    "activity": 1, "kind": "deliberation", "title": "Rembug warga RT 02 RW 01", "place": "Balai RT 02",
    "bring": None, "zone": "Asia/Jakarta", "area": "RT 02 RW 01", "heading": RT, "meeting": SATURDAY,
    "position": 1, "day": "2026-11-28", "issued": "2026-11-18",
}  # fmt: skip
NOTES: dict[str, Any] = {
    "chair": "Ketua RT 02", "secretary": "Sekretaris RT 02", "course": "Kas Oktober.\nLampu jalan Gang 3.",
    "next_meeting": "Sabtu, 12 Desember", "attending": 23, "deliberated": True, "met": True,
    "decisions": [
        {"text": "Dua lampu dipasang", "owner": "Seksi pembangunan", "due": "5 Desember"},
        {"text": "Iuran tetap", "owner": None, "due": None},
    ],
}  # fmt: skip


def invitation(**changed: Any) -> dict[str, Any]:
    """A letter of invitation, number 3 of the year."""
    letter = {"kind": "invitation", "number": 3, "year": 2026}
    return {**COMMON, "letter": letter, "meetings": [SATURDAY], **changed}


def record(**changed: Any) -> dict[str, Any]:
    """An official record, number 4 of the year."""
    letter = {"kind": "official_record", "number": 4, "year": 2026}
    return {**COMMON, **NOTES, "letter": letter, **changed}


def sheet(names: int, *, empty: int = 10, **changed: Any) -> dict[str, Any]:
    """An attendance sheet with so many names."""
    return {**COMMON, "issued": None, "rows": rows(names), "empty": empty, **changed}


def participants(names: int, **changed: Any) -> dict[str, Any]:
    """A list of so many participants at one meeting."""
    counted = {"unnamed": [0], "totals": [names], "people": names, "figures": None}
    return {**COMMON, "meetings": [SATURDAY], "rows": rows(names), **counted, **changed}


def rows(count: int) -> list[dict[str, Any]]:
    """So many people of one RT, all of whom came to the first meeting."""
    common = {"role": "participant", "came": [1]}
    return [
        {"person": one, "name": f"Warga nomor {one}", "address": f"Gang {one}", **common}
        for one in range(1, count + 1)
    ]
