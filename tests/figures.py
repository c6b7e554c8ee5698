"""The figures of a made-up week, for tests of what is drawn and written from them."""

from typing import Any

SECTORS = ("Infrastruktur", "Kesehatan", "Sosial budaya", "Ekonomi", "Pendidikan", "Kepemudaan")
HOSTILE = (
    '#eval("1 + 1") $x$ @label <b> \\ " \' ` [ ] { }',
    '=HYPERLINK("http://example.org","klik")',
    "+1 @SUM(A1) -2",
    "W" * 4096,
    "\u202eterbalik\u202c 🧹👨‍👩‍👧 漢字",
)


def week_facts(**changed: Any) -> dict[str, Any]:
    """Sixteen RT, two activities, two meetings that were counted, one evaluation with a result."""
    starts = "2026-11-21T23:30:00+00:00"
    rts = [_line(number) for number in range(16)]
    facts: dict[str, Any] = {
        "area": "Kelurahan Blitar",
        "area_id": 1,
        "zone": "Asia/Jakarta",
        "week": "2026-11-16",
        "last_day": "2026-11-22",
        "until": None,
        "new_residents": 16,
        "residents": 1480,
        "waiting": 2,
        "proposals": 8,
        "sectors": [{"label": label, "count": 0 if index else 8} for index, label in enumerate(SECTORS)],
        "activities": [
            _activity("Kerja bakti", "work_bee", starts, 22, 14, 12),
            _activity("Rembug warga", "deliberation", starts, 40, 31, 25),
        ],
        "attendance": [
            _held("Pelatihan Las", 105),
            _held("Pelatihan Kipas", 89),
        ],
        "attended": 194,
        "evaluations": [_evaluation()],
        "too_few": 1,
        "rts": rts,
        "active_rts": 8,
        "coverage": 0.5,
    }
    return facts | changed


def _activity(title: str, kind: str, starts: str, invited: int, answered: int, yes: int) -> dict[str, Any]:
    where = {"area_id": 2, "area": "RT 02 RW 01"}
    return {
        **where,
        "title": title,
        "kind": kind,
        "starts": starts,
        "invited": invited,
        "answered": answered,
        "yes": yes,
        "came": None,
    }


def _held(title: str, people: int) -> dict[str, Any]:
    rows = [{"area_id": 3, "area": "RW 01", "people": people}]
    starts = "2026-11-18T12:30:00+00:00"
    return {"title": title, "kind": "training", "starts": starts, "people": people, "rows": rows}


def _evaluation() -> dict[str, Any]:
    return {
        "title": "Kerja bakti",
        "area": "RT 02 RW 01",
        "answered": 14,
        "asked": 22,
        "percent": 64,
        "results": [
            {"short": "Hasil terasa", "n": 14, "percent": 57, "counts": None},
            {"short": "Kabar jelas", "n": 4, "percent": None, "counts": None},
            {"short": "Hari dan jam", "n": 9, "percent": None, "counts": [["Cocok", 9]]},
        ],
    }


def _line(number: int) -> dict[str, Any]:
    return {
        "name": f"RT {number % 4 + 1:02} RW {number // 4 + 1:02}",
        "new_residents": 1,
        "proposals": number % 2,
        "by_sector": [number % 2, 0, 0, 0, 0, 0],
        "activities": number % 2,
        "attended": number,
    }
