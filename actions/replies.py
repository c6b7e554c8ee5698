"""Typed answers to an invitation: "ikut 3 orang", "insyaallah", "ga bisa pak", "mboten saged"."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from actions.numbers import DIGITS, TOGETHER
from actions.ways import Way, is_loan, is_sent_instead, read_way

Answer = Literal["yes", "maybe", "no", "help"]
LARGEST_PARTY = 20
LONGEST_REPLY = 14

NOT = frozenset(
    "tidak tdk tak ga gak gk g ngga nggak ngak enggak engga kagak nda ndak dak ora ra mboten boten belum blm "
    "dereng durung jangan bukan".split()
)
COME = frozenset(
    "ikut ikt melu nderek ndherek dherek tumut hadir datang dtg dateng rawuh gabung join berangkat "
    "merapat".split()
)
ABLE = frozenset("bisa bs isa biso saged saget iso dapat dpt sempat smpat jadi mau bersedia kersa".split())
AGREE = frozenset(
    "siap nggih inggih njih injih ya iya iyo yo y yes ok oke okee okeh okay baik boleh setuju sip".split()
)
SIGNS = {"👍": "ok", "👌": "ok", "✅": "ok", "🙆": "ok", "❌": "berhalangan", "👎": "berhalangan"}
ABSENT = frozenset("absen berhalangan halangan sakit batal gajadi gabisa gaikut".split())
CARRY = frozenset({"bawa", "bawain", "bawakan", "mbeto", "nggawa"})
LEAVE = frozenset({"izin", "ijin"})
PERHAPS = frozenset(
    "mungkin insyaallah insyallah insyaalloh inshaallah isyaallah mudahan moga semoga diusahakan usahakan "
    "ragu".split()
)
LOOK = frozenset({"lihat", "liat"})
LOOKED_AT = frozenset({"", "nanti", "besok", "dulu", "kondisi", "situasi", "sikon", "keadaan"})
IF = frozenset({"kalau", "kalo", "klo", "menawi", "nek", "jika"})
KNOW = frozenset("tahu tau ngerti pasti tentu yakin janji jelas".split())
HELP = frozenset("titip nitip bantu bantuin membantu nyumbang sumbang menyumbang urunan".split())
REQUEST = frozenset({"mohon", "minta", "tolong", "usul"})
HARMLESS = frozenset({"masalah", "apa", "papa"})
ASKING = frozenset("apa apakah berapa brp kapan dimana mana siapa bagaimana gimana kenapa mengapa".split())
COMPANIONS = frozenset(
    "istri suami anak adik kakak ponakan keponakan teman tetangga mertua bojo cucu tamu".split()
)
ALSO = frozenset("sama bareng dengan dgn bersama dan ajak bawa kaliyan kalih plus".split())
PEOPLE = frozenset({"orang", "org", "wong", "tiyang", "jiwa"})
POLITE = frozenset(
    "pak bapak bpk bp bu ibu mas mbak mba bang kak rt rw ya iya deh dong lah nih aja saja semua semuanya "
    "sekarang sdr saudara warga".split()
)
SETTLED = frozenset("kirim kirimkan sudah sdh udah dah pas betul benar bener leres cocok lanjut".split())
THANKS = frozenset("terima trima trimakasih terimakasih makasih mksh trims tks tq thanks matur suwun".split())
JAVANESE = frozenset("matur suwun maturnuwun nuwun sembah".split())
THANKING = THANKS | frozenset("kasih nuwun maturnuwun sembah sanget banyak sekali".split())
SALAM = frozenset("assalamualaikum asalamualaikum assalamu assalam salamualaikum askum".split())
PARTS_OF_DAY = {
    "pagi": "pagi", "enjing": "pagi", "enjang": "pagi", "siang": "siang", "sore": "sore", "sonten": "sore",
    "malam": "malam", "dalu": "malam",
}  # fmt: skip
GREETING = frozenset("selamat met slamat sugeng alaikum halo hallo hai permisi punten wr wb".split())
BOW = "🙏"
FILLERS = frozenset(
    "pak bapak bpk bp bu ibu mas mbak mba bang kak rt rw saya sy aku kulo kula kami kita maaf mohon masih "
    "ngapunten nuwun sewu assalamualaikum wr wb waalaikumsalam selamat pagi siang sore malam terima kasih "
    "makasih mksh trims tks tq maturnuwun matur dulu dl deh dong kok sih lah nih ya iya tetap tetep "
    "pasti akan juga jg untuk utk ini itu kali nanti besok allah sekeluarga aja saja hari minggu "
    "jumat sabtu lagi sedang".split()
)
UNKNOWN_ALLOWED = {"help": 3, "unsure": 6, "no": 4, "maybe": 1}
UNKNOWN_AFTER_COMING = 2


_BELOW_ZERO = re.compile(r"(?<!\S)[-−–][0-9]")


@dataclass(frozen=True)
class Reply:
    """What somebody answered to an invitation, and for how many people, themselves included.

    `way` is how they help, where that is plain.
    """

    answer: Answer
    party: int = 1
    way: Way | None = None


def read_reply(text: str) -> Reply | None:
    """The answer that a short text gives to an invitation; None when it is about something else.

    The party may be larger than one answer may bring: who records it says so.
    """
    words = split_words(text)
    if not words or len(words) > LONGEST_REPLY:
        return None
    if ("?" in text and ASKING & set(words)) or _BELOW_ZERO.search(text):
        return None
    if read_courtesy(text) and THANKS & set(words):
        return None
    answer = _answer(words)
    party = _party(words)
    if answer is None or party < 1:
        return None
    return Reply(answer, party, read_way(words) if answer == "help" else None)


def agrees(text: str) -> bool:
    """Whether a short text says that something is right as it is: "ya", "oke", "kirim", "sudah pas"."""
    words = set(split_words(text))
    return bool(words & (AGREE | SETTLED)) and words <= AGREE | SETTLED | POLITE


def read_courtesy(text: str) -> str | None:
    """Which courtesy a text is and nothing besides.

    "thanks", or "suwun" in Javanese; "salam"; "pagi", "siang", "sore", "malam"; "hello"; else None.
    """
    words = split_words(text.replace(BOW, ""))
    said = set(words)
    if not words:
        return "thanks" if BOW in text else None
    if said == {"ok"} and "👍" in text and not any(letter.isalpha() for letter in text):
        return "thanks"
    if not said <= THANKING | SALAM | GREETING | PARTS_OF_DAY.keys() | POLITE:
        return None
    if said & SALAM:
        return "salam"
    if said & THANKS or said >= {"nuwun", "sanget"} or "maturnuwun" in said:
        return "suwun" if said & JAVANESE else "thanks"
    part = next((PARTS_OF_DAY[word] for word in words if word in PARTS_OF_DAY), None)
    return part or ("hello" if said & GREETING else None)


def split_words(text: str) -> list[str]:
    """The words of a short text, without letters drawn out; signs such as a thumb are words as well."""
    plain = unicodedata.normalize("NFKC", text).lower()
    for sign, word in SIGNS.items():
        plain = plain.replace(sign, f" {word} ")
    plain = re.sub("['’‘`´ʼ]", "", plain).replace("+", " plus ")
    plain = re.sub(r"\bin\s*(?:sy|sh)aa?\s*all?[aoh]+h?\b", "insyaallah", plain)
    return [_short(word) for word in re.findall(r"[0-9]+|[^\W\d_]+", plain)]


def _short(word: str) -> str:
    """A word without letters drawn out: "ikuuut" is "ikut", "siapp" is "siap"."""
    return re.sub(r"([a-z])\1+$", r"\1", re.sub(r"([a-z])\1{2,}", r"\1", word))


def _answer(words: Sequence[str]) -> Answer | None:
    meanings = [_meaning(words, at) for at in range(len(words))]
    said, unknown = set(meanings), meanings.count("unknown")
    first = next((meaning for meaning in meanings if meaning not in {"filler", "agree", "number"}), None)
    if first is None:
        return "yes" if "agree" in said else None
    if first == "unknown" or ("help" in said and REQUEST & set(words) and "maaf" not in words):
        return None
    if "leave" in said and not said & {"unknown", "come"}:
        return "no"
    for meaning in ("help", "unsure", "no", "maybe"):
        if meaning in said:
            allowed = unknown <= UNKNOWN_ALLOWED[meaning] or "come" in said
            return _ANSWERS[meaning] if allowed else None
    coming = (
        unknown <= UNKNOWN_AFTER_COMING + ("if" in said) if "come" in said else "able" in said and not unknown
    )
    return ("maybe" if "if" in said else "yes") if coming else None


_ANSWERS: dict[str, Answer] = {"help": "help", "unsure": "maybe", "no": "no", "maybe": "maybe"}


def _meaning(words: Sequence[str], at: int) -> str:
    """What one word adds to the answer, in the light of its neighbours."""
    word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
    negated = any(near in NOT for near in words[max(0, at - 2) : at])
    if word in NOT:
        return _negation(words[at + 1 :])
    if word in HARMLESS or (word in HELP and negated) or (word in ABSENT and negated):
        return "filler" if negated else "unknown"
    if word in CARRY and not negated and not set(words) & (COME | COMPANIONS) and following not in ASKING:
        return "help" if following else "unknown"
    if (is_sent_instead(words, at) or is_loan(words, at)) and not negated:
        return "help"
    if word in KNOW and negated:
        return "unsure"
    if word in ABSENT:
        return "no" if len(words) > 1 or word != "batal" else "unknown"
    if word in LOOK:
        return "maybe" if following in LOOKED_AT else "unknown"
    return next(
        (meaning for meaning, known in _PLAIN_MEANINGS if word in known or word.isdecimal()), "unknown"
    )


_PLAIN_MEANINGS = (
    ("number", COMPANIONS | ALSO | PEOPLE | DIGITS.keys() | TOGETHER.keys()),
    ("leave", LEAVE),
    ("if", IF),
    ("maybe", PERHAPS),
    ("help", HELP),
    ("come", COME),
    ("able", ABLE),
    ("agree", AGREE),
    ("filler", FILLERS),
)


def _negation(rest: Sequence[str]) -> str:
    """What "tidak" means before these words: a no, not knowing, or nothing of importance."""
    if any(later in KNOW for later in rest[:2]):
        return "unsure"
    following = next((later for later in rest if later not in FILLERS and later != "ada"), "")
    if following in HARMLESS or following in ABSENT:
        return "filler"
    if following in COME or following in ABLE or following in HELP:
        return "no"
    return "no" if all(later in FILLERS | AGREE for later in rest) or following in NOT | IF else "unknown"


def _party(words: Sequence[str]) -> int:
    """How many come: a said total, else one and the companions named."""
    for at, word in enumerate(words):
        if word in TOGETHER:
            return TOGETHER[word]
        number = _number(word)
        before, following = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        if number is None or following in COMPANIONS or before in COMPANIONS:
            continue
        if before == "plus":
            return number + 1
        if following in PEOPLE or (before in COME and following not in {"jam", "hari"}):
            return number
    return 1 + sum(_companions(words, at) for at in range(len(words)))


def _companions(words: Sequence[str], at: int) -> int:
    if words[at] not in COMPANIONS or not ALSO & set(words[:at]):
        return 0
    before = _number(words[at - 1])
    after = _number(words[at + 1]) if at + 1 < len(words) else None
    return before or after or 1


def _number(word: str) -> int | None:
    return int(word[:5]) if word.isdecimal() else DIGITS.get(word)
