# The portal's one image: web, worker, beat and the one-shot migration are the same code with another command.

FROM python:3.12-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /srv/usp/venv
COPY requirements/base.txt /tmp/base.txt
RUN /srv/usp/venv/bin/pip install --require-hashes -r /tmp/base.txt


FROM python:3.12-slim-bookworm
# What WeasyPrint loads to draw the forms.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv/usp --shell /usr/sbin/nologin usp \
    && install -d -o usp -g usp -m 700 /srv/usp/files
COPY --from=packages /srv/usp/venv /srv/usp/venv
COPY manage.py /srv/usp/portal/
COPY usp /srv/usp/portal/usp
COPY applications /srv/usp/portal/applications
COPY offers /srv/usp/portal/offers
COPY insurance /srv/usp/portal/insurance
COPY templates /srv/usp/portal/templates
COPY static /srv/usp/portal/static
COPY locale /srv/usp/portal/locale

WORKDIR /srv/usp/portal
ENV PATH=/srv/usp/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=usp.settings.base \
    USP_STATIC_ROOT=/srv/usp/static \
    STORAGE_URL=file:///srv/usp/files

# Collecting static files asks for no secret; the values below only let the settings load and are not kept.
RUN DATABASE_URL=postgres://build@/build REDIS_URL=redis://build USP_SECRET_KEY=build USP_FIELD_KEYS=build \
    USP_HASH_KEY=build USP_ALLOWED_HOSTS=build USP_PUBLIC_URL=https://build USP_FROM_EMAIL=build@build.example \
    EDEVLET_AUTHORIZE_URL=https://build EDEVLET_TOKEN_URL=https://build EDEVLET_RESOURCE_URL=https://build \
    EDEVLET_RECORDS_URL=https://build EDEVLET_CLIENT_ID=build EDEVLET_CLIENT_SECRET=build \
    EMAIL_URL=consolemail:// SMS_URL=file:///tmp/sms \
    python manage.py collectstatic --noinput -v 0

USER usp
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", \
     "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "usp.wsgi:application"]
