"""The page's own API: what it shows, what a visitor can do, and whom it keeps out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from simulator import Phone, Telegram, create_app
from simulator.chats import Draft
from simulator.page_actions import next_monday
from simulator.page_bubbles import bubble_json
from simulator.page_state import look_of, state_json
from simulator.page_words import full_moment
from simulator.samples import sample_photo
from tests.unit.simulator.conftest import NOW

HOST = "http://127.0.0.1:8080"
OWN = {"origin": HOST}


class Panel:
    """A demo whose clock and bot only remember what was asked of them."""

    def __init__(self) -> None:
        self.moment = NOW
        self.running = True
        self.due: str | None = "pengingat kerja bakti"

    def now(self) -> datetime:
        return self.moment

    async def move(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    async def move_to(self, moment: datetime) -> None:
        self.moment = moment

    async def move_to_next_due(self) -> str | None:
        return self.due

    async def stop_bot(self) -> None:
        self.running = False

    async def start_bot(self) -> None:
        self.running = True

    def bot_running(self) -> bool:
        return self.running


@pytest.fixture
def panel() -> Panel:
    return Panel()


@pytest.fixture
async def page(telegram: Telegram, panel: Panel) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(telegram, panel))
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=OWN) as client:
        yield client


async def state(page: httpx.AsyncClient, since: int = -1) -> dict[str, Any]:
    answer: dict[str, Any] = (await page.get(f"/sim/state?since={since}")).json()
    return answer


async def test_the_page_and_its_parts_are_served(page: httpx.AsyncClient) -> None:
    shown = await page.get("/")
    assert "pura-pura" in shown.text
    assert "default-src 'self'" in shown.headers["content-security-policy"]
    for name in ("app.js", "phone.css", "icons.svg"):
        assert (await page.get(f"/static/{name}")).status_code == 200
    assert (await page.get("/static/..%2Fserver.py")).status_code == 404


async def test_a_visitor_starts_writes_and_taps(
    telegram: Telegram, phone: Phone, page: httpx.AsyncClient
) -> None:
    message = telegram.post(telegram.chats[201], Draft("text", text="Ikut?"), mine=False)
    message.markup = [[{"text": "Ikut", "callback_data": "1"}]]
    for action, more in (
        ("start", {"payload": "abc"}),
        ("say", {"text": " halo "}),
        ("tap", {"message": message.message_id, "label": "Ikut"}),
        ("voice", {}),
        ("block", {}),
    ):
        answer = await page.post("/sim/phone", json={"phone": 201, "action": action, **more})
        assert answer.json() == {"ok": True}
    assert [each.words or each.kind for each in phone.messages[-3:]] == ["/start abc", "halo", "voice"]
    assert telegram.waiting_updates == 5
    assert (await state(page))["phones"][0]["blocked"] is True


async def test_a_button_that_is_gone_is_said_kindly(phone: Phone, page: httpx.AsyncClient) -> None:
    tap = {"phone": 201, "action": "tap", "message": phone.messages[0].message_id, "label": "Ikut"}
    answer = await page.post("/sim/phone", json=tap)
    assert (answer.status_code, answer.json()["reason"]) == (409, "Tombol itu sudah tidak ada.")
    answer = await page.post("/sim/phone", json={"phone": 999, "action": "start"})
    assert answer.json()["reason"] == "Ponsel itu tidak ada."


async def test_a_photo_is_uploaded_and_shown_again(phone: Phone, page: httpx.AsyncClient) -> None:
    form = {"phone": "201", "kind": "photo", "caption": "jalan"}
    sent = await page.post("/sim/upload", data=form, files={"file": ("jalan.png", sample_photo())})
    assert sent.json() == {"ok": True}
    bubble = (await state(page))["phones"][0]["messages"][-1]
    shown = await page.get(f"/sim/file/{bubble['file']['id']}")
    assert (shown.content, shown.headers["content-type"]) == (sample_photo(), "image/png")
    refused = await page.post("/sim/upload", data=form, files={"file": ("jalan.png", b"bukan foto")})
    assert "Berkas itu tidak bisa dikirim" in refused.json()["reason"]


async def test_only_changed_phones_come_and_news_wake_the_page(
    telegram: Telegram, phone: Phone, page: httpx.AsyncClient
) -> None:
    telegram.add_phone(202, "Warga")
    revision = (await state(page))["revision"]
    waiting = asyncio.create_task(state(page, revision))
    await asyncio.sleep(0.02)
    phone.type("halo")
    assert [each["id"] for each in (await waiting)["phones"]] == [201]


async def test_the_panel_moves_the_clock_and_switches_the_bot(
    panel: Panel, telegram: Telegram, page: httpx.AsyncClient
) -> None:
    assert (await state(page))["clock"] == "Sabtu, 21 November 2026, 10.00 WIB"
    await page.post("/sim/clock", json={"to": "hour"})
    assert full_moment(panel.moment) == "Sabtu, 21 November 2026, 11.00 WIB"
    await page.post("/sim/clock", json={"to": "monday"})
    assert full_moment(panel.moment) == "Senin, 23 November 2026, 07.00 WIB"
    await page.post("/sim/clock", json={"to": "next"})
    await page.post("/sim/bot", json={"running": False})
    await page.post("/sim/failure", json={"mode": "slow"})
    shown = await state(page)
    assert (shown["running"], shown["failure"]) == (False, "slow")
    assert [line["text"] for line in shown["record"][-3:]] == [
        "Berikutnya: pengingat kerja bakti",
        "Bot dimatikan paksa",
        "Telegram dibuat lambat",
    ]
    panel.due = None
    assert (
        (await page.post("/sim/clock", json={"to": "next"})).json()["reason"].startswith("Belum ada jadwal")
    )


def test_monday_morning_is_always_ahead() -> None:
    monday = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 07.00 in Jakarta
    assert next_monday(monday - timedelta(seconds=1)) == monday
    assert next_monday(monday) == monday + timedelta(days=7)


@pytest.mark.parametrize(
    "headers, kind, status",
    [
        ({"host": "evil.example"}, "json", 403),
        ({"origin": "http://evil.example"}, "json", 403),
        ({"origin": "http://127.0.0.1:9999"}, "json", 403),
        ({"content-type": "text/plain"}, "content", 415),
    ],
)
async def test_other_sites_cannot_drive_the_page(
    telegram: Telegram, page: httpx.AsyncClient, headers: dict[str, str], kind: str, status: int
) -> None:
    body: dict[str, Any] = {"json": {"mode": "down"}} if kind == "json" else {"content": '{"mode":"down"}'}
    assert (await page.post("/sim/failure", headers=headers, **body)).status_code == status
    assert telegram.failure.mode == "ok"


async def test_without_a_demo_there_is_no_clock(telegram: Telegram) -> None:
    transport = httpx.ASGITransport(create_app(telegram))
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=OWN) as client:
        shown = await state(client)
        assert (shown["clock"], shown["running"]) == (None, None)
        assert (await client.post("/sim/clock", json={"to": "hour"})).json() == {"ok": False}


async def test_the_first_visit_opens_one_phone_of_each_kind(
    telegram: Telegram, page: httpx.AsyncClient
) -> None:
    for number, role in enumerate(("Warga RT 01", "Warga RT 02", "Ketua RT 02", "Ketua RT 03", "Kelurahan")):
        telegram.add_phone(301 + number, role, role=role)
    assert (await state(page))["featured"] == [301, 303, 305]
    telegram.featured = [302]
    assert (await state(page))["featured"] == [302]


async def test_what_a_link_carries_stays_hidden_as_on_a_real_phone() -> None:
    telegram = Telegram(token="1:page", username="page_bot", now=lambda: NOW)
    telegram.add_phone(7, "Warga baru", role="Warga baru").start("rahasia123")
    state = state_json(telegram, None, 0)
    assert [each["words"] for each in state["phones"][0]["messages"]] == ["/start"]
    assert "rahasia" not in str(state)
    assert telegram.phone(7).messages[0].text == "/start rahasia123"
    assert look_of("Pendamping") == ("PD", "guide")


async def test_a_client_that_hangs_up_in_the_middle_is_no_error() -> None:
    async def hung_up() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(_message: object) -> None:
        return None

    telegram = Telegram(token="1:page", username="page_bot", now=lambda: NOW)
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/bot1:page/sendMessage",
        "headers": [],
    }
    scope |= {"query_string": b"", "root_path": "", "scheme": "http", "server": ("127.0.0.1", 80)}
    await create_app(telegram)(scope, hung_up, send)
    assert [(method, status) for _, method, _, status in telegram.requests] == [("sendMessage", 0)]


async def test_members_see_a_group_and_others_do_not(telegram: Telegram, phone: Phone) -> None:
    head = telegram.add_phone(202, "Ketua", role="Ketua RT 02")
    telegram.add_phone(203, "Warga")
    group = telegram.add_group("Grup RT 02", head, phone, forum=True)
    head.add_bot(group)
    topic = head.open_topic(group, "Kegiatan")
    since = telegram.revision
    head.type_in(group, "siap", thread=topic)
    phones = state_json(telegram, None, since)["phones"]
    assert [each["id"] for each in phones] == [201, 202]
    shown = phones[0]["groups"][0]
    assert (shown["title"], shown["people"], shown["bot"]) == ("Grup RT 02", 2, True)
    added, opened, said = shown["messages"]
    assert added["service"] == "Ketua RT 02 menambahkan Rembug"
    assert opened["service"] == "Ketua RT 02 membuka topik Kegiatan"
    assert (said["sender"], said["topic"], said["mine"], said["bot"]) == (
        "Ketua RT 02",
        "Kegiatan",
        False,
        False,
    )
    assert phones[1]["groups"][0]["messages"][-1]["mine"]
    assert state_json(telegram, None, since)["record"][-1]["text"] == "Ketua RT 02 di Grup RT 02: siap"


async def test_every_event_of_a_group_has_words(telegram: Telegram, phone: Phone) -> None:
    group = telegram.add_group("Grup RT 02", phone)
    phone.add_bot(group)
    guest = telegram.add_phone(202, "Warga", role="Warga RT 03")
    guest.join(group)
    guest.leave(group)
    phone.remove_bot(group)
    telegram.migrate(group)
    events = [bubble_json(telegram, group, each, 201)["service"] for each in group.messages]
    assert events == [
        "Warga RT 02 menambahkan Rembug",
        "Warga RT 03 bergabung",
        "Warga RT 03 keluar",
        "Warga RT 02 mengeluarkan Rembug",
        "Grup ini menjadi supergrup",
    ]
    forum = telegram.add_group("Grup RW 01", phone, forum=True)
    phone.close_topic(forum)
    phone.reopen_topic(forum)
    events = [bubble_json(telegram, forum, each, 201)["service"] for each in forum.messages]
    assert events == ["Warga RT 02 menutup topik", "Warga RT 02 membuka lagi topik"]


async def test_a_visitor_acts_in_a_group(telegram: Telegram, phone: Phone, page: httpx.AsyncClient) -> None:
    group = telegram.add_group("Grup RT 02", phone)
    where = {"phone": 201, "group": group.chat_id}
    await page.post("/sim/phone", json=where | {"action": "add_bot", "payload": "rt2"})
    message = telegram.post(group, Draft("text", text="Ikut?"), mine=False)
    message.markup = [[{"text": "Ikut", "callback_data": "1"}]]
    tap = {"action": "tap", "message": message.message_id, "label": "Ikut"}
    assert (await page.post("/sim/phone", json=where | tap)).json() == {"ok": True}
    await page.post("/sim/phone", json=where | {"action": "say", "text": " siap "})
    await page.post("/sim/phone", json=where | {"action": "remove_bot"})
    assert [each.text for each in group.messages if each.kind == "text"] == [
        "/start@rembug_demo_bot rt2",
        "Ikut?",
        "siap",
    ]
    assert (group.bot_status, len(telegram.taps)) == ("kicked", 1)
    answer = await page.post("/sim/phone", json={"phone": 201, "group": -1, "action": "say", "text": "a"})
    assert (answer.status_code, answer.json()["reason"]) == (409, "Grup itu sudah tidak ada.")
