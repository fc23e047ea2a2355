"""What `make run` prepares before the processes start."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)


def prepare() -> str:
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


@pytest.fixture
def real_key(settings: Any) -> None:
    settings.DEMO_MODE = False


@pytest.fixture(autouse=True)
def few_static_files(settings: Any, tmp_path: Path) -> None:
    """Copying them all would take most of the time here."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "icon.svg").write_text("<svg/>")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]


def signs_in(name: str, password: str) -> bool:
    answer = Client().post("/accounts/login/", {"username": name, "password": password})
    return answer.status_code == 302


def test_demo_mode_has_a_user_whose_password_everybody_knows() -> None:
    said = prepare()
    assert "No JOGG_API_KEY" in said
    assert "Sign in as demo / demo." in said
    assert signs_in("demo", "demo")


def test_preparing_again_changes_nothing() -> None:
    prepare()
    before = User.objects.get().password
    prepare()
    assert User.objects.get().password == before


def test_with_a_real_key_the_demo_user_is_switched_off(settings: Any) -> None:
    prepare()
    settings.DEMO_MODE = False
    said = prepare()
    assert "The demo user is switched off, because a real key is set." in said
    assert not signs_in("demo", "demo")
    settings.DEMO_MODE = True
    prepare()
    assert signs_in("demo", "demo")


def test_a_user_called_demo_with_a_password_of_its_own_stays(real_key: None) -> None:
    User.objects.create_user("demo", password="a good password")
    assert "switched off" not in prepare()
    assert signs_in("demo", "a good password")


def test_without_any_user_it_says_how_to_make_one(real_key: None) -> None:
    assert ".venv/bin/python manage.py createsuperuser" in prepare()


def test_with_a_user_it_doesnt(real_key: None, member: User) -> None:
    assert "createsuperuser" not in prepare()


def test_says_where_the_dashboard_opens(settings: Any) -> None:
    settings.PORT = 8123
    assert "The dashboard opens at http://localhost:8123/" in prepare()


def test_collects_the_static_files(settings: Any) -> None:
    prepare()
    assert list(Path(settings.STATIC_ROOT).glob("icon*.svg"))
