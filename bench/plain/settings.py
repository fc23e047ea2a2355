"""The dashboard's settings, with Django's handler for files on disk and its chunks of 64 KiB."""

from jogg_dashboard.settings import *  # noqa: F403

ROOT_URLCONF = "bench.plain.urls"
WSGI_APPLICATION = "bench.plain.wsgi.application"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
