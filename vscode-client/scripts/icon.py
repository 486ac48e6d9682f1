"""Draws icon.png: two halves, and the wall that they share.

python icon.py
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import TypeAlias

SIZE = 256
ICON = Path(__file__).resolve().parents[1] / "icon.png"

Colour: TypeAlias = tuple[int, int, int, int]

NOTHING: Colour = (0, 0, 0, 0)
LEFT: Colour = (45, 156, 148, 255)
RIGHT: Colour = (240, 168, 48, 255)
BRICK: Colour = (38, 50, 71, 255)
MORTAR: Colour = (226, 230, 236, 255)

CORNER = 44
WALL = (96, 160)  # from column, to column
COURSE = 32  # the height of a row of bricks
JOINT = 6


def colour(x: int, y: int) -> Colour:
    """What is at a point, the origin at the top left."""
    if not _inside_rounded_square(x, y):
        return NOTHING
    if x < WALL[0]:
        return LEFT
    if x >= WALL[1]:
        return RIGHT
    return _wall(x - WALL[0], y)


def _inside_rounded_square(x: int, y: int) -> bool:
    beyond = [max(CORNER - at, at - (SIZE - 1 - CORNER), 0) for at in (x, y)]
    return beyond[0] ** 2 + beyond[1] ** 2 <= CORNER**2


def _wall(x: int, y: int) -> Colour:
    """Bricks in a running bond: each row is shifted by half a brick."""
    width = WALL[1] - WALL[0]
    row, height = divmod(y, COURSE)
    shift = (width // 2) * (row % 2)
    along = (x + shift) % width
    is_joint = height < JOINT or along < JOINT
    return MORTAR if is_joint else BRICK


def png() -> bytes:
    rows = (b"\0" + b"".join(bytes(colour(x, y)) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(b"".join(rows), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    ICON.write_bytes(png())
