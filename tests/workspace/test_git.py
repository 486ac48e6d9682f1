"""Git is asked with plumbing alone, and runs nothing of the repository's."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from partywall_server.workspace.git import committed, default_base, ignored, repository_of
from support.folders import fill, git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x")


def test_the_repository_is_found_without_git(repository: Path) -> None:
    fill(repository, {"a/b/c.prisma": ""})
    assert repository_of(repository / "a/b/c.prisma") == repository
    assert repository_of(repository.parent) is None


def test_the_last_commit_is_read_and_not_the_working_tree(repository: Path) -> None:
    fill(
        repository, {"db/-rf/a.prisma": "old\r\n", "db/é b.prisma": "x", "other.prisma": "y", "db/c.sql": "z"}
    )
    commit(repository)
    fill(repository, {"db/-rf/a.prisma": "new", "db/new.prisma": "new"})
    found = committed(repository / "db", ".prisma")
    assert found is not None
    assert found.files == {
        repository / "db/-rf/a.prisma": b"old\r\n",
        repository / "db/é b.prisma": b"x",
    }
    whole = committed(repository, ".prisma")
    assert whole is not None
    assert len(whole.files) == 3
    inner = committed(repository / "db/-rf", ".prisma")
    assert inner is not None
    assert list(inner.files.values()) == [b"old\r\n"]


def test_without_a_commit_there_is_nothing(repository: Path, tmp_path: Path) -> None:
    fill(repository, {"a.prisma": ""})
    assert committed(repository, ".prisma") is None
    assert committed(tmp_path, ".prisma") is None


def test_tracked_files_are_not_ignored(repository: Path) -> None:
    fill(repository, {"a.prisma": "", "b.prisma": ""})
    commit(repository)
    fill(repository, {".gitignore": "*.prisma\n", "c.prisma": ""})
    paths = [repository / name for name in ("a.prisma", "b.prisma", "c.prisma")]
    assert ignored(paths) == {repository / "c.prisma"}


def test_a_repository_in_a_repository_is_asked_by_itself(repository: Path) -> None:
    inner = fill(repository / "inner", {".gitignore": "a.prisma\n", "a.prisma": "", "b.prisma": ""})
    git(inner, "init", "--quiet")
    fill(repository, {".gitignore": "b.prisma\n", "a.prisma": "", "b.prisma": ""})
    paths = [folder / name for folder in (repository, inner) for name in ("a.prisma", "b.prisma")]
    assert ignored(paths) == {repository / "b.prisma", inner / "a.prisma"}


def test_programs_that_the_repository_names_are_not_run(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    script.chmod(0o755)
    hooks = fill(repository / ".hooks", {"post-index-change": script.read_text()})
    for hook in hooks.iterdir():
        hook.chmod(0o755)
    fill(
        repository,
        {"a.prisma": "", ".gitattributes": "*.prisma filter=f diff=d\n", ".gitignore": "b.prisma\n"},
    )
    commit(repository)
    for key in ("core.fsmonitor", "core.pager", "core.editor", "diff.external", "core.sshCommand",
                "filter.f.clean", "filter.f.smudge", "diff.d.textconv", "diff.d.command", "alias.ls-tree",
                "alias.check-ignore", "credential.helper"):  # fmt: skip
        git(repository, "config", key, str(script))
    git(repository, "config", "core.hooksPath", str(hooks))
    fill(repository, {"a.prisma": "changed", "b.prisma": ""})
    own = fill(repository / "bin", {"git": script.read_text()}) / "git"
    own.chmod(own.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", os.pathsep.join([str(repository / "bin"), ".", os.environ["PATH"]]))
    monkeypatch.chdir(repository / "bin")
    assert ignored([repository / "a.prisma", repository / "b.prisma"]) == {repository / "b.prisma"}
    found = committed(repository, ".prisma")
    assert found is not None
    assert found.files == {repository / "a.prisma": b""}
    assert not mark.exists()


def test_what_a_hook_says_of_another_repository_is_not_believed(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(repository, {"a.prisma": "x"})
    commit(repository)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    found = committed(repository, ".prisma")
    assert found is not None
    assert list(found.files) == [repository / "a.prisma"]


def test_without_git_nothing_is_ignored(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(repository, {".gitignore": "a.prisma\n", "a.prisma": ""})
    monkeypatch.setenv("PATH", str(repository))
    assert ignored([repository / "a.prisma"]) == frozenset()
    assert committed(repository, ".prisma") is None


def test_the_commit_where_a_branch_left_the_default_one(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "main")
    fill(repository, {"a.sql": "one"})
    commit(repository)
    base = git(repository, "rev-parse", "HEAD").strip()
    git(repository, "switch", "--quiet", "--create", "feature")
    fill(repository, {"a.sql": "two", "b.sql": "three"})
    commit(repository)
    assert default_base(repository) == base
    before = committed(repository, ".sql", base)
    assert before is not None
    assert before.files == {repository / "a.sql": b"one"}
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert default_base(repository) == git(repository, "rev-parse", "HEAD").strip()


def test_without_a_default_branch_there_is_no_base(repository: Path, tmp_path: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "trunk")
    fill(repository, {"a.sql": ""})
    commit(repository)
    assert default_base(repository) is None
    assert default_base(tmp_path) is None
