"""The words of time, in every spelling met, and the one spelling that the rules know."""

from dataclasses import dataclass
from datetime import time


def _table(rows: str) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for row in rows.strip().splitlines():
        word, _, others = row.partition(":")
        for spelling in (word, *others.split()):
            spellings[spelling.strip()] = word.strip()
    return spellings


SPELLINGS = _table(
    """
    senin: snn sen senen
    selasa: sls slasa sel seloso
    rabu: rebo rab rabo
    kamis: kms kemis kam
    jumat: jmt jumaat jum jumah jemuah
    sabtu: sbt saptu sab setu
    minggu: mgg mggu minggunya min
    ahad: akhad
    legi: manis
    pahing: paing
    pon:
    wage:
    kliwon: klwn
    januari: jan
    februari: feb pebruari peb
    maret: mar mrt
    april: apr
    mei:
    juni: jun
    juli: jul
    agustus: agu agt ags agust agus agst
    september: sep sept
    oktober: okt oct
    november: nov nop nopember
    desember: des dec
    jam: jm pukul pkl pk pkul puku
    menit: mnt mnit
    pagi: pg pgi isuk esuk enjing pagian am
    siang: sng awan siangnya
    sore: sre sonten petang pm
    malam: mlm malem mlem mlam bengi mbengi wengi ndalu dalu malamnya
    dini: fajar
    bada: bakda bakdo badha badho habis hbs abis selepas setelah stlh sehabis sesudah ssdh usai selesainya
    sebelum: sblm sebelom jelang menjelang jlg
    solat: sholat shalat salat
    subuh: shubuh subuhan sbh
    dzuhur: zuhur dhuhur zhuhur dhuzur lohor luhur duhur
    ashar: asar ashr azhar
    maghrib: magrib mahrib magriban maghriban maghrip magrip
    isya: isa isak isyak isyaan ishak
    jumatan:
    tarawih: teraweh traweh taraweh
    sampai: sampe sampek smp smpai hingga sd ngantos nganti
    selesai: rampung bubar tuntas slesai beres
    selama: slama
    besok: bsk besuk sesok sesuk mbenjing benjing bsok bezok
    lusa: lsa
    tulat: tolat
    kemarin: kmrn kemaren kmarin wingi
    semalam:
    tadi: td
    nanti: nti ntar entar mengko mangke nnti
    sekarang: skrg skrang saiki
    ini: iki niki
    lagi: lg
    lalu: kepungkur
    depan: dpn ngarep kedepan mendatang
    hari: hr hri dinten
    pekan: pkn week
    bulan: bln wulan
    tahun: thn taun th
    tanggal: tgl tg tggl tngl tgal
    akhir: akhr
    awal: awl
    pertengahan: tengah
    setengah: stgh stengah stngah setgh
    seperempat: sprempat seprapat
    kurang: krg krang kirang
    lewat: lwt liwat lebih lbh luwih
    dalam: dlm
    baru: bru
    natal: natalan
    atau: ato
    """
)
WEEKDAYS = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6, "ahad": 6,
}  # fmt: skip
MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari maret april mei juni juli agustus september oktober november desember".split(), 1
    )
}
OTHER_CALENDARS = frozenset(
    "suro sura sapar mulud bakdamulud rejeb ruwah poso puasa ramadan ramadhan syawal sawal selo besar "
    "muharram safar rajab syaban zulkaidah zulhijah dzulhijjah".split()
)
PARTS = frozenset({"pagi", "siang", "sore", "malam", "dini"})
ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
ORDINALS = {"pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "terakhir": -1}
ADDRESS_WORDS = frozenset("rt rw no nomor nomer gang gg blok km rumah".split())
COUNTED_WORDS = frozenset("orang org kk warga rumah rb ribu jt juta dus meter m".split())


@dataclass(frozen=True)
class Prayer:
    """The wall time of "after the prayer", the prayer's name, its part of the day, and the part before it."""

    clock: time
    name: str
    part: str
    before: str


PRAYERS = {
    "subuh": Prayer(time(5), "Subuh", "pagi", "dini"),
    "dzuhur": Prayer(time(12, 30), "Dzuhur", "siang", "pagi"),
    "jumatan": Prayer(time(13), "Jumatan", "siang", "pagi"),
    "ashar": Prayer(time(15, 30), "Ashar", "sore", "siang"),
    "maghrib": Prayer(time(18, 15), "Maghrib", "sore", "sore"),
    "isya": Prayer(time(19, 30), "Isya", "malam", "malam"),
}
