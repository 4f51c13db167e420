"""The files by which the portal starts say what they must and give away nothing."""

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.urls import resolve, reverse

from sdzx.files import accept

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
LOCAL = sorted((ROOT / "sdzx" / "local").glob("*.py"))
ENDS_BY_ITSELF = {"migrate"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_compose_has_the_services_of_the_portal(compose):
    assert set(compose["services"]) == {"web", "worker", "beat", "db", "redis", "nginx", "migrate"}


def test_compose_every_lasting_service_has_a_health_check_and_restarts(compose):
    for name, service in compose["services"].items():
        if name not in ENDS_BY_ITSELF:
            assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}, name
            assert service["restart"] == "unless-stopped", name


def test_compose_only_nginx_opens_ports(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["nginx"]


def test_compose_holds_no_secret(compose):
    secret = re.compile(r"PASSWORD|SECRET|KEY|AUTH|URL")
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            if secret.search(variable) and not variable.startswith("POSTGRES_INITDB"):
                bare = re.sub(r"\$\{[A-Z_0-9]+:[?-]\}", "", value)
                assert bare in {"", "postgres://sdzx_app:@db:5432/sdzx", "postgres://sdzx_owner:@db:5432/sdzx",
                                "redis://:@redis:6379/0"}, (name, variable)  # fmt: skip


def test_compose_portal_does_not_own_its_tables(compose):
    services = compose["services"]
    owners = [
        name for name in services if "sdzx_owner" in services[name].get("environment", {}).get("DATABASE_URL", "")
    ]
    assert owners == ["migrate"]


def test_env_example_names_every_variable_of_compose_and_no_value():
    asked = set(re.findall(r"\$\{([A-Z_0-9]+):[?-]\}", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    lines = (ROOT / "docs/operations/env.example").read_text(encoding="utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(pairs) == asked
    assert set(pairs.values()) == {""}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_every_package_is_pinned_with_hashes_and_no_source(path):
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--extra|--find|--trusted)", text, re.M)
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[\w.\[\]-]+==\S+", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


def test_locks_agree_so_that_they_install_together():
    pinned = {}
    for path in LOCKS:
        for name, version in re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", path.read_text(encoding="utf-8"), re.M):
            assert pinned.setdefault(name, version) == version, (path.name, name)


def test_makefile_targets_call_verbs_that_exist():
    from sdzx.local.verbs import VERBS

    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.M)
    assert {"help", "demo", "test", "bench", "lint", "fmt", "clean"} <= set(targets)
    assert set(re.findall(r"\$\(RUN\) (\S+)", makefile)) <= set(VERBS)


def test_ci_runs_make_test_and_nothing_else():
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    assert path.read_text(encoding="utf-8").splitlines() == [
        "#!/usr/bin/env bash",
        "set -euo pipefail",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
        "exec make test",
    ]


@pytest.mark.parametrize("path", LOCAL, ids=lambda path: path.name)
def test_local_code_parses_on_python_38_and_needs_no_package(path):
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not imported & {"django", "celery", "psycopg2", "redis", "yaml"}


def test_dockerfile_copies_and_runs_files_that_exist_as_another_user_than_root():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for path in re.findall(r"python\W+(sdzx/\S+?\.py)", text):
        assert (ROOT / path).is_file(), path
    assert "--require-hashes" in text
    assert text.index("USER sdzx") < text.index('CMD ["granian')


def test_shell_scripts_parse():
    for path in (ROOT / ".ci" / "run", ROOT / "docs" / "operations" / "roles.sh"):
        subprocess.run(["bash", "-n", str(path)], check=True)


def test_nginx_configuration_passes_on_no_client_claim():
    text = (ROOT / "docs/operations/nginx.conf").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    assert "$proxy_add_x_forwarded_for" not in text
    assert "$http_x" not in text


def bodies():
    """Of nginx: what the address in general and each location lets through, in bytes."""
    text = (ROOT / "docs/operations/nginx.conf").read_text(encoding="utf-8")
    said = re.findall(r"location (\S+ \S+) \{\s+client_max_body_size (\d+)m;", text)
    (common,) = re.findall(r"^    client_max_body_size (\d+)m;", text, re.MULTILINE)
    return int(common) * 2**20, {where: int(size) * 2**20 for where, size in said}


def test_nginx_lets_through_what_the_portal_takes_and_little_more():
    common, larger = bodies()
    video = "/archive/0b0e8f5e-52c1-4a4e-9d6b-d9a4f4f0b0aa/upload/video/"
    assert resolve(video).view_name == "archive:upload"
    taken = {"SDZX_VIDEO_BYTES": video, "SDZX_PHOTOS_BYTES": reverse("registration:rosters:new")}
    for setting, address in taken.items():
        (size,) = [each for where, each in larger.items() if passes(where, address)]
        assert 1.02 * getattr(settings, setting) < size < 1.1 * getattr(settings, setting), setting
    assert len(larger) == len(taken)
    kinds = [each for each in vars(accept).values() if isinstance(each, accept.Accept)]
    assert {each.limit_setting for each in kinds if each.limit > common} == set(taken)
    assert not any(passes(where, "/announcements/office/new/") for where in larger)


def passes(where, address):
    how, pattern = where.split()
    return address == pattern if how == "=" else bool(re.match(pattern, address))


def test_no_file_for_starting_names_a_registry():
    names = ["Makefile", "Dockerfile", "docker-compose.yml", ".ci/run", "pyproject.toml"]
    for path in [*(ROOT / name for name in names), *LOCAL]:
        assert not re.search(r"index-url|pypi\.|mirror", path.read_text(encoding="utf-8")), path.name
