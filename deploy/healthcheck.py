"""Ends with 0 when the web server of this container answers; the image has no curl."""

import os
import sys
import urllib.error
import urllib.request

URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
# Its own host is always answered to, while 127.0.0.1 may be missing in ALLOWED_HOSTS.
HOST = os.environ.get("PUBLIC_URL", "").partition("://")[2].partition("/")[0]

request = urllib.request.Request(URL, headers={"Host": HOST} if HOST else {})
try:
    urllib.request.urlopen(request, timeout=4).close()
except (urllib.error.URLError, OSError) as error:
    sys.exit(f"{URL} doesn't answer: {error}")
