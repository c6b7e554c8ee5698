"""Files go both ways and keep their file_id."""

import pytest
import telegram as ptb
from telegram import InputMediaPhoto
from telegram.error import BadRequest

from simulator import Phone
from simulator.samples import sample_photo, sample_voice

MEGABYTE = 1024 * 1024


async def test_a_photo_of_a_person_can_be_fetched_and_sent_on(bot: ptb.Bot, phone: Phone) -> None:
    phone.send_photo("jalan")
    (update,) = await bot.get_updates()
    assert update.message is not None
    photo = update.message.photo[-1]
    fetched = await (await bot.get_file(photo.file_id)).download_as_bytearray()
    assert bytes(fetched) == sample_photo()
    await bot.send_photo(201, photo.file_id, caption="<b>diterima</b>", parse_mode="HTML")
    assert (phone.last.kind, phone.last.html) == ("photo", "<b>diterima</b>")
    assert phone.last.file == phone.messages[-2].file


async def test_an_uploaded_document_keeps_its_name_and_bytes(bot: ptb.Bot, phone: Phone) -> None:
    sent = await bot.send_document(201, b"PK\x03\x04\r\n\x00", filename="ringkasan.xlsx", caption="Pekan ini")
    assert sent.document is not None
    assert phone.last.file is not None
    assert (phone.last.file.name, phone.last.file.data) == ("ringkasan.xlsx", b"PK\x03\x04\r\n\x00")
    assert phone.last.words == "Pekan ini"
    again = await bot.send_document(201, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id


async def test_an_album_arrives_as_separate_photos_of_one_group(bot: ptb.Bot, phone: Phone) -> None:
    album = [InputMediaPhoto(sample_photo(20, 10), caption="satu"), InputMediaPhoto(sample_photo(10, 20))]
    sent = await bot.send_media_group(201, album)
    assert len({each.media_group_id for each in sent}) == 1
    assert [(each.kind, each.caption) for each in phone.messages[-2:]] == [("photo", "satu"), ("photo", "")]


async def test_a_picture_can_be_replaced_and_its_caption_edited(bot: ptb.Bot, phone: Phone) -> None:
    sent = await bot.send_photo(201, sample_photo(20, 10), caption="lama")
    await bot.edit_message_caption(201, sent.message_id, caption="baru")
    assert phone.last.caption == "baru"
    await bot.edit_message_media(InputMediaPhoto(sample_photo(30, 10)), 201, sent.message_id)
    assert phone.last.file is not None
    assert (phone.last.file.width, phone.last.caption) == (30, "")


async def test_a_copy_carries_the_same_content(bot: ptb.Bot, phone: Phone) -> None:
    number = phone.send_voice(1)
    copied = await bot.copy_message(201, 201, number)
    assert phone.last.message_id == copied.message_id
    assert phone.last.file is not None
    assert phone.last.file.data == sample_voice(1)


@pytest.mark.parametrize(
    "photo, reason",
    [
        (b"no picture", r"(?i)image_process_failed"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * MEGABYTE), "too big for a photo"),
        ("SomeUnknownFileIdOfNobody", r"(?i)wrong file identifier"),
    ],
    ids=["no picture", "too big", "unknown"],
)
async def test_what_is_no_photo_is_refused(
    bot: ptb.Bot, phone: Phone, photo: bytes | str, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_photo(201, photo)
    assert phone.texts == []


async def test_a_voice_cannot_be_sent_as_a_photo(bot: ptb.Bot, phone: Phone) -> None:
    phone.send_voice(1)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.voice is not None
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type voice as photo"):
        await bot.send_photo(201, update.message.voice.file_id)
