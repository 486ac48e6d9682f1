"""Settings of the editor and of `partywall.toml`, and what is wrong with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

from support.lsp import session
from support.lsp_client import PROFILES, Profile

if TYPE_CHECKING:
    from pathlib import Path

    from support.lsp import Found

UNIQUE, INDEX = "unique-without-tenant", "missing-tenant-index"


ABSURD: list[dict[str, Any] | None] = [
    None,
    {},
    {"rules": None, "profile": None, "syntaxErrors": None},
    {"rules": 3, "profile": ["strict"], "syntaxErrors": {"a": 1}, "trace": "yes"},
    {"rules": {UNIQUE: None, INDEX: 7, "no-such-rule": "off", "": ""}},
]


def rules(found: Found) -> list[str]:
    return sorted(str(each.code) for each in found)


@pytest.mark.parametrize("profile", PROFILES)
async def test_absurd_settings_are_left_out(folder: Path, profile: Profile) -> None:
    strange = ABSURD[-1]
    async with session(profile, folder, settings=strange, initialization_options=strange) as editor:
        schema = await editor.open("prisma/schema.prisma")
        assert rules(await schema.diagnostics()) == [INDEX, UNIQUE]
        for settings in ABSURD:
            editor.configure({"rules": {UNIQUE: "off"}})
            await schema.diagnostics(lambda found: rules(found) == [INDEX])
            editor.configure(settings)
            await schema.diagnostics(lambda found: rules(found) == [INDEX, UNIQUE])
        assert not editor.client.messages


async def test_settings_change_without_a_restart(folder: Path) -> None:
    async with session("visual-studio-code", folder, settings={"rules": {UNIQUE: "off"}}) as editor:
        schema = await editor.open("prisma/schema.prisma")
        assert rules(await schema.diagnostics()) == [INDEX]
        editor.configure({"rules": {UNIQUE: "error", INDEX: "off"}})
        found = await schema.diagnostics(lambda found: rules(found) == [UNIQUE])
        assert found[0].severity is types.DiagnosticSeverity.Error
        editor.configure(None)
        await schema.diagnostics(lambda found: rules(found) == [INDEX, UNIQUE])


async def test_the_editor_overrules_the_file_and_the_file_the_default(folder: Path) -> None:
    toml = folder / "partywall.toml"
    toml.write_text(f'[rules]\n{UNIQUE} = "off"\n{INDEX} = "hint"\n')
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        [found] = await schema.diagnostics()
        assert found.severity is types.DiagnosticSeverity.Hint
        editor.configure({"rules": {INDEX: "error"}})
        [found] = await schema.diagnostics(lambda found: found[0].severity is types.DiagnosticSeverity.Error)
        assert found.code == INDEX
        toml.unlink()
        editor.changed_on_disk(toml)
        await schema.diagnostics(lambda found: rules(found) == [INDEX, UNIQUE])


async def test_the_editor_may_speak_of_single_models_and_files(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        assert rules(await schema.diagnostics()) == [INDEX, UNIQUE]
        editor.configure({"overrides": [{"files": ["prisma/**"], "rules": {UNIQUE: {"severity": "off"}}}]})
        await schema.diagnostics(lambda found: rules(found) == [INDEX])
        editor.configure({"overrides": [{"models": ["*"], "rules": {INDEX: "off"}}], "profiles": None})
        await schema.diagnostics(lambda found: rules(found) == [UNIQUE])
        editor.configure({"overrides": [{"fils": ["prisma/**"], "rules": {UNIQUE: "off"}}]})
        await schema.diagnostics(lambda found: rules(found) == [INDEX, UNIQUE])


async def test_what_a_baseline_accepts_is_not_published(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        found = await schema.diagnostics()
        assert rules(found) == [INDEX, UNIQUE]
        entries = [{"fingerprint": each.data["fingerprint"], "count": 1} for each in found if each.data]
        baseline = folder / "partywall-baseline.json"
        baseline.write_text(json.dumps({"version": 1, "schemas": {"prisma": entries[:1]}}))
        editor.changed_on_disk(baseline)
        [left] = await schema.diagnostics(lambda found: len(found) == 1)
        assert left.data == found[1].data
        baseline.write_text("<<<<<<< ours")
        editor.changed_on_disk(baseline)
        await schema.diagnostics(lambda found: rules(found) == [INDEX, UNIQUE])
        [broken] = await editor.published_for(baseline)
        assert "is no baseline" in broken.message


async def test_a_wrong_key_is_shown_in_its_file_until_it_is_gone(folder: Path) -> None:
    toml = folder / "partywall.toml"
    toml.write_text(f'profil = "strict"\n\n[rules]\nno-such-rule = "off"\n{UNIQUE} = "off"\n')
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        assert rules(await schema.diagnostics()) == [INDEX]  # the rest of the file holds
        found = await editor.published_for(toml)
        assert [(each.range.start.line, each.code) for each in found] == [
            (0, "configuration"),
            (3, "configuration"),
        ]
        toml.write_text("[rules\n")
        editor.changed_on_disk(toml)
        [broken] = await editor.published_for(toml, lambda found: len(found) == 1)
        assert "TOML" in broken.message
        await schema.diagnostics(lambda found: rules(found) == [INDEX, UNIQUE])
        toml.write_text("")
        editor.changed_on_disk(toml)
        await editor.published_for(toml, lambda found: not found)


async def test_where_nobody_watches_files_they_are_looked_at_when_one_saves(folder: Path) -> None:
    async with session("neovim", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        assert rules(await schema.diagnostics()) == [INDEX, UNIQUE]
        (folder / "partywall.toml").write_text(f'[rules]\n{UNIQUE} = "off"\n')
        schema.save()
        await schema.diagnostics(lambda found: rules(found) == [INDEX])


async def test_an_open_settings_file_counts_as_it_is_typed(folder: Path) -> None:
    (folder / "partywall.toml").write_text("")
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        assert rules(await schema.diagnostics()) == [INDEX, UNIQUE]
        toml = await editor.open("partywall.toml")
        toml.edit((0, 0, f'[rules]\n{UNIQUE} = "off"\n'))
        await schema.diagnostics(lambda found: rules(found) == [INDEX])


async def test_syntax_errors_are_reported_unless_others_do(folder: Path) -> None:
    broken = "model A {\n  id Int @id\n  x y z\n}\n"
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma", broken)
        [found] = await schema.diagnostics()
        assert (found.code, found.severity) == ("syntax", types.DiagnosticSeverity.Error)
        editor.configure({"syntaxErrors": "off"})
        await schema.diagnostics(lambda found: not found)
        editor.configure({"syntaxErrors": "auto"})
        await schema.diagnostics(bool)
    async with session(
        "neovim",
        folder,
        settings={"syntaxErrors": "auto"},
        initialization_options={"syntaxErrors": "off"},
    ) as editor:
        schema = await editor.open("prisma/schema.prisma", broken)
        assert await schema.diagnostics() == []


async def test_what_is_watched_and_listened_to_is_registered_where_the_client_asks_for_it(
    folder: Path,
) -> None:
    async with session("visual-studio-code", folder) as editor:
        await editor.until(lambda: editor.registrations or None, "registrations")
        methods = {each.method for each in editor.registrations.values()}
        assert methods == {"workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"}
    async with session("neovim", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        assert editor.registrations == {}
