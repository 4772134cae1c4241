"""A slow server that looks closely: it holds each program to the protocol before anything is measured.

Its kinds: `strict` refuses a request that is not as it should be, `wrong_status` answers 404, `wrong_body` leaves out
what was asked for, `cut_body` sends half a document, `stalled` never answers a GET.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from nginx import BALANCE_PATH, Certificates, compact, fixture, token_answer

TOKEN = "Bearer " + token_answer()["accessToken"]
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
ORDER = {
    "customerId": "cst_01H9Xa8F5dN6mP3q",
    "source": {"walletId": "wlt_01H9Xb3K7nM2pQ4r", "asset": "usdc", "network": "polygon", "amount": "100.00"},
    "destination": {"asset": "usdc", "network": "polygon",
                    "wallet": {"blockchainAddress": "0x20f26aaa9d070e73d6432c839a37ed1b24087c3a"}},
}


def expected_fields(host: str, post: bool) -> dict[str, str]:
    fields = {"host": host, "user-agent": "oms-cpp/0.1.0", "accept": "application/json", "authorization": TOKEN}
    return fields | {"content-type": "application/json"} if post else fields


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.server.kind == "stalled":
            self.server.ended.wait()
            self.close_connection = True
            return
        self._judge("getWalletBalance", self.path == BALANCE_PATH, self._problems(post=False))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/v0.9/auth/token":
            self._send(200, compact(token_answer()))
            return
        problems = self._problems(post=True)
        if json.loads(body) != ORDER:
            problems.append("another body")
        self._judge("createQuote", self.path == "/v0.9/quotes", problems)

    def _problems(self, post: bool) -> list[str]:
        found = {name.lower(): value for name, value in self.headers.items()}
        key = found.pop("idempotency-key", "")
        found.pop("content-length", None)
        if found.get("connection", "").lower() == "keep-alive":
            found.pop("connection")
        for name in self.server.tolerated:
            found.pop(name, None)
        expected = expected_fields(f"localhost:{self.server.server_port}", post)
        problems = [f"{name}: {found.get(name)!r} in place of {expected.get(name)!r}"
                    for name in sorted(found.keys() | expected.keys()) if found.get(name) != expected.get(name)]
        if post and not self.server.is_new(key):
            problems.append(f"the key {key!r} is no UUID of version 4, or not a new one")
        if not post and key:
            problems.append("a key on a GET")
        return problems

    def _judge(self, operation: str, right_path: bool, problems: list[str]) -> None:
        response = fixture(operation)["response"]
        kind = self.server.kind
        if kind == "strict" and (problems or not right_path):
            self.server.problems.update(problems or [f"the path {self.path}"])
            self._send(400, "{}")
        elif kind == "wrong_status":
            self._send(404, compact(response["body"]))
        elif kind == "wrong_body":
            self._send(response["status"], compact({"object": response["body"]["object"]}))
        elif kind == "cut_body":
            self._send(response["status"], compact(response["body"])[:40])
        else:
            self._send(response["status"], compact(response["body"]))

    def _send(self, status: int, body: str) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


class StrictServer(ThreadingHTTPServer):
    """Runs in threads of this process. Use it in a `with` statement."""

    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, kind: str, keys: Certificates | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kind = kind
        self.problems: set[str] = set()
        self.tolerated: set[str] = set()  # header fields that a client may send beyond those of the protocol
        self.ended = threading.Event()
        self._keys_seen: set[str] = set()
        self._tls: ssl.SSLContext | None = None
        if keys is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.minimum_version = ssl.TLSVersion.TLSv1_3
            self._tls.load_cert_chain(keys.chain, keys.key)

    def finish_request(self, request, client_address) -> None:  # in the connection's own thread
        if self._tls is not None:
            request = self._tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def handle_error(self, *_: object) -> None:
        pass  # a client that goes away is what some of them are to do

    def is_new(self, key: str) -> bool:
        known = key in self._keys_seen
        self._keys_seen.add(key)
        return bool(UUID4.fullmatch(key)) and not known

    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://localhost:{self.server_port}/v0.9"

    def __enter__(self) -> "StrictServer":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.shutdown()
        self.server_close()
