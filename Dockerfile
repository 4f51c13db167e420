FROM python:3.11-slim-bookworm

# Pango and fonts draw the documents; without libharfbuzz-subset0 each takes thirty times as long.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig fonts-babelstone-han fonts-hanazono fonts-noto-cjk \
        libharfbuzz-subset0 libmagic1 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin sdzx \
    && install -d -o sdzx -g sdzx /srv/media /srv/beat

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SDZX_MODE=production SDZX_MEDIA_ROOT=/srv/media
WORKDIR /app

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt

COPY . .
RUN python sdzx/local/run.py collect-static

USER sdzx
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "sdzx/local/health.py"]
# Each of the 4 × 4 threads holds a database connection; a rush waits in front of them, not in PostgreSQL.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "4", "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws", "sdzx.wsgi:application"]
