"""The few Indonesian words that the page's server side writes: dates, the record, refusals."""

from datetime import datetime
from zoneinfo import ZoneInfo

from simulator.chats import Happening

ZONE = ZoneInfo("Asia/Jakarta")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SENTENCES = {
    "say": "{role}: {detail}",
    "tap": "{role} menekan “{detail}”",
    "send": "Bot kepada {role}: {detail}",
    "edit": "Bot memperbarui pesan {role}",
    "toast": "Bot menjawab tombol {role}: {detail}",
    "block": "{role} memblokir bot",
    "unblock": "{role} membuka blokir bot",
    "clock": "Jam dimajukan ke {detail}",
    "due": "Berikutnya: {detail}",
    "stopped": "Bot dimatikan paksa",
    "running": "Bot dinyalakan",
}
FAILURES = {
    "ok": "Telegram normal kembali",
    "down": "Telegram dimatikan",
    "slow": "Telegram dibuat lambat",
    "429": "Telegram menjawab “terlalu banyak pesan”",
    "502": "Telegram menjawab dengan galat 502",
}
KINDS = {
    "photo": "foto",
    "voice": "pesan suara",
    "document": "berkas",
    "sticker": "stiker",
    "location": "lokasi",
    "venue": "tempat",
    "poll": "polling terusan",
}
SERVICE = {
    "new_chat_members": "{who} menambahkan {name}",
    "new_chat_members_self": "{who} bergabung",
    "left_chat_member": "{who} mengeluarkan {name}",
    "left_chat_member_self": "{who} keluar",
    "migrate_to_chat_id": "Grup ini menjadi supergrup",
    "migrate_from_chat_id": "Grup ini menjadi supergrup",
    "forum_topic_created": "{who} membuka topik {name}",
    "forum_topic_closed": "{who} menutup topik",
    "forum_topic_reopened": "{who} membuka lagi topik",
}
LONGEST = 70
BUTTON_IS_GONE = "Tombol itu sudah tidak ada."
IS_BLOCKED = "Bot sedang diblokir di ponsel ini."
NO_SUCH_GROUP = "Grup itu sudah tidak ada."
NO_SUCH_PHONE = "Ponsel itu tidak ada."
NOTHING_DUE = "Belum ada jadwal berikutnya."
FILE_REFUSED = "Berkas itu tidak bisa dikirim. Foto: PNG atau JPEG, paling besar 10 MB."
NOT_UNDERSTOOD = "Permintaan tidak dikenal."


def without_payload(words: str) -> str:
    """What somebody said as Telegram shows it: what a link puts behind /start stays hidden."""
    return "/start" if words.startswith("/start ") else words


def full_date(moment: datetime) -> str:
    """Such as "Sabtu, 21 November 2026"."""
    local = moment.astimezone(ZONE)
    return f"{DAYS[local.weekday()]}, {local.day} {MONTHS[local.month - 1]} {local.year}"


def hour(moment: datetime) -> str:
    """Such as "10.00"."""
    return f"{moment.astimezone(ZONE):%H.%M}"


def full_moment(moment: datetime) -> str:
    """Such as "Sabtu, 21 November 2026, 10.00 WIB"."""
    return f"{full_date(moment)}, {hour(moment)} WIB"


def sentence(happening: Happening) -> str:
    """One line of the record."""
    if happening.kind == "telegram":
        return FAILURES.get(happening.detail, happening.detail)
    detail = " ".join(KINDS.get(happening.detail, happening.detail).split())
    detail = without_payload(detail) if happening.kind == "say" else detail
    shown = detail if len(detail) <= LONGEST else f"{detail[: LONGEST - 1]}…"
    return SENTENCES[happening.kind].format(role=happening.role, detail=shown)
