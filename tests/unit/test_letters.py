"""A page to hang up: one A4 page whatever is written on it, drawn from the fonts that come along."""

import re
import subprocess
import time
import warnings
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from templates.drawings import draw
from templates.letters import poster
from tests.figures import HOSTILE

JOIN = f"https://t.me/rembug_demo_bot?start={'x' * 22}"
ANNOUNCED: dict[str, Any] = {
    "around": "Kelurahan Blitar", "area": "RT 02 RW 01", "role": "rt_head", "zone": "Asia/Jakarta",
    "at": "2026-11-18T03:00:00+00:00", "joins": True, "address": JOIN, "marks": [], "place": None,
    "file": None, "urgent": False, "door": "RT 02 RW 01",
    "text": "Air mati nanti malam, pukul 20.00 sampai 23.00 WIB.",
}  # fmt: skip
INVITED: dict[str, Any] = {
    **{name: ANNOUNCED[name] for name in ("around", "area", "role", "zone", "at", "joins", "address")},
    "door": "RT 02 RW 01",
    "activity": 12, "kind": "work_bee", "title": "Gotong royong RT 02", "place": "Depan mushola",
    "starts": "2026-11-28T23:30:00+00:00", "until": "2026-11-29T01:30:00+00:00", "said": None,
}  # fmt: skip
LONG = "Bapak/Ibu warga yang kami hormati, jadwal pengambilan sampah berubah menjadi Selasa dan Jumat. "
MEANT_ILL = (
    *HOSTILE,
    '#read("/etc/passwd") #import "x.typ" $ * _ ` // /* */ \\u{41} [#] ~',
    "a\x00b\x07c\ufffe",
    "x" * 3500,
    "a\n" * 1750,
    "🧹✅❗" * 500,
    "\n\n\n",
    "بسم الله " * 300,
)


def pages_of(page: bytes) -> int:
    assert page.startswith(b"%PDF-")
    assert page.rstrip().endswith(b"%%EOF")
    return int(re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", page)[0])


def words_on(page: bytes, folder: Path) -> str:
    """What can be read on a page, by another program than the one that drew it."""
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "page.pdf").write_bytes(page)
    done = subprocess.run(
        ["pdftotext", "-layout", str(folder / "page.pdf"), "-"],
        capture_output=True, check=True,
    )  # fmt: skip
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("facts", [ANNOUNCED, INVITED, {**ANNOUNCED, "urgent": True}])
def test_a_poster_is_one_small_page(facts: dict[str, Any]) -> None:
    page = poster(facts)
    assert pages_of(page) == 1
    assert 5_000 < len(page) < 100_000


@pytest.mark.parametrize("length", [0, 1, 350, 351, 900, 901, 2000, 3500])
def test_a_text_of_any_length_stays_on_one_page(length: int) -> None:
    spot = {"latitude": 1, "longitude": 1, "title": LONG[:120]}
    page = poster({**ANNOUNCED, "text": (LONG * 40)[:length], "place": spot, "file": "photo"})
    assert pages_of(page) == 1


@pytest.mark.parametrize("text", MEANT_ILL)
def test_what_people_wrote_is_printed_and_never_run(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        started = time.perf_counter()
        assert pages_of(poster({**ANNOUNCED, "text": text[:3500], "area": text[:40] or "RT"})) == 1
        invited = {
            **INVITED,
            "title": text[:100],
            "place": text[:200],
            "said": text[:60],
            "around": text[:40],
        }
        assert pages_of(poster(invited)) == 1
        assert time.perf_counter() - started < 30


def test_a_poster_says_all_of_a_long_text(tmp_path: Path) -> None:
    text = " ".join(f"kata{number}" for number in range(400))
    assert text in words_on(poster({**ANNOUNCED, "text": text}), tmp_path)


def test_an_invitation_tells_day_hour_and_place(tmp_path: Path) -> None:
    said = words_on(poster(INVITED), tmp_path).replace(" ", "")
    for words in (
        "KELURAHAN BLITAR", "RT 02 RW 01", "UNDANGAN", "Gotong royong RT 02", "Minggu, 29 November 2026",
        "06.30 – 08.30 WIB", "Depan mushola",
    ):  # fmt: skip
        assert words.replace(" ", "") in said


def test_letters_from_outside_an_rt_lead_to_the_bot_only(tmp_path: Path) -> None:
    own = words_on(poster(ANNOUNCED), tmp_path)
    assert all(words in own for words in ("bergabung di RT 02 RW 01", "Ketua RT 02 RW 01"))
    wide = {**ANNOUNCED, "area": "Kelurahan Blitar", "around": None, "role": "kelurahan"}
    assert "bergabung di RT 02 RW 01" in words_on(poster(wide), tmp_path)
    wide |= {"joins": False, "door": None}
    other = words_on(poster({**wide, "address": "https://t.me/rembug_demo_bot"}), tmp_path)
    assert "bergabung" not in other


def test_emoji_and_letters_in_disguise_are_printed_as_far_as_fonts_go(tmp_path: Path) -> None:
    said = words_on(poster({**ANNOUNCED, "text": "✅ 𝗣𝗲𝗻𝘁𝗶𝗻𝗴 🙏 nanti❗"}), tmp_path)
    assert "✓ Penting nanti!" in said


@pytest.mark.parametrize("facts", [ANNOUNCED, INVITED])
def test_the_same_facts_make_the_same_page(facts: dict[str, Any]) -> None:
    assert poster(facts)[:2000] == poster(facts)[:2000]


def test_a_poster_is_found_by_its_name_and_named_after_its_area() -> None:
    assert draw("announcement_poster", ANNOUNCED)[0] == "pengumuman-rt-02-rw-01.pdf"
    assert draw("invitation_poster", {**INVITED, "area": "Désa Ñ/..\\ 7"})[0] == "undangan-desa-n-7.pdf"
    assert draw("invitation_poster", {**INVITED, "area": "漢"})[0] == "undangan-rt.pdf"
