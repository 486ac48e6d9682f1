"""The name of a migration's folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

_LONGEST_NAME = 200  # Prisma cuts there; a folder's name may have 255 bytes
_STAMP = re.compile(r"\d{14}")
_LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
        "Ð": "D",
        "&": " and ",
    }
)
_WORD_STARTS = tuple(  # in this order: `FOO9` is `foo_9`, `FOOBar` is `foo_bar`
    map(re.compile, (r"(?<=[A-Z]{2})(?=\d)", r"(?<=[a-z\d])(?=[A-Z])", r"(?<=[A-Z])(?=[A-Z][a-rt-z\d])"))
)


def folder_name(name: str, now: str, existing: Iterable[str]) -> str:
    """`20260131120000_add_chatbots`: sorts after every existing folder, whatever the clock says.

    `now` is the time in UTC, as 14 digits.
    """
    words = sanitised(name) or "migration"
    folder = f"{now}_{words}"
    last = max(existing, key=_bytes, default="")
    if _bytes(folder) > _bytes(last):
        return folder
    stamp = _STAMP.match(last)
    later = _later(stamp[0]) if stamp else None
    if later is not None and _bytes(f"{later}_{words}") > _bytes(last):
        return f"{later}_{words}"
    return f"{last}_{words}"


def sanitised(name: str) -> str:
    """A name as Prisma's command line makes it: small letters, digits and single underscores."""
    text = name.translate(_LETTERS)
    text = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    for word_start in _WORD_STARTS:
        text = word_start.sub(" ", text)
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:_LONGEST_NAME]


def _later(stamp: str) -> str | None:
    """One second later; one more, where the digits are no time; None where none is left."""
    try:
        moment = datetime.strptime(f"{stamp}+0000", "%Y%m%d%H%M%S%z") + timedelta(seconds=1)
        return moment.strftime("%Y%m%d%H%M%S").zfill(len(stamp))
    except (ValueError, OverflowError):
        following = str(int(stamp) + 1).zfill(len(stamp))
        return following if len(following) == len(stamp) else None


def _bytes(name: str) -> bytes:
    """Prisma sorts folders by the bytes of their names."""
    return name.encode(errors="replace")
