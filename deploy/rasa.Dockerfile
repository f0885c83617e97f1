# Rasa Open Source with the dialogues, checked and trained while the image is built.
FROM python:3.10-slim
WORKDIR /srv/rasa
COPY requirements/rasa-build.txt requirements/rasa.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/rasa-build.txt \
    && pip install --no-cache-dir --require-hashes --no-deps --no-build-isolation -r requirements/rasa.txt
ENV RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=2
COPY dialogues/config.yml dialogues/credentials.yml ./
COPY dialogues/domain domain
COPY dialogues/rules rules
COPY dialogues/nlu nlu
COPY deploy/rasa-endpoints.yml endpoints.yml
# The phrases of the options are our actions' own; Rasa would warn of unused lookup tables.
RUN rm nlu/options_*.yml \
    && rasa data validate --data nlu rules --domain domain --fail-on-warnings \
    && rasa train --data nlu rules --domain domain \
    && useradd --system --uid 10001 --create-home rasa && chown -R rasa /srv/rasa
USER rasa
EXPOSE 5005
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:5005/', timeout=2)"]
CMD ["sh", "-c", "exec rasa run --enable-api --quiet -i 0.0.0.0 -p 5005 --auth-token \"$OSAAMO_RASA_TOKEN\""]
