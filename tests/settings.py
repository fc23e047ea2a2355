"""The project's settings, for tests: everything in a temporary folder, tasks run where they are enqueued.

With TEST_DATABASE_URL the tests run on that PostgreSQL, in a database beside the one it names.
"""

import atexit
import os
import shutil
import tempfile

for name in ("JOGG_API_KEY", "JOGG_API_URL", "DATABASE_URL", "SECRET_KEY", "DEBUG", "PUBLIC_URL", "EMAIL_URL"):
    os.environ.pop(name, None)
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
for name in ("IMPORT_ALLOWED_HOSTS", "METRICS_TOKEN", "SENTRY_DSN", "LOG_FORMAT"):
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
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
