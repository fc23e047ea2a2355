"""The project's settings, for tests: everything in a temporary folder, tasks run where they are enqueued.

With TEST_DATABASE_URL the tests run on that PostgreSQL, in a database beside the one it names; with TEST_REDIS_URL
on that Redis, and with TEST_S3_BUCKET and its like in that bucket, each process under names of its own.
"""

import atexit
import os
import shutil
import tempfile

for name in ("JOGG_API_KEY", "JOGG_API_URL", "SECRET_KEY", "DEBUG", "PUBLIC_URL", "EMAIL_URL", "IMPORT_ALLOWED_HOSTS"):
    os.environ.pop(name, None)
backends = {
    "DATABASE_URL": "TEST_DATABASE_URL",
    "REDIS_URL": "TEST_REDIS_URL",
    "S3_BUCKET": "TEST_S3_BUCKET",
    "S3_ENDPOINT_URL": "TEST_S3_ENDPOINT_URL",
    "AWS_ACCESS_KEY_ID": "TEST_S3_ACCESS_KEY",
    "AWS_SECRET_ACCESS_KEY": "TEST_S3_SECRET_KEY",
}
for name, given in backends.items():
    os.environ.pop(name, None)
    if given in os.environ:
        os.environ[name] = os.environ[given]
os.environ["REDIS_PREFIX"] = os.environ["S3_PREFIX"] = f"tests{os.getpid()}"
for name in ("METRICS_TOKEN", "SENTRY_DSN", "LOG_FORMAT"):
    os.environ.pop(name, None)
os.environ["JOGG_POSTS_PER_MINUTE"] = "100000"  # what waits for its turn is told by the tests of pacing
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="jogg-dashboard-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from jogg_dashboard.settings import *  # noqa: E402, F403
from jogg_dashboard.settings import DATA_DIR, DATABASES, HUEY, STORAGES  # noqa: E402

if "TEST_DATABASE_URL" not in os.environ:
    # On disk, as in production: a database in memory locks differently.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    # Only what a power cut would lose isn't waited for. Killed processes are tests/processes' matter.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
HUEY |= {"immediate": True}
if "TEST_REDIS_URL" in os.environ:
    HUEY |= {"blocking": False}  # who looks into an empty queue isn't to wait for what may come
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
