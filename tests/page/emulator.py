"""oms-sandbox as a process, a client of its API, and a receiver of webhooks."""

import http.client
import http.server
import json
import re
import signal
import ssl
import subprocess
import threading


class Emulator:
    def __init__(self, program, *options):
        self.program = program
        self.options = options
        self.port = 0
        self.start()

    def start(self):
        """Starts it, on the port that it had before."""
        command = [self.program, "--port", str(self.port), *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        printed = ""
        while "Ctrl-C" not in printed:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(f"oms-sandbox ended: {printed}")
            printed += line
        found = dict(re.findall(r"export (OMS_\w+)='([^']*)'", printed))
        page = re.search(r"^  page +(\S+)$", printed, re.M)
        self.page = page and page.group(1)
        self.environment = found
        self.url = found["OMS_BASE_URL"]
        self.key, self.secret = found["OMS_API_KEY"], found["OMS_API_SECRET"]
        self.port = int(re.search(r":(\d+)/", self.url).group(1))
        self.tls = None
        if "OMS_CA_FILE" in found:
            self.tls = ssl.create_default_context(cafile=found["OMS_CA_FILE"])
        self.token = None
        self.keys = 0

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def send(self, method, path, body=None, headers=None):
        """A request as it is; gives status, headers and text."""
        if self.tls:
            connection = http.client.HTTPSConnection("localhost", self.port, context=self.tls, timeout=20)
        else:
            connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        connection.request(method, path, None if body is None else json.dumps(body), headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def api(self, method, path, body=None):
        """A call of the API, with a token, renewed when it has expired, and a key."""
        self.keys += 1
        for _ in range(2):
            if self.token is None:
                _, _, text = self.send("POST", "/v0.9/auth/token", {"apiKey": self.key, "apiSecret": self.secret},
                                       {"Content-Type": "application/json"})
                self.token = json.loads(text)["accessToken"]
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            if method == "POST":
                headers["Idempotency-Key"] = f"page-{self.keys}"
            status, _, text = self.send(method, "/v0.9" + path, body, headers)
            if status != 401:
                break
            self.token = None
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {text}")
        return json.loads(text)

    def state(self):
        status, _, text = self.send("GET", "/_sandbox/state")
        if status != 200:
            raise RuntimeError(f"no state: {status} {text}")
        return json.loads(text)

    def deposit(self, cash_in, amount="100.00"):
        """As the page does it."""
        status, _, text = self.send("POST", f"/_sandbox/cash-ins/{cash_in}/deposit", {"amount": amount},
                                    {"X-Oms-Sandbox": "window"})
        if status != 204:
            raise RuntimeError(f"no deposit: {status} {text}")

    def stand_still(self):
        """It takes connections and answers nothing, until it goes on."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    # A customer's way of money.

    def customer(self, first_name, last_name):
        return self.api("POST", "/customers", {
            "type": "individual", "firstName": first_name, "lastName": last_name, "email": "person@example.com",
            "phone": "+12125550123", "birthDate": "1990-04-12", "nationality": "US", "ipAddress": "203.0.113.24",
            "signedAgreement": True,
            "residentialAddress": {"line1": "350 Fifth Avenue", "city": "New York", "state": "NY", "country": "US",
                                   "zipCode": "10118"},
            "identifyingInformation": [{"type": "ssn", "issuingCountry": "US", "number": "987654321"}]})["id"]

    def endorsed(self):
        """A customer whose endorsements were announced: the next request finds them evaluated."""
        self.wallet(self.customer("Alice", "Nguyen"))

    def wallet(self, customer):
        return self.api("POST", f"/customers/{customer}/wallets", {"asset": "usdc", "chain": "polygon"})["id"]

    def cash_in(self, customer, wallet, amount="100.00"):
        place = self.api("GET", "/cash-locations?provider=greendot&latitude=38.5&longitude=-121.5")["data"][0]
        return self.api("POST", "/cash-ins", {
            "customerId": customer, "source": {"asset": "usd", "indicatedAmount": amount},
            "destination": {"asset": "usdc", "network": "polygon", "wallet": {"id": wallet}},
            "cash": {"locationId": place["id"], "locationReference": place["reference"]}})["id"]

    def quote(self, customer, wallet, to, amount="25.00"):
        return self.api("POST", "/quotes", {
            "customerId": customer,
            "source": {"walletId": wallet, "asset": "usdc", "network": "polygon", "amount": amount},
            "destination": {"asset": "usdc", "network": "polygon", "wallet": to}})["id"]

    def execute(self, quote):
        return self.api("POST", "/transactions", {"quoteId": quote})["id"]

    def webhook(self, url, *events):
        return self.api("POST", "/webhooks", {"url": url, "events": list(events)})


class Receiver:
    """Takes POSTs on a free port; answers 204, or what was scripted. Its GET is a page of another origin."""

    def __init__(self):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with receiver.changed:
                    receiver.events.append(json.loads(body))
                    status = receiver.answers.pop(0) if receiver.answers else 204
                    receiver.changed.notify_all()
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self):
                text = b"<!doctype html><title>elsewhere</title><p>elsewhere</p>"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.events = []
        self.answers = []
        self.changed = threading.Condition()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/hooks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def count(self, event_id):
        with self.changed:
            return sum(each["id"] == event_id for each in self.events)

    def wait_for(self, condition):
        with self.changed:
            if not self.changed.wait_for(condition, timeout=20):
                raise AssertionError(f"the receiver waited in vain; it has {self.events}")

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
