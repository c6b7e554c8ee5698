"""Codes of areas: the official code of a kelurahan, RT and RW as people write them, and KODE/RW/RT."""

import re

_NUMBER = r"(?:[\s.:]*([0-9]{1,3})(?![0-9])|[\s.:]+([ivxl]+)\b)"
_RT = re.compile(rf"(?<![a-z])rt{_NUMBER}", re.IGNORECASE)
_RW = re.compile(rf"(?<![a-z])rw{_NUMBER}", re.IGNORECASE)
_RW_AFTER_RT = re.compile(
    rf"(?<![a-z])rt[\s.:]*(?:[0-9]{{1,3}}|[ivxl]+)\s*/{_NUMBER.replace('+', '*', 1)}", re.IGNORECASE
)
_BOTH = re.compile(r"(?<![a-z])rt\s*/\s*rw[\s.:]*([0-9]{1,3})\s*/\s*", re.IGNORECASE)
_ROMAN = re.compile(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_CODE = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{2})\.?([0-9]{4})")
NONE_SIGNS = frozenset({"", "-", "0", "00", "000"})


def read_rt_rw(text: str) -> tuple[int | None, int | None] | None:
    """RT and RW in a text such as "RT.004/RW.IV" or "RT 03"; None when it names neither."""
    text = _BOTH.sub(r"rt \1 rw ", text)
    rt, rw = _first(_RT, text), _first(_RW, text)
    if rw is None:
        rw = _first(_RW_AFTER_RT, text)
    return None if rt is None and rw is None else (rt, rw)


def is_rt_rw(text: str) -> bool:
    """Whether a text names an RT or RW and nothing besides: "RT 05 RW 01", "dari RT 5"."""
    words = set(re.findall(r"[a-z]{2,}", text.lower()))
    return read_rt_rw(text) is not None and words <= {"rt", "rw", "dari", "warga"}


def tidy_code(code: str) -> str:
    """A kelurahan's code as PP.KK.CC.DDDD, from with or without dots; ValueError for anything else."""
    match = _CODE.fullmatch(code.strip())
    if match is None:
        raise ValueError(f"{code!r} is not a code of ten digits such as 35.72.02.1002")
    return ".".join(match.groups())


def is_village(code: str) -> bool:
    """Whether a code belongs to a desa; kelurahan begin their last four digits with 1, desa with 2."""
    return tidy_code(code).rpartition(".")[2].startswith("2")


def say_rt(number: int) -> str:
    """An RT as people read it, such as "RT 03"."""
    return f"RT {number:02}"


def say_rw(number: int) -> str:
    """An RW as people read it, such as "RW 04"."""
    return f"RW {number:02}"


def parse_area_path(path: str) -> tuple[str, int | None, int | None]:
    """Code, RW and RT of KODE, KODE/RW or KODE/RW/RT, with "-" for no RW; ValueError for anything else."""
    code, *numbers = path.strip().split("/")
    if len(numbers) > 2:
        raise ValueError(f"{path!r} has more parts than KODE/RW/RT")
    rw, rt = [_number(part, path) for part in [*numbers, "", ""][:2]]
    if len(numbers) == 1 and rw is None:
        raise ValueError(f"{path!r} ends without an RW or RT")
    if len(numbers) == 2 and rt is None:
        raise ValueError(f"{path!r} ends without an RT")
    return tidy_code(code), rw, rt


def _number(part: str, path: str) -> int | None:
    part = part.strip()
    if part in NONE_SIGNS:
        return None
    if not re.fullmatch("[0-9]{1,3}", part):
        raise ValueError(f"{part!r} in {path!r} is not a number of an RT or RW")
    return int(part)


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    for match in pattern.finditer(text):
        number = _value(next(group for group in match.groups() if group))
        if number:
            return number
    return None


def _value(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    roman = written.lower()
    if not _ROMAN.fullmatch(roman):
        return None
    values = [_ROMAN_VALUES[sign] for sign in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
