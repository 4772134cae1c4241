"""The measured server: nginx with fixed answers, on loopback, pinned to one core."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "contract"
BALANCE_PATH = "/v0.9/wallets/wlt_01H9Xb3K7nM2pQ4r/balance"


def fixture(operation: str) -> dict:
    """The request and the response of an operation, as the contract's examples have them."""
    return json.loads((FIXTURES / f"operation.{operation}.json").read_text())


def compact(document: object) -> str:
    return json.dumps(document, separators=(",", ":"))


def token_answer() -> dict:
    """The access token, with a life that outlasts a run."""
    return fixture("createAccessToken")["response"]["body"] | {"expiresIn": 86400}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@dataclass(frozen=True)
class Certificates:
    ca: Path
    chain: Path
    key: Path


class Authority:
    """A P-256 certificate authority of its own, made by the openssl program."""

    NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.certificate = folder / "ca.pem"
        self._openssl("req", "-x509", *self.NEW_KEY, "-days", "30", "-subj", "/CN=oms-cpp benchmarks",
                      "-addext", "keyUsage=critical,keyCertSign", "-keyout", "ca.key", "-out", "ca.pem")

    def certify(self, host: str) -> Certificates:
        """A certificate for a host, and its key."""
        self._openssl("req", *self.NEW_KEY, "-subj", f"/CN={host}", "-keyout", f"{host}.key", "-out", f"{host}.csr")
        (self._folder / f"{host}.ext").write_text("basicConstraints=critical,CA:FALSE\n"
                                                  "keyUsage=critical,digitalSignature\n"
                                                  f"subjectAltName=DNS:{host}\n")
        self._openssl("x509", "-req", "-in", f"{host}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                      "-days", "30", "-extfile", f"{host}.ext", "-out", f"{host}.pem")
        return Certificates(self.certificate, self._folder / f"{host}.pem", self._folder / f"{host}.key")

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self._folder, check=True, capture_output=True)


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def answer(operation: str) -> str:
    response = fixture(operation)["response"]
    request_id = response["headers"]["X-Request-Id"]
    return f"add_header X-Request-Id {request_id}; return {response['status']} {quoted(compact(response['body']))};"


def configuration(folder: Path, keys: Certificates, plain: int, tls: int) -> str:
    temporary = "\n".join(f"  {kind}_temp_path {folder}/{kind};"
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"""
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log off; server_tokens off; default_type application/json;
  keepalive_requests 1000000000; keepalive_timeout 1h;
  ssl_certificate {keys.chain}; ssl_certificate_key {keys.key}; ssl_protocols TLSv1.3;
{temporary}
  server {{
    listen 127.0.0.1:{plain} backlog=4096; listen 127.0.0.1:{tls} ssl backlog=4096;
    location = /v0.9/auth/token {{ return 200 {quoted(compact(token_answer()))}; }}
    location = {BALANCE_PATH} {{ {answer("getWalletBalance")} }}
    location = /v0.9/quotes {{ {answer("createQuote")} }}
  }}
}}
"""


class Server:
    """A running nginx. Use it in a `with` statement."""

    def __init__(self, folder: Path, keys: Certificates, pin: list[str]) -> None:
        program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        if program is None:
            raise SystemExit("nginx is not installed")
        self.ca = keys.ca
        self._plain, self._tls = free_port(), free_port()
        config = folder / "nginx.conf"
        config.write_text(configuration(folder, keys, self._plain, self._tls))
        folder.chmod(0o755)
        self._log = folder / "error.log"
        self._process = subprocess.Popen([*pin, program, "-c", str(config), "-p", str(folder)], stdin=subprocess.DEVNULL)

    def __enter__(self) -> "Server":
        for port in (self._plain, self._tls):
            self._wait_for(port)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)

    def _wait_for(self, port: int) -> None:
        for _ in range(200):
            if self._process.poll() is not None:
                raise SystemExit("nginx did not start:\n" + self._log.read_text())
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.02)
        raise SystemExit("nginx does not listen")

    def url(self, tls: bool) -> str:
        return f"https://localhost:{self._tls}/v0.9" if tls else f"http://localhost:{self._plain}/v0.9"

    def cpu_seconds(self) -> float:
        """CPU time of nginx and its workers up to now."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        ticks = 0
        for pid in [str(self._process.pid), *children]:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")
