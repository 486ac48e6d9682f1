"""A real Neovim with the plugin of `editors/neovim`, driven over msgpack-rpc."""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pynvim  # pyright: ignore[reportMissingTypeStubs] - it has none

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

PLUGIN = Path(__file__).resolve().parents[2] / "editors" / "neovim"
TIMEOUT = 30.0

# Lua for `Neovim.until` and `Neovim.lua`.
HAS_FINDINGS = "return #vim.diagnostic.get(0) > 0"
TAKE_FIRST_FIX = """
vim.lsp.buf.code_action({
  context = { only = { "quickfix" } },
  filter = (function() local taken = false
    return function() local first = not taken; taken = true; return first end
  end)(),
  apply = true,
})
"""


class Neovim:
    """An editor without a screen."""

    def __init__(self, channel: Any) -> None:  # noqa: ANN401 - pynvim has no types
        self._channel = channel

    def lua(self, code: str, *arguments: object) -> Any:  # noqa: ANN401 - any Lua value
        """Run Lua; `...` are the arguments."""
        return self._channel.exec_lua(code, *arguments)

    def command(self, command: str) -> None:
        self._channel.command(command)

    def until(self, code: str, *arguments: object, what: str) -> Any:  # noqa: ANN401
        """Wait until Lua returns something that is neither nil nor false."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            if value := self.lua(code, *arguments):
                return value
            time.sleep(0.05)
        messages = [*self.notices, *self._channel.command_output("messages").splitlines()]
        raise AssertionError(f"waited {TIMEOUT} s for {what}; the user saw {messages}")

    @property
    def text(self) -> str:
        """The current buffer, as it would be written."""
        return "".join(f"{line}\n" for line in self._channel.current.buffer[:])

    @property
    def file(self) -> Path:
        """The file of the current buffer."""
        return Path(self._channel.current.buffer.name)

    @property
    def unsaved(self) -> list[str]:
        """The names of the buffers that differ from the disk."""
        code = """
            return vim.iter(vim.api.nvim_list_bufs())
              :filter(function(b) return vim.bo[b].modified and vim.bo[b].buftype == "" end)
              :map(vim.api.nvim_buf_get_name):totable()"""
        return cast("list[str]", self.lua(code))

    @property
    def notices(self) -> list[str]:
        """What the user was told by `vim.notify`."""
        return cast("list[str]", self.lua("return _G.notices"))

    def edit(self, file: Path) -> None:
        """Open a file and wait for the server."""
        self.command(f"edit {file}")
        self.until(
            "local c = vim.lsp.get_clients({ bufnr = 0, name = 'partywall' })[1] return c and c.initialized",
            what="the server",
        )

    def put_cursor(self, line: int, column: int) -> None:
        """Move the cursor; both count from 1."""
        self._channel.current.window.cursor = (line, column - 1)

    def diagnostics(self) -> list[dict[str, Any]]:
        """Return the findings of the current buffer, by place: `lnum`, `col`, `code`, `message`."""
        code = """
            local keys = { "lnum", "col", "end_lnum", "end_col", "code", "message", "source", "severity" }
            return vim.iter(vim.diagnostic.get(0)):map(function(d)
              local plain = {}
              for _, key in ipairs(keys) do plain[key] = d[key] end
              return plain
            end):totable()"""
        found = cast("list[dict[str, Any]]", self.lua(code))
        return sorted(found, key=lambda one: (one["lnum"], one["col"]))

    def answer(
        self, *, typed: str | None = None, choice: int | None = None, choices: Sequence[str] = ()
    ) -> None:
        """Answer the prompts that come: `vim.ui.input` with a text, `vim.ui.select` with an index.

        `choices` are how the items begin that are chosen one after the other; without an item, none is.
        """
        self.lua("_G.typed, _G.choice, _G.choices, _G.asked = ...", typed, choice, list(choices), [])

    @property
    def asked(self) -> list[str]:
        """The prompts that were answered since."""
        return cast("list[str]", self.lua("return _G.asked"))


@contextmanager
def neovim(home: Path, init: str = "vim.lsp.enable('partywall')") -> Generator[Neovim]:
    """Start Neovim with nothing of the user's: `home` holds its folders, `init` is its `init.lua`."""
    home.mkdir(parents=True, exist_ok=True)
    script = home / "init.lua"
    script.write_text(_PROMPTS + init, encoding="utf-8")
    folders = " | ".join(
        f"let $XDG_{kind}_HOME='{home / kind.lower()}'" for kind in ("CONFIG", "DATA", "STATE", "CACHE")
    )
    options = ["--embed", "--headless", "-n", "-i", "NONE"]
    early = ["--cmd", folders, "--cmd", f"set runtimepath^={PLUGIN}"]
    argv = [_binary(), *options, *early, "-u", str(script)]
    channel: Any = pynvim.attach("child", argv=argv)  # pyright: ignore[reportUnknownMemberType]
    try:
        yield Neovim(channel)
    finally:
        # The channel closes under the last request.
        with suppress(OSError, EOFError):
            channel.exec_lua(_STOP)
            channel.command("qall!")
        channel.close()


_PROMPTS = """
_G.notices = {}
vim.notify = function(message) table.insert(_G.notices, message) end
_G.asked, _G.choices = {}, {}
vim.ui.input = function(options, done)
  table.insert(_G.asked, options.prompt)
  done(_G.typed ~= vim.NIL and _G.typed or nil)
end
vim.ui.select = function(items, options, done)
  table.insert(_G.asked, options.prompt)
  local wanted = table.remove(_G.choices, 1)
  local index = not wanted and _G.choice or nil
  for number, item in ipairs(wanted and items or {}) do
    if vim.startswith((options.format_item or tostring)(item), wanted) then
      index = number
    end
  end
  done(items[index], index)
end
"""

_STOP = """
for _, client in ipairs(vim.lsp.get_clients()) do client:stop() end
vim.wait(3000, function() return #vim.lsp.get_clients() == 0 end, 20)
"""


def _binary() -> str:
    beside = Path(sys.executable).with_name("nvim")
    found = str(beside) if beside.exists() else shutil.which("nvim")
    assert found is not None, "Neovim is not installed; run `make test-deps`"
    return found
