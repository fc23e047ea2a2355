# One image for the web server and the worker; compose.yaml says which of them a container is.

FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
RUN python -m venv .venv
COPY requirements.txt .
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
# A fixed number, so that whoever looks after the volume knows whose files these are.
RUN groupadd --gid 10001 dashboard \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin dashboard \
    && install --directory --owner dashboard --group dashboard --mode 0700 /data
WORKDIR /app
# The same place as in the first stage: a virtual environment can't be moved. The Procfile finds it here, too.
COPY --from=packages /app/.venv .venv
COPY . .
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=8000 \
    GRACEFUL_TIMEOUT=30
USER 10001:10001
VOLUME /data
EXPOSE 8000
# For the web server. The worker listens on nothing, so compose.yaml switches this off there.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "jogg_dashboard.wsgi"]
