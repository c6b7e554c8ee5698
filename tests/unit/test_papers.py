"""Papers of an activity: what can be read on them, and that whatever people wrote is only shown."""

import json
import re
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from actions.closing_figures import Figures
from templates.drawings import draw
from templates.papers import (
    attendance_sheet,
    invitation_letter,
    minutes_paper,
    official_record,
    participants_list,
)
from tests.figures import HOSTILE
from tests.unit.paper_facts import (
    COMMON,
    KELURAHAN,
    NEXT,
    NOTES,
    RT,
    SATURDAY,
    VILLAGE,
    invitation,
    participants,
    record,
    sheet,
)
from tests.unit.test_letters import MEANT_ILL, pages_of, words_on

ALL: list[tuple[Callable[[dict[str, Any]], bytes], dict[str, Any]]] = [
    (invitation_letter, invitation()),
    (attendance_sheet, sheet(3)),
    (participants_list, participants(3)),
    (minutes_paper, {**COMMON, **NOTES}),
    (official_record, record()),
]


def words_at(page: bytes, folder: Path) -> list[tuple[str, float, float]]:
    """Each word with how far it stands from the left and from the top of the first page, in points."""
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "page.pdf").write_bytes(page)
    command = ["pdftotext", "-bbox", "-l", "1", str(folder / "page.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', said)
    return [(word, float(left), float(top)) for left, top, word in found]


def test_an_invitation_is_a_letter_with_kop_number_and_signature(tmp_path: Path) -> None:
    page = invitation_letter(invitation(bring="alat tulis"))
    assert pages_of(page) == 1
    said = words_on(page, tmp_path)
    for words in (
        "RUKUN TETANGGA (RT) 02 RUKUN WARGA (RW) 01", "KELURAHAN BLITAR", "KECAMATAN SUKOREJO – KOTA BLITAR",
        "Blitar, 18 November 2026", "Nomor : 005/003/RT02-RW01/XI/2026", "Lampiran : –", "Perihal : Undangan",
        "Kepada Yth. Bapak/Ibu/Saudara warga RT 02 RW 01", "Dengan hormat,", "mengharap kehadiran",
        "Hari, tanggal : Sabtu, 28 November 2026", "Pukul : 19.30 WIB – selesai (ba'da Isya)",
        "Tempat : Balai RT 02", "Acara : Rembug warga RT 02 RW 01", "Membawa : alat tulis",
        "kami ucapkan terima kasih", "Ketua RT 02 RW 01", "( ....",
    ):  # fmt: skip
        assert words in said, words


def test_a_letter_for_several_meetings_lists_them(tmp_path: Path) -> None:
    said = words_on(invitation_letter(invitation(meetings=[SATURDAY, NEXT])), tmp_path)
    assert "1 Sabtu, 28 November 2026 19.30 WIB – selesai (ba'da Isya)" in said
    assert "2 Sabtu, 5 Desember 2026 08.00 – 11.00 WIB" in said


@pytest.mark.parametrize(
    "heading, area, kop, signs, number",
    [
        (RT, "RT 02 RW 01", "KELURAHAN BLITAR", "Ketua RT 02 RW 01", "005/003/RT02-RW01/XI/2026"),
        ({**RT, "rt": None}, "RW 01", "RUKUN WARGA (RW) 01", "Ketua RW 01", "005/003/RW01/XI/2026"),
        ({**RT, "rw": None}, "RT 02", "RUKUN TETANGGA (RT) 02", "Ketua RT 02", "005/003/RT02/XI/2026"),
        (KELURAHAN, "Kelurahan Blitar", "PEMERINTAH KOTA", "Lurah Blitar", "005/003/KEL-BLITAR/XI/2026"),
        (VILLAGE, "Desa Jaten", "DESA JATEN", "Kepala Desa Jaten", "005/003/DESA-JATEN/XI/2026"),
    ],
)  # fmt: skip
def test_each_kind_of_area_has_its_kop_its_office_and_its_number(
    heading: dict[str, Any], area: str, kop: str, signs: str, number: str, tmp_path: Path
) -> None:
    said = words_on(invitation_letter(invitation(heading=heading, area=area)), tmp_path)
    assert kop in said
    assert signs in said
    assert number in said
    assert ("elurahan" in said.lower()) == (not heading["village"])


def test_an_attendance_sheet_has_names_empty_rows_and_who_signs(tmp_path: Path) -> None:
    said = words_on(attendance_sheet(sheet(3)), tmp_path)
    for words in (
        "DAFTAR HADIR", "Acara : Rembug warga RT 02 RW 01", "No. Nama L/P Alamat/RT Tanda tangan",
        "1 Warga nomor 1 Gang 1", "3 Warga nomor 3 Gang 3", "14. ..", "Mengetahui, Ketua RT 02 RW 01",
    ):  # fmt: skip
        assert words in said, words
    assert "NIK" not in said


def test_odd_numbers_are_signed_on_the_left_and_even_ones_lower_on_the_right(tmp_path: Path) -> None:
    places = {word: (left, top) for word, left, top in words_at(attendance_sheet(sheet(8)), tmp_path)}
    odd = [places[f"{number}."] for number in (1, 3, 5, 7)]
    even = [places[f"{number}."] for number in (2, 4, 6, 8)]
    assert len({left for left, _top in odd}) == 1
    assert len({left for left, _top in even}) == 1
    assert all(right[0] > left[0] + 50 and right[1] > left[1] for left, right in zip(odd, even, strict=True))
    tops = [top for pair in zip(odd, even, strict=True) for _left, top in pair]
    assert tops == sorted(tops)


def test_a_blank_sheet_fills_two_pages_with_numbers(tmp_path: Path) -> None:
    page = attendance_sheet(sheet(0, empty=46))
    assert pages_of(page) == 2
    said = words_on(page, tmp_path)
    assert "46. .." in said
    assert "47. .." not in said
    assert said.count("Alamat/RT") == 2


@pytest.mark.parametrize("names", [100, 300])
def test_long_lists_repeat_their_head_on_every_page(names: int, tmp_path: Path) -> None:
    for page in (attendance_sheet(sheet(names)), participants_list(participants(names))):
        said = words_on(page, tmp_path)
        assert pages_of(page) > 2
        assert said.count("Alamat/RT") == pages_of(page)
        assert f"{names} Warga nomor {names} Gang {names}" in said
        assert f"Halaman {pages_of(page)} dari {pages_of(page)}" in said


def test_the_signature_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    for names in range(10, 60, 2):
        for page, last in (
            (attendance_sheet(sheet(names, empty=0)), f"{names} Warga nomor {names} "),
            (participants_list(participants(names)), f"{names} Warga nomor {names} "),
        ):
            (tmp_path / "page.pdf").write_bytes(page)
            command = ["pdftotext", "-layout", "-f", str(pages_of(page)), str(tmp_path / "page.pdf"), "-"]
            said = " ".join(subprocess.run(command, capture_output=True, check=True).stdout.decode().split())
            assert last in said
            assert "Mengetahui," in said


def test_a_list_for_the_spj_ticks_each_meeting_and_adds_up(tmp_path: Path) -> None:
    facts = participants(3, meetings=[SATURDAY, NEXT], unnamed=[0, 2], totals=[3, 3], people=9)
    figures = Figures(registered=6, confirmed=3, attended=3, replaced=1, absent=2, walk_ins=1, mentors=1)
    facts["figures"] = {**asdict(figures), "counted": 4, "later": 0}
    facts["rows"][0] |= {"came": [1, 2], "role": "mentor"}
    said = words_on(participants_list(facts), tmp_path)
    for words in (
        "DAFTAR PESERTA", "surat pertanggungjawaban (SPJ)",
        "Hari, tanggal : 1. Sabtu, 28 November 2026, pukul 19.30 WIB – selesai (ba'da Isya) 2. Sabtu, 5 "
        "Desember 2026, pukul 08.00 – 11.00 WIB",
        "Terdaftar : 6 = hadir 3 + digantikan 1 + berhalangan 0 + tidak hadir 2 (terkonfirmasi 3)",
        "Hadir seluruhnya : 9 orang = terdaftar yang hadir 3 + tanpa mendaftar 1 + narasumber 1 + "
        "dihitung di tempat 4",
        "28/11 05/12", "1 Warga nomor 1 Gang 1 Narasumber ✓ ✓", "2 Warga nomor 2 Gang 2 Peserta ✓ –",
        "Hadir, tanpa nama 0 2", "Jumlah hadir 3 3", "Ketua Panitia",
    ):  # fmt: skip
        assert words in said, words
    assert "panitia" not in said
    assert "dicatat kemudian" not in said


def test_a_list_that_is_printed_before_all_is_over_says_how_many_came(tmp_path: Path) -> None:
    said = words_on(participants_list(participants(3)), tmp_path)
    assert "Hadir seluruhnya : 3 orang No." in said
    assert "Terdaftar" not in said


def test_a_list_of_twelve_meetings_dates_them_in_two_columns(tmp_path: Path) -> None:
    facts = participants(1, meetings=[NEXT] * 12, unnamed=[0] * 12, totals=[1] * 12)
    said = words_on(participants_list(facts), tmp_path)
    assert "1. Sabtu, 5 Desember 2026, pukul 08.00 – 11.00 WIB 7. Sabtu" in said
    assert "6. Sabtu, 5 Desember 2026, pukul 08.00 – 11.00 WIB 12. Sabtu" in said


def test_minutes_show_what_was_noted_and_room_for_what_was_not(tmp_path: Path) -> None:
    said = words_on(minutes_paper({**COMMON, **NOTES}), tmp_path)
    for words in (
        "NOTULEN", "Pimpinan rapat : Ketua RT 02", "Notulis : Sekretaris RT 02",
        "Peserta : 23 orang (daftar hadir terlampir)", "Kas Oktober. Lampu jalan Gang 3.",
        "1 Dua lampu dipasang Seksi pembangunan 5 Desember", "2 Iuran tetap – –", "Sabtu, 12 Desember",
    ):  # fmt: skip
        assert words in said, words
    nothing: dict[str, Any] = {**dict.fromkeys(NOTES), "decisions": [], "attending": 0, "met": False}
    empty = words_on(minutes_paper({**COMMON, **nothing}), tmp_path)
    assert "Akan ditentukan kemudian." in empty
    assert "None" not in empty
    assert "none" not in empty


def test_an_official_record_says_its_date_and_number_in_words(tmp_path: Path) -> None:
    said = words_on(official_record(record()), tmp_path)
    for words in (
        "BERITA ACARA", "Nomor: BA/004/RT02-RW01/XI/2026",
        "Pada hari ini Sabtu, tanggal dua puluh delapan, bulan November, tahun dua ribu dua puluh enam (28",
        "yang dihadiri 23 (dua puluh tiga) orang sebagaimana daftar hadir terlampir", "Perempuan",
        "Demikian berita acara ini dibuat dengan sebenarnya",
    ):  # fmt: skip
        assert words in said, words
    assert "Perempuan" not in words_on(official_record(record(deliberated=False)), tmp_path)


def test_an_official_record_is_dated_by_its_meeting_and_keeps_its_number(tmp_path: Path) -> None:
    said = words_on(official_record(record(issued="2026-12-01")), tmp_path)
    assert "Blitar, 28 November 2026" in said
    assert "Nomor: BA/004/RT02-RW01/XII/2026" in said
    assert "Desember 2026" not in said


@pytest.mark.parametrize("met, leads", [(True, "Pimpinan rapat"), (False, "Pimpinan kegiatan")])
def test_who_leads_has_one_name_in_minutes_and_record(met: bool, leads: str, tmp_path: Path) -> None:
    for page in (minutes_paper(record(met=met)), official_record(record(met=met))):
        assert re.findall(r"Pimpinan \w+", words_on(page, tmp_path)) == [leads, leads]
    assert f"Jalannya {leads.split()[1]}" in words_on(minutes_paper(record(met=met)), tmp_path)


def test_a_date_stands_above_who_signs_on_the_right(tmp_path: Path) -> None:
    for page, role in ((minutes_paper(record()), "Notulis"), (official_record(record()), "Pimpinan")):
        words = words_at(page, tmp_path)
        dated = max(top for word, _left, top in words if word == "Blitar,")
        signed_left, signed = max((left, top) for word, left, top in words if word == role and top > dated)
        date_left = max(left for word, left, top in words if word == "Blitar," and top == dated)
        assert 0 < signed - dated < 20
        assert 20 < signed_left - date_left < 60


@pytest.mark.parametrize("words", MEANT_ILL)
def test_whatever_people_wrote_is_printed_and_never_run(words: str) -> None:
    hostile = {"title": words[:100], "place": words[:200], "area": words[:40] or "RT"}
    row = {"person": 1, "name": words[:60], "address": words[:60], "role": "participant", "came": [1]}
    told = {"text": words[:300], "owner": words[:60], "due": words[:60]}
    notes = {"chair": words[:60], "course": words[:3000], "decisions": [told], "next_meeting": words[:100]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for paper, facts in ALL:
            changed = {"rows": [row]} if "rows" in facts else notes if "course" in facts else {}
            assert pages_of(paper({**facts, **hostile, **changed})) >= 1


def test_what_looks_like_a_command_is_read_as_it_was_written(tmp_path: Path) -> None:
    row = {"person": 1, "name": '#read("x")', "address": HOSTILE[0][:30]}
    said = words_on(attendance_sheet(sheet(0, rows=[row])), tmp_path)
    assert '#read("x")' in said
    assert '#eval("1 + 1")' in said


def test_long_names_and_titles_wrap_within_their_columns(tmp_path: Path) -> None:
    row = {"person": 1, "name": "Warga " + "panjang " * 6, "address": "Gang " * 10}
    page = attendance_sheet(sheet(0, rows=[row], title="Rembug " * 14, empty=1))
    words = words_at(page, tmp_path)
    assert max(left for _word, left, _top in words) < 560
    assert len({top for word, _left, top in words if word == "panjang"}) == 2


def test_papers_are_found_by_their_names_and_named_after_area_and_day() -> None:
    for name, facts, filename in (
        ("invitation_letter", invitation(), "surat-undangan-rt-02-rw-01-2026-11-28.pdf"),
        ("attendance_sheet", sheet(1), "daftar-hadir-rt-02-rw-01-2026-11-28.pdf"),
        ("blank_sheet", sheet(0), "daftar-hadir-kosong-rt-02-rw-01-2026-11-28.pdf"),
        ("attendance_book", sheet(1), "daftar-hadir-rt-02-rw-01-2026-11-28.xlsx"),
        ("participants_book", participants(1), "daftar-peserta-rt-02-rw-01-2026-11-28.xlsx"),
        ("official_record", record(), "berita-acara-rt-02-rw-01-2026-11-28.pdf"),
    ):
        assert draw(name, json.loads(json.dumps(facts)))[0] == filename
