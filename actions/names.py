"""Names, titles, household labels, and numbers that must not be kept."""

import re
import unicodedata

LONGEST_NAME = 60
SALUTATIONS = {
    "bapak": "Bapak", "pak": "Bapak", "bpk": "Bapak", "bp": "Bapak", "ibu": "Ibu", "bu": "Ibu", "mas": "Mas",
    "mbak": "Mbak", "mba": "Mbak", "bang": "Bang", "abang": "Bang", "kak": "Kak", "kakak": "Kak", "ka": "Kak",
}  # fmt: skip
HONOURS = {
    "h": "Bapak", "haji": "Bapak", "hj": "Ibu", "hajah": "Ibu", "hajjah": "Ibu", "dr": None, "drs": "Bapak",
    "dra": "Ibu", "drg": None, "ir": None, "prof": None, "ust": "Bapak", "ustadz": "Bapak", "ustadzah": "Ibu",
    "kh": "Bapak", "kyai": "Bapak",
}  # fmt: skip
HOUSEHOLD_WORDS = {"gg": "gang", "jl": "jalan", "jln": "jalan", "blk": "blok", "perum": "perumahan"}
SILENT_WORDS = frozenset({"no", "nomor", "nomer", "nmr", "nr", "rumah", "rmh"})
ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}

_AMOUNT = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{3}){1,4}(?![0-9.])")
_PHONE = re.compile(r"(?<![0-9])(?:\+?62|0)[ -]?8(?:[ -]?[0-9]){8,11}(?![0-9])")
_SIXTEEN = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")
_ONE_MARK = re.compile(r"(?<![0-9])[1-9][0-9]*(?P<mark>[ .-])[0-9]+(?:(?P=mark)[0-9]+)*(?![0-9])")
_ANY_MARK = re.compile(r"(?<![0-9])(?:[0-9][ ./-]{0,2}){15}[0-9](?![0-9])")
_RESIDENT_NUMBER = re.compile(
    r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])[0-9]{4}"
    r"(?:0[1-9]|[1256][0-9]|[37][01]|4[1-9])(?:0[1-9]|1[0-2])[0-9]{6}"
)


def tidy_name(text: str) -> str:
    """A name on one line of at most 60 characters, without control and direction marks."""
    return _one_line(text)[:LONGEST_NAME].strip()


def split_title(text: str) -> tuple[str | None, str]:
    """Salutation and bare name of "Pak ..." or "Hj. ..."; a name that is only titles stays as it is."""
    words = tidy_name(text).split()
    salutation: str | None = None
    rest = words
    while rest and (title := _title(rest[0])):
        salutation = salutation or title[0]
        rest = rest[1:]
    return salutation, " ".join(rest or words)


def address(salutation: str | None, name: str) -> str:
    """How someone is addressed: the chosen salutation, or "Bapak/Ibu", and the name."""
    return f"{salutation or 'Bapak/Ibu'} {name}".strip()


def normalise_name(name: str) -> str:
    """A name for comparing: "Bu Hj. SRI" and "Ibu Sri" are called the same."""
    bare = split_title(name)[1]
    plain = unicodedata.normalize("NFKC", bare).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain)) or plain


def normalise_household(label: str) -> str:
    """A household label for comparing: "Gg. 3 No.12" and "Gang III no 12" are the same house."""
    plain = unicodedata.normalize("NFKC", _one_line(label).lower()).lower()
    words: list[str] = []
    for word in re.findall(r"[0-9]+|[^\W\d_]+", plain):
        spelled = HOUSEHOLD_WORDS.get(word, word)
        if words and words[-1] == "gang" and spelled in ROMAN:
            spelled = str(ROMAN[spelled])
        if spelled not in SILENT_WORDS:
            words.append(spelled.lstrip("0") or "0" if spelled.isdigit() else spelled)
    return " ".join(words) or " ".join(plain.split())


def contains_id_number(text: str) -> bool:
    """Whether a text holds a 16-digit number such as a NIK or KK, also with spaces, dots or dashes in it."""
    plain = "".join(_plain_sign(sign) for sign in text if unicodedata.category(sign) != "Cf")
    plain = _PHONE.sub("x", _AMOUNT.sub("x", plain)) if not _SIXTEEN.search(plain) else plain
    if _SIXTEEN.search(plain):
        return True
    if any(len(_digits(match[0])) == 16 for match in _ONE_MARK.finditer(plain)):
        return True
    return any(_RESIDENT_NUMBER.fullmatch(_digits(match[0])) for match in _ANY_MARK.finditer(plain))


def _one_line(text: str) -> str:
    visible = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    plain = "".join(
        sign for sign in visible if sign == "\u200d" or unicodedata.category(sign) not in {"Cf", "Cs"}
    )
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _title(word: str) -> tuple[str | None] | None:
    bare = word.lower().rstrip(".,")
    if bare in SALUTATIONS and (bare != "ka" or word.endswith(".")):
        return (SALUTATIONS[bare],)
    is_honour = bare in HONOURS and (len(bare) > 3 or word.endswith("."))
    return (HONOURS[bare],) if is_honour else None


def _plain_sign(sign: str) -> str:
    number = unicodedata.decimal(sign, None)
    if number is not None:
        return str(int(number))
    category = unicodedata.category(sign)
    return " " if category == "Zs" else "-" if category == "Pd" else sign


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)
