"""How the server starts and ends."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

from support.lsp import SERVER, session

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT = 30


def message(**content: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **content}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


INITIALIZE = message(
    id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}}
)
SHUTDOWN = message(id=2, method="shutdown")
EXIT = message(method="exit")


def run(*messages: bytes, program: str | None = None) -> subprocess.CompletedProcess[bytes]:
    command = SERVER if program is None else (sys.executable, "-c", program)
    return subprocess.run(
        command, input=b"".join(messages), capture_output=True, timeout=TIMEOUT, check=False
    )


async def test_it_ends_with_0_when_asked_to(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
    assert editor.exit_code == 0


def test_it_ends_with_the_code_that_the_protocol_asks_for() -> None:
    good = run(INITIALIZE, SHUTDOWN, EXIT)
    assert (good.returncode, good.stderr) == (0, b"")
    assert good.stdout.count(b'"id": 1') == 1
    assert run(INITIALIZE, EXIT).returncode == 1
    assert run(EXIT).returncode == 1


def test_it_ends_when_nobody_speaks_any_more() -> None:
    gone = run(INITIALIZE)
    assert gone.returncode == 1
    assert gone.stderr == b""
    cut = run(INITIALIZE, b"Content-Length: 1000\r\n\r\n{")
    assert cut.returncode == 1


def test_it_ends_when_nobody_reads_any_more() -> None:
    with subprocess.Popen(
        SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdin.write(INITIALIZE)
        server.stdin.flush()
        server.stdout.read(1)
        server.stdout.close()
        server.stdin.write(SHUTDOWN)
        server.stdin.flush()
        assert server.wait(TIMEOUT) == 0
        assert server.stderr.read() == b""


def test_exit_is_heeded_while_the_pipe_stays_open() -> None:
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None
        server.stdin.write(INITIALIZE + SHUTDOWN + EXIT)
        server.stdin.flush()
        assert server.wait(TIMEOUT) == 0


def test_a_client_that_says_odd_things_of_itself_is_served() -> None:
    odd: list[object] = [None, [], {"general": 3}, {"general": {"positionEncodings": [1, None, "x"]}}]
    for capabilities in odd:
        greeting = message(id=1, method="initialize", params={"capabilities": capabilities})
        answered = run(greeting, SHUTDOWN, EXIT)
        assert answered.returncode == 0, capabilities
        assert b'"positionEncoding": "utf-16"' in answered.stdout


def test_a_client_that_never_says_what_its_settings_are_gets_the_defaults(folder: Path) -> None:
    path = folder / "prisma" / "schema.prisma"
    item = {"uri": path.as_uri(), "languageId": "prisma", "version": 1, "text": path.read_text()}
    capabilities = {"workspace": {"configuration": True}}
    greeting = message(id=1, method="initialize", params={"capabilities": capabilities})
    opening = message(method="textDocument/didOpen", params={"textDocument": item})
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(greeting + opening)
        server.stdin.flush()
        said = b""
        while b"missing-tenant-index" not in said:
            said += os.read(server.stdout.fileno(), 65536)
        server.stdin.write(SHUTDOWN + EXIT)
        server.stdin.flush()
        server.stdout.read()
        assert server.wait(TIMEOUT) == 0
    assert b"workspace/configuration" in said


def test_what_is_no_message_is_survived() -> None:
    odd = (
        message(id=7, method="textDocument/nonsense", params={"text": "a secret"}),
        message(id=8, method="textDocument/hover", params={"text": "a secret"}),
        message(method="textDocument/didChange", params="a secret"),
        message(method="$/unknown"),
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 3\r\n\r\n{{{",
    )
    answered = run(INITIALIZE, *odd, SHUTDOWN, EXIT)
    assert answered.returncode == 0
    assert b'"id": 7' in answered.stdout
    assert b"secret" not in answered.stderr


def test_texts_are_not_logged(tmp_path: Path) -> None:
    item = {
        "uri": (tmp_path / "schema.prisma").as_uri(),
        "languageId": "prisma",
        "version": 1,
        "text": "model A { a secret }\n",
    }
    answered = run(
        INITIALIZE, message(method="textDocument/didOpen", params={"textDocument": item}), SHUTDOWN, EXIT
    )
    assert answered.returncode == 0
    assert b"secret" not in answered.stderr


def test_only_pygls_is_imported_until_the_greeting_is_answered() -> None:
    program = (
        "import sys\n"
        "from partywall_server.lsp import app\n"
        "greeted = app.Server.greeted\n"
        "def look(self, params):\n"
        "    late = {'lark', 'pydantic', 'partywall.host', 'rich', 'typer'} & sys.modules.keys()\n"
        "    built = sum('__attrs_attrs__' in vars(each) and type(vars(each)['__attrs_attrs__']) is tuple\n"
        "        for each in vars(app.types).values() if isinstance(each, type))\n"
        "    print(sorted(late), built < 200, file=sys.stderr)\n"
        "    greeted(self, params)\n"
        "app.Server.greeted = look\n"
        "raise SystemExit(app.serve())\n"
    )
    assert run(INITIALIZE, SHUTDOWN, EXIT, program=program).stderr == b"[] True\n"


def test_it_serves_one_client_over_tcp() -> None:
    command = (*SERVER[:2], "--tcp", "127.0.0.1:0")
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        assert server.stderr is not None
        announced = server.stderr.readline().decode()
        assert announced.startswith("partywall listens on 127.0.0.1:")
        with socket.create_connection(("127.0.0.1", int(announced.rsplit(":", 1)[1])), TIMEOUT) as client:
            client.sendall(INITIALIZE + SHUTDOWN + EXIT)
            answer = b"".join(iter(lambda: client.recv(65536), b""))
        assert b'"name": "partywall"' in answer
        assert server.wait(TIMEOUT) == 0
