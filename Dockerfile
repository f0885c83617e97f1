# The application. Its data (with SQLite: the database too) is in the volume /data.
FROM python:3.12-slim
WORKDIR /srv/osaamo
COPY requirements/app.txt requirements/app.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/app.txt
COPY pyproject.toml README.md LICENSE ./
COPY admin admin
COPY bot bot
COPY dialogues dialogues
COPY knowledge knowledge
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && useradd --system --uid 10001 osaamo && mkdir /data && chown osaamo /data
USER osaamo
ENV OSAAMO_DATA=/data OSAAMO_HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=180s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["osaamo", "run"]
