"""A stream of events that is read in the background."""

import threading
import time
from typing import Self

import httpx


class Listening:
    """Follows a conversation's events for as long as the context lasts."""

    def __init__(self, http: httpx.Client, path: str) -> None:
        headers = {"Authorization": http.headers["Authorization"]}
        self._http = httpx.Client(base_url=http.base_url, headers=headers, timeout=60)
        self._response = self._http.send(self._http.build_request("GET", f"{path}/events"), stream=True)
        assert self._response.status_code == 200
        self._heard = ""
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    @property
    def is_open(self) -> bool:
        return self._reader.is_alive()

    def wait_for(self, words: str, seconds: float = 5) -> None:
        until = time.monotonic() + seconds
        while words not in self._heard:
            assert time.monotonic() < until, self._heard
            time.sleep(0.05)

    def _read(self) -> None:
        try:
            for part in self._response.iter_text():
                self._heard += part
        except httpx.HTTPError:
            return
