"""Real triple stores, started, killed and started again."""

from __future__ import annotations

import configparser
import os
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from tests.conftest import program

_STARTING = 60  # seconds that a store may take


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@dataclass
class Server(ABC):
    """A store of some kind in a folder of its own."""

    kind: str
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @abstractmethod
    def command(self) -> list[str]:
        """Return what starts it."""

    def start(self) -> None:
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + _STARTING
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            return requests.get(self.address, timeout=5).status_code < 500
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """End it as the system does when memory is short."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Oxigraph(Server):
    def command(self) -> list[str]:
        found = Path(sys.executable).parent / "oxigraph"
        binary = str(found) if found.exists() else program("oxigraph")
        bind = f"127.0.0.1:{self.port}"
        return [binary, "serve", "--location", str(self.folder / "data"), "--bind", bind]


INI = Path("/usr/share/virtuoso-opensource-7/virtuoso.ini")


class Virtuoso(Server):
    """Virtuoso with Debian's settings, but for its paths and ports."""

    def command(self) -> list[str]:
        if not INI.exists():
            pytest.skip("virtuoso-opensource-7 is not installed")
        settings = configparser.RawConfigParser(
            strict=False, inline_comment_prefixes=(";",), interpolation=None, allow_no_value=True
        )
        settings.optionxform = str  # type: ignore[assignment, method-assign]
        settings.read_string(INI.read_text().replace("/var/lib/virtuoso-opensource-7", str(self.folder)))
        settings["Parameters"]["ServerPort"] = f"127.0.0.1:{free_port()}"
        settings["HTTPServer"]["ServerPort"] = f"127.0.0.1:{self.port}"
        for name in ("db", "vsp"):
            (self.folder / name).mkdir(exist_ok=True)
        (self.folder / "db" / "virtuoso.lck").unlink(missing_ok=True)  # left by one that was killed
        with open(self.folder / "virtuoso.ini", "w") as file:
            settings.write(file)
        assert settings["SPARQL"]["ResultSetMaxRows"] == "10000"
        return [program("virtuoso-t"), "-f", "+configfile", str(self.folder / "virtuoso.ini")]


KINDS: dict[str, type[Server]] = {"oxigraph": Oxigraph, "virtuoso": Virtuoso}
CREDENTIALS = {"KG_SPARQL_USER": "dba", "KG_SPARQL_PASSWORD": "dba"}
ENVIRONMENT = {**os.environ, **CREDENTIALS}
