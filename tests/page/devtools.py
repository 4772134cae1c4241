"""Headless Chromium, driven by the DevTools protocol over a pipe."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time


def find_chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    return None


class Browser:
    """A browser with a profile of its own, removed at the end."""

    # It trusts the emulator's certificate without asking, and asks nobody else for anything.
    FLAGS = [
        "--headless=new", "--remote-debugging-pipe", "--ignore-certificate-errors", "--no-first-run",
        "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
        "--disable-default-apps", "--disable-extensions", "--disable-sync", "--disable-gpu",
        "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb",
    ]

    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="oms-page-")
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()

        def pipes():
            # First out of the way: one of them may be 3 or 4 itself.
            reading, writing = os.dup(to_read), os.dup(to_write)
            spare_in, spare_out = os.dup(reading), os.dup(writing)
            os.dup2(spare_in, 3)
            os.dup2(spare_out, 4)

        flags = list(self.FLAGS)
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        environment = dict(os.environ, HOME=self.profile, LANG="C.UTF-8", TZ="UTC")
        self.process = subprocess.Popen(
            [program, *flags, f"--user-data-dir={self.profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=pipes, env=environment)
        os.close(to_read)
        os.close(to_write)
        self._answers = {}
        self._events = []
        self._changed = threading.Condition()
        self._last = 0
        self._ended = False
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        rest = b""
        while True:
            read = os.read(self._in, 1 << 16)
            if not read:
                break
            *messages, rest = (rest + read).split(b"\0")
            with self._changed:
                for message in map(json.loads, messages):
                    if "id" in message:
                        self._answers[message["id"]] = message
                    else:
                        self._events.append(message)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def call(self, method, session=None, **parameters):
        with self._changed:
            self._last += 1
            number = self._last
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        with self._changed:
            self._changed.wait_for(lambda: number in self._answers or self._ended, timeout=60)
            answer = self._answers.pop(number, None)
        if answer is None:
            raise RuntimeError(f"Chromium does not answer {method}")
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def events(self, session, method):
        with self._changed:
            return [each["params"] for each in self._events
                    if each.get("sessionId") == session and each["method"] == method]

    def tab(self, width=1280, height=900, dark=False):
        return Tab(self, width, height, dark)

    def close(self):
        try:
            self.call("Browser.close")
        except (RuntimeError, OSError):
            pass
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


class Tab:
    def __init__(self, browser, width, height, dark):
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.look(width, height, dark)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def look(self, width, height, dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def open(self, url):
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'", "the page to load")

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def until(self, condition, what, seconds=20):
        """Waits, inside the page, until the condition holds."""
        held = self.evaluate("""new Promise(done => {
            const end = performance.now() + %d;
            const look = () => {
                let held = false;
                try { held = Boolean(%s); } catch {}
                if (held || performance.now() > end) done(held);
                else setTimeout(look, 20);
            };
            look();
        })""" % (seconds * 1000, condition))
        if not held:
            raise AssertionError(f"waited {seconds} s in vain for {what}\nthe page says:\n"
                                 + self.evaluate("document.body.innerText"))

    def point(self, x, y):
        """Moves the mouse there."""
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def aim(self, selector):
        """Moves the mouse to the middle of what the selector finds, which must be there to be clicked, and waits until
        it stands still there: what has just moved is deaf. Gives the place."""
        find = "document.querySelector(%s)" % json.dumps(selector)
        self.evaluate("%s?.scrollIntoView({block: 'center', behavior: 'instant'})" % find)
        middle = """(() => {
            const box = %s?.getBoundingClientRect();
            return box ? [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)] : null;
        })()""" % find
        for _ in range(20):
            place = self.evaluate(middle)
            if not place:
                break
            self.point(*place)
            still = self.evaluate("""new Promise(done => {
                const end = performance.now() + 700;
                const look = () => {
                    if (String(%s) !== "%d,%d") done(false);
                    else if (performance.now() > end) done(true);
                    else setTimeout(look, 20);
                };
                look();
            })""" % (middle, *place))
            if still:
                on_top = "document.elementFromPoint(%d, %d)" % tuple(place)
                if self.evaluate(f"{find}.contains({on_top})"):
                    return tuple(place)
        raise AssertionError(f"{selector} cannot be clicked: {place}")

    def click(self, x, y, count=1):
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count)

    def press(self, selector):
        """A click in the middle of what the selector finds."""
        self.click(*self.aim(selector))

    def double_click(self, x, y):
        self.click(x, y)
        time.sleep(0.12)
        self.click(x, y, 2)

    def key(self, name, code=None, text=None):
        for kind in ("keyDown", "keyUp"):
            extra = {"text": text} if text and kind == "keyDown" else {}
            codes = {"Tab": 9, "Enter": 13}
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=code or name,
                      windowsVirtualKeyCode=codes.get(name, 0), **extra)

    def write(self, text):
        self.call("Input.insertText", text=text)

    def screenshot(self, path, whole=True):
        """Of the whole page, from its top, without what lies at the edge of the window for a moment."""
        self.evaluate("document.fonts.ready.then(() => scrollTo({top: 0, behavior: 'instant'}))")
        self.evaluate("document.querySelector('#said').hidden = true")
        picture = {}
        if whole:
            size = self.evaluate("({w: innerWidth, h: Math.max(document.documentElement.scrollHeight, innerHeight)})")
            picture = {"captureBeyondViewport": True,
                       "clip": {"x": 0, "y": 0, "width": size["w"], "height": size["h"], "scale": 1}}
        data = self.call("Page.captureScreenshot", format="png", **picture)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
        self.evaluate("document.querySelector('#said').hidden = false")

    def requested(self):
        return [each["request"]["url"] for each in self.browser.events(self.session, "Network.requestWillBeSent")]

    def answers(self, path):
        """The statuses of the answers to requests for it."""
        return [each["response"]["status"] for each in self.browser.events(self.session, "Network.responseReceived")
                if each["response"]["url"].endswith(path)]

    def complaints(self):
        """Whatever the console shows as an error or a warning."""
        found = [each["entry"]["text"] for each in self.browser.events(self.session, "Log.entryAdded")
                 if each["entry"]["level"] in ("error", "warning")]
        found += [str(each["args"]) for each in self.browser.events(self.session, "Runtime.consoleAPICalled")
                  if each["type"] in ("error", "warning", "assert")]
        found += [str(each["exceptionDetails"]) for each in self.browser.events(self.session, "Runtime.exceptionThrown")]
        return found

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
