"""The environment: what it sets, and that what can't be understood stops the start with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection
from huey import Huey
from huey.storage import PriorityRedisStorage

from jogg_dashboard.bucket import BucketStorage
from jogg_dashboard.secret_key import read_or_create
from tests import forked
from tests.backends import Services
from tests.sandbox_server import ROOT


def test_the_tests_run_on_what_their_run_has_started(idle_worker: Huey) -> None:
    used = connection.vendor, type(idle_worker.storage), type(storages["default"])
    on_services = "postgresql", PriorityRedisStorage, BucketStorage
    if Services.of_this_run():
        assert used == on_services
    else:
        assert not set(used) & set(on_services)


def start(data_dir: Path, code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process that has loaded nothing of ours, with only this environment."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), **environment}
    return forked.run(["-c", f"from jogg_dashboard import settings as s; {code}"], environment)


def told(data_dir: Path, expression: str, **environment: str) -> str:
    done = start(data_dir, f"print({expression})", **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"WORKER_THREADS": "0"}, "WORKER_THREADS"),
        ({"JOGG_API_VERSION": "v3"}, "JOGG_API_VERSION"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
        ({"SENTRY_TRACES_RATE": "2"}, "SENTRY_TRACES_RATE"),
        ({"JOGG_POSTS_PER_MINUTE": "-1"}, "JOGG_POSTS_PER_MINUTE"),
        ({"PUBLIC_URL": "dashboard.example.org"}, "it needs a scheme and a host"),
        ({"DATABASE_URL": "mysql://u:p@h/d"}, "another database than SQLite or PostgreSQL."),
        ({"DATABASE_URL": "postgres://u:p@h/d", "DATABASE_POOL_SIZE": "0"}, "DATABASE_POOL_SIZE"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL is not understood"),
        ({"S3_BUCKET": "b", "S3_ENDPOINT_URL": "s3.example.org"}, "S3_ENDPOINT_URL needs a scheme and a host"),
        ({"S3_BUCKET": "b", "S3_ENCRYPTION": "rot13"}, "S3_ENCRYPTION"),
        ({"S3_PRESIGNED": "perhaps"}, "S3_PRESIGNED"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL is not understood"),
        ({"JOGG_API_KEY": "k", "JOGG_API_URL": "not a url"}, "JOGG_API_URL"),
        ({"JOGG_API_KEY": "k", "JOGG_API_URL": "ftp://api.jogg.ai"}, "JOGG_API_URL"),
    ],
)
def test_what_makes_no_sense_stops_the_start(tmp_path: Path, environment: dict[str, str], word: str) -> None:
    done = start(tmp_path, **environment)
    assert done.returncode == 1
    assert word in done.stderr.strip().splitlines()[-1]


def test_without_a_key_it_works_for_the_sandbox(tmp_path: Path) -> None:
    assert told(tmp_path, "s.DEMO_MODE, s.JOGG_API_URL", PORT="9000") == "True http://127.0.0.1:9001"


def test_without_a_key_nothing_is_sent_to_another_address(tmp_path: Path) -> None:
    assert "127.0.0.1" in told(tmp_path, "s.JOGG_API_URL", JOGG_API_URL="https://api.jogg.ai")


def test_with_a_key_it_works_for_jogg(tmp_path: Path) -> None:
    assert told(tmp_path, "s.DEMO_MODE, s.JOGG_API_URL", JOGG_API_KEY="k") == "False https://api.jogg.ai"


def test_another_address_of_jogg_can_be_set(tmp_path: Path) -> None:
    assert told(tmp_path, "s.JOGG_API_URL", JOGG_API_KEY="k", JOGG_API_URL="http://jogg:81/") == "http://jogg:81"


def test_debug_is_off_and_only_this_computer_gets_in_unless_asked(tmp_path: Path) -> None:
    assert told(tmp_path, "s.DEBUG, s.ALLOWED_HOSTS, s.HOST") == "False ['localhost', '127.0.0.1'] 127.0.0.1"
    assert told(tmp_path, "s.DEBUG, s.ALLOWED_HOSTS", DEBUG="true", ALLOWED_HOSTS="a.example") == "True ['a.example']"


@pytest.mark.parametrize(("public_url", "secure"), [("https://a.example/", "True"), ("http://a.example", "False")])
def test_cookies_are_for_https_where_the_world_comes_by_https(tmp_path: Path, public_url: str, secure: str) -> None:
    expression = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.CSRF_TRUSTED_ORIGINS"
    answer = told(tmp_path, expression, PUBLIC_URL=public_url)
    assert answer == f"{secure} {secure} ['{public_url.rstrip('/')}']"


def test_no_mail_is_sent_unless_a_server_is_set(tmp_path: Path) -> None:
    assert told(tmp_path, "s.IS_MAIL_SET, s.EMAIL_BACKEND") == "False django.core.mail.backends.dummy.EmailBackend"
    mail = "s.IS_MAIL_SET, s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS"
    answer = told(tmp_path, mail, EMAIL_URL="submission://me:p%40ss@mail.example.org")
    assert answer == "True mail.example.org 587 me p@ss True"


def test_each_of_the_larger_backends_is_set_by_itself(tmp_path: Path) -> None:
    expression = "s.HUEY['huey_class'], s.STORAGES['default']['BACKEND'], s.DATABASES['default']['ENGINE']"
    queues, local = ("huey.SqliteHuey", "huey.PriorityRedisHuey"), "jogg_dashboard.storage.DurableFileSystemStorage"
    sqlite, bucket = "django.db.backends.sqlite3", "jogg_dashboard.bucket.BucketStorage"
    assert told(tmp_path, expression) == f"{queues[0]} {local} {sqlite}"
    assert told(tmp_path, expression, REDIS_URL="redis://:a,b@h/1") == f"{queues[1]} {local} {sqlite}"
    assert told(tmp_path, expression, S3_BUCKET="b") == f"{queues[0]} {bucket} {sqlite}"
    url = "postgres://u:p@h/d"
    assert told(tmp_path, expression, DATABASE_URL=url) == f"{queues[0]} {local} django.db.backends.postgresql"


def test_downloads_are_left_to_the_bucket_at_amazon_or_where_it_is_said(tmp_path: Path) -> None:
    own = {"S3_BUCKET": "b", "S3_ENDPOINT_URL": "http://minio:9000"}
    assert told(tmp_path, "s.S3_PRESIGNED") == "False"
    assert told(tmp_path, "s.S3_PRESIGNED", S3_BUCKET="b") == "True"
    assert told(tmp_path, "s.S3_PRESIGNED", **own) == "False"
    assert told(tmp_path, "s.S3_PRESIGNED", **own, S3_PRESIGNED="true") == "True"


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first = told(tmp_path, "s.SECRET_KEY")
    assert told(tmp_path, "s.SECRET_KEY") == first
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_secret_key_of_ones_own_is_used_and_none_written(tmp_path: Path) -> None:
    assert told(tmp_path, "s.SECRET_KEY", SECRET_KEY="my own key") == "my own key"
    assert not (tmp_path / "secret_key").exists()


def test_of_two_first_starts_at_once_both_get_the_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    code = f"import pathlib, jogg_dashboard.secret_key as k; print(k.read_or_create(pathlib.Path({str(path)!r})))"
    command = [sys.executable, "-c", code]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = {process.communicate(timeout=30)[0].strip() for process in started}
    assert keys == {read_or_create(path)}
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_everything_is_written_below_the_data_directory(tmp_path: Path) -> None:
    places = (
        "s.UPLOAD_DIR, s.STATIC_ROOT, s.HUEY['filename'], s.DATABASES['default']['NAME'], "
        "s.STORAGES['default']['OPTIONS']['location']"
    )
    assert all(place.startswith(str(tmp_path)) for place in told(tmp_path, places).split())
