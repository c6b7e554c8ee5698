"""Words that must be escaped to be shown, for samples of whatever people may write."""

WILD = "<b>&amp; 🌙 Warga </i>\u200f"


def wild(length: int) -> str:
    """A text of this many characters that must be escaped to be shown."""
    return (WILD * (length // len(WILD) + 1))[:length]
