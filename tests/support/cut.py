"""A line between a browser and an application that can be cut and mended."""

import socket
import threading
from contextlib import suppress

CHUNK = 65536


class Line:
    """Forwards TCP connections to `target`; while cut, every one is dropped and new ones are refused."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._start()

    def mend(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._start()

    def cut(self) -> None:
        self.close()

    def turn(self, target: int) -> None:
        """From now on it leads to another process."""
        self._target = target

    def close(self) -> None:
        listening = self._listening
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            _drop(end)

    def _start(self) -> None:
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            with self._lock:
                self._ends |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(CHUNK):
                sink.sendall(part)
        with self._lock:
            self._ends -= {source, sink}
        _drop(source)
        _drop(sink)


def _drop(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
