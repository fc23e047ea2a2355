"""The directions in which the parts may know each other, read from their imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox_server import ROOT

PROJECT = {"jogg", "jogg_dashboard", "operating", "rehearsal", "sandbox", "uploads", "videos"}


def modules(package: str) -> Iterator[Path]:
    """A package's modules, migrations apart."""
    found = [path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts]
    assert found, f"{package} has no modules"
    yield from found


def imports(path: Path) -> set[str]:
    """The full names of everything a module imports, at its top or inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def offences(package: str, *forbidden: str, only: str = "") -> list[str]:
    """The imports of these names, or of anything below them, as `module: name`."""
    return [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules(package)
        if not only or path.stem == only or only in path.relative_to(ROOT).parts
        for name in imports(path)
        if any(name == bad or name.startswith(f"{bad}.") for bad in forbidden)
    ]


@pytest.mark.parametrize("package", ["jogg", "sandbox"])
def test_the_client_and_the_sandbox_know_nothing_of_the_project(package: str) -> None:
    assert offences(package, *PROJECT - {package}, "tests") == []


def test_the_client_knows_no_django() -> None:
    assert offences("jogg", "django") == []


@pytest.mark.parametrize("package", sorted(PROJECT - {"rehearsal"}))
def test_nothing_knows_the_rehearsal(package: str) -> None:
    assert offences(package, "rehearsal") == []


@pytest.mark.parametrize("package", sorted(PROJECT - {"operating"}))
def test_nothing_knows_the_operating(package: str) -> None:
    assert offences(package, "operating") == []


def test_no_page_for_operators_asks_jogg() -> None:
    assert offences("operating", "jogg", "requests", "sandbox", "rehearsal") == []


def test_the_rehearsal_knows_the_apps_by_their_services_alone() -> None:
    inner = ("models", "tasks", "views", "forms", "access", "catalog", "forwarding", "submission", "following")
    assert offences("rehearsal", "sandbox", *(f"{app}.{name}" for app in ("uploads", "videos") for name in inner)) == []


def test_uploads_never_imports_videos() -> None:
    assert offences("uploads", "videos", "sandbox") == []


def test_videos_knows_uploads_but_not_the_sandbox() -> None:
    assert offences("videos", "sandbox") == []


def test_the_dashboard_imports_no_app() -> None:
    """`settings` and `urls` name the apps as text only."""
    assert offences("jogg_dashboard", "operating", "uploads", "videos", "rehearsal", "sandbox") == []


@pytest.mark.parametrize("package", ["uploads", "videos"])
def test_models_never_import_services(package: str) -> None:
    assert offences(package, f"{package}.services", f"{package}.tasks", f"{package}.views", only="models") == []


@pytest.mark.parametrize("package", ["uploads", "videos", "rehearsal"])
def test_services_never_import_views_or_requests(package: str) -> None:
    for module in {path.stem for path in modules(package) if path.stem.endswith("services")}:
        assert offences(package, f"{package}.views", "django.http", "django.shortcuts", only=module) == []


@pytest.mark.parametrize("package", ["uploads", "videos"])
def test_only_workers_talk_to_jogg(package: str) -> None:
    """No view, form or service may make a page wait for Jogg. A webhook's signature is checked without asking it."""
    reading = ("access", "browsing", "budgets", "favourites", "gallery", "habits", "sifting", "usage")
    for module in {path.stem for path in modules(package)} - {"webhook_views"}:
        if module.endswith(("views", "forms", "services")) or module in reading:
            assert offences(package, "jogg", "jogg_dashboard.account", "requests", only=module) == []


def test_nothing_of_the_product_imports_the_tests() -> None:
    for package in PROJECT:
        assert offences(package, "tests", "pytest") == []


def test_an_offence_would_be_found() -> None:
    assert offences("videos", "uploads")
    assert offences("jogg", "requests")
