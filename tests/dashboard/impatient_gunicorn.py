"""The web server's own settings with one thread and short waits, so that a blocked thread shows at once."""

import os
from pathlib import Path

exec(compile(Path("gunicorn.conf.py").read_text(), "gunicorn.conf.py", "exec"))

threads = int(os.environ["THREADS"])
HEADER_TIMEOUT = 1
DRAIN_TIMEOUT, LINGER = 1.0, 0.2
