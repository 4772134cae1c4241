#!/usr/bin/env python3
"""The emulator's page, used in headless Chromium while money goes round.

usage: page.py OMS_SANDBOX [PICTURES]

Takes the program oms-sandbox and a directory for screenshots. Ends with 77 where there is no Chromium.
"""

import json
import os
import shutil
import subprocess
import sys
import unittest

from devtools import Browser, find_chromium
from emulator import Emulator, Receiver

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"

program = ""
pictures = ""
browser = None


def setUpModule():
    global browser
    browser = Browser(find_chromium())


def tearDownModule():
    browser.close()


def row(section, *texts):
    """JavaScript for the row of a section that shows these texts."""
    return (f"[...document.querySelectorAll('#{section} li.row')].find(row => "
            f"{json.dumps(texts)}.every(text => row.innerText.includes(text)))")


class OnPage(unittest.TestCase):
    options = ()

    def setUp(self):
        self.emulator = Emulator(program, *self.options)
        self.addCleanup(self.emulator.stop)
        self.receiver = Receiver()
        self.addCleanup(self.receiver.stop)
        self.tab = browser.tab()
        self.addCleanup(self.tab.close)

    def open(self):
        self.tab.open(self.emulator.page)
        self.tab.until("!document.querySelector('#main').hidden", "the first state")

    def picture(self, name):
        if pictures and self.emulator.tls:
            self.tab.screenshot(os.path.join(pictures, name + ".png"))

    def shows(self, section, *texts):
        """Waits for a row with these texts."""
        self.tab.until(row(section, *texts), f"{texts} in {section}")

    def look_away(self):
        """A page that is hidden asks no more once the question that is under way was answered."""
        self.tab.evaluate("""Object.defineProperty(document, 'hidden', {get: () => window.away === true});
                             window.away = true""")
        self.tab.evaluate("new Promise(done => setTimeout(done, 700))")

    def look_again(self):
        self.tab.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")

    def stays_in_its_frame(self):
        self.assertTrue(self.tab.evaluate("document.documentElement.scrollWidth <= innerWidth"),
                        "the page is wider than its window")

    def asks_its_own_origin_alone(self):
        requested = self.tab.requested()
        self.assertGreater(len(requested), 3)
        self.assertEqual([], [url for url in requested if not url.startswith(self.emulator.page)])

    def press_in_row(self, section, text, button="button"):
        self.tab.evaluate(f"{row(section, text)}.querySelector({json.dumps(button)}).id = 'to-press'")
        self.tab.press("#to-press")
        self.tab.evaluate("document.querySelector('#to-press')?.removeAttribute('id')")


class Page(OnPage):
    @unittest.skipUnless(shutil.which("curl"), "the page's commands are for curl")
    def test_the_first_commands_that_it_names_make_a_customer_who_appears(self):
        self.open()
        commands = self.tab.evaluate("document.querySelector('#first-commands').innerText")
        for secret in (self.emulator.key, self.emulator.secret):
            self.assertNotIn(secret, self.tab.evaluate("document.documentElement.innerHTML"))
        said = subprocess.run(["sh", "-ec", commands], env={**os.environ, **self.emulator.environment},
                              capture_output=True, text=True, timeout=30)
        self.assertEqual((0, ""), (said.returncode, said.stderr))
        self.shows("customers", json.loads(said.stdout)["id"], "Alice Nguyen")
        self.assertTrue(self.tab.evaluate("document.querySelector('#welcome').hidden"))

    def test_money_goes_round_and_the_page_shows_it_live(self):
        emulator, receiver, tab = self.emulator, self.receiver, self.tab
        self.open()
        tab.evaluate("window.openedOnce = true")

        hook = emulator.webhook(receiver.url)
        self.shows("webhooks", receiver.url, "enabled", "all events")
        self.assertTrue(tab.evaluate("document.querySelector('#welcome').hidden"))
        alice, bob = emulator.customer("Alice", "Nguyen"), emulator.customer("Bob", "Okafor")
        self.shows("customers", "Alice Nguyen", alice)
        purse, till = emulator.wallet(alice), emulator.wallet(bob)
        self.shows("customers", purse, "0.00 USDC", "cryptoCustody active")

        # Cash, handed over with the page's button.
        deposit = emulator.cash_in(alice, purse)
        self.shows("cash-ins", deposit, "pending", "100.00 USD", "code ends in")
        to_expire = emulator.quote(alice, purse, {"id": till}, "5.00")
        self.shows("quotes", to_expire, "open", "5.00 USDC", "left", "Alice Nguyen \u2192 Bob Okafor")
        self.picture("under-way")
        tab.look(380, 800)
        self.stays_in_its_frame()
        self.picture("under-way-narrow")
        tab.look(1280, 900)
        self.press_in_row("cash-ins", deposit)
        self.shows("cash-ins", deposit, "completed")
        self.assertEqual("completed", emulator.api("GET", f"/cash-ins/{deposit}")["status"])
        self.shows("customers", purse, "98.00 USDC")
        self.shows("transactions", "100.00 USD", "completed")

        # A quote that is ended by hand, and one that is executed.
        self.press_in_row("quotes", to_expire)
        self.shows("quotes", to_expire, "expired")
        self.assertEqual("expired", emulator.api("GET", f"/quotes/{to_expire}")["status"])
        quote = emulator.quote(alice, purse, {"id": till})
        self.shows("quotes", quote, "open")
        sent = emulator.execute(quote)
        self.shows("quotes", quote, "accepted")
        self.shows("transactions", sent, "completed", "Alice Nguyen \u2192 Bob Okafor")
        self.shows("customers", purse, "73.00 USDC")

        # A delivery that fails on purpose, and comes on its second attempt.
        self.shows("deliveries", "transaction.cryptoToCrypto.completed", "delivered")
        tab.press("#fail-next")
        tab.until("!document.querySelector('#failing').hidden", "the mark of a failure to come")
        again = emulator.execute(emulator.quote(alice, purse, {"id": till}, "1.00"))
        self.shows("deliveries", "transaction.cryptoToCrypto", "2 attempts, the last: 204", "delivered")
        tab.until("document.querySelector('#failing').hidden", "the failure to be used up")
        self.press_in_row("deliveries", "2 attempts, the last: 204", "summary")
        self.shows("deliveries", "2. 204", "1. failed on purpose")
        self.shows("transactions", again, "completed")

        # A receiver that fails by itself; then the page tries again at once.
        receiver.answers += [503] * 4
        emulator.api("POST", "/customers", {"type": "individual", "firstName": HOSTILE, "lastName": "O'Neill"})
        emulator.customer("Zo\u00eb", "\u00c5str\u00f6m")
        emulator.api("GET", f"/wallets/{purse}/balance")  # endorsements are found evaluated by the next request
        self.shows("deliveries", "customer.endorsement.granted", "503")
        self.picture("finished")

        # What was delivered comes once more.
        event = tab.evaluate(row("deliveries", "delivered", "1 attempt:") + ".querySelector('.id').textContent")
        before = receiver.count(event)
        self.press_in_row("deliveries", event)
        receiver.wait_for(lambda: sum(each["id"] == event for each in receiver.events) > before)
        self.assertNotIn(hook["secret"], tab.evaluate("document.documentElement.innerHTML"))

        # Names are text, whatever they say.
        self.shows("customers", HOSTILE)
        self.assertEqual("OMS sandbox", tab.evaluate("document.title"))
        self.assertEqual(0, tab.evaluate("document.querySelectorAll('main script, main img').length"))

        for width, height, dark, name in ((1280, 900, True, "dark"), (360, 740, False, "narrow"),
                                          (380, 800, True, "narrow-dark"), (820, 1100, False, "tablet")):
            tab.look(width, height, dark)
            self.stays_in_its_frame()
            self.picture(name)
        self.assertTrue(tab.evaluate("window.openedOnce"), "it was loaded again")
        self.asks_its_own_origin_alone()
        self.assertEqual([], tab.complaints())


class PlainPage(Page):
    """The same over plain HTTP."""
    options = ("--http",)


class PageInUse(OnPage):
    def test_an_emulator_in_which_nothing_has_happened_says_so_and_where_to_begin(self):
        self.open()
        self.assertIn(self.emulator.url, self.tab.evaluate("document.querySelector('#welcome').innerText"))
        self.assertEqual(6, self.tab.evaluate("[...document.querySelectorAll('.empty')].filter(e => !e.hidden).length"))
        self.picture("empty")
        self.stays_in_its_frame()
        self.tab.look(380, 800)
        self.stays_in_its_frame()
        self.picture("empty-narrow")
        self.asks_its_own_origin_alone()
        self.assertEqual([], self.tab.complaints())

    def test_while_nothing_happens_it_is_told_the_time_and_nothing_else_and_while_nobody_looks_it_does_not_ask(self):
        emulator, tab = self.emulator, self.tab
        emulator.customer("Alice", "Nguyen")
        self.open()
        self.shows("customers", "Alice Nguyen")
        for _ in range(2):
            before = tab.evaluate("document.querySelector('#now').textContent")
            tab.until(f"document.querySelector('#now').textContent !== {json.dumps(before)}", "the clock to go on")
        self.assertEqual(304, tab.answers("/_sandbox/state")[-1])
        self.look_away()
        asked = len(tab.requested())
        emulator.customer("Bob", "Okafor")
        tab.evaluate("new Promise(done => setTimeout(done, 1200))")
        self.assertEqual(asked, len(tab.requested()))
        self.look_again()
        self.shows("customers", "Bob Okafor")

    def test_each_button_of_the_clock_moves_it_and_what_is_due_happens(self):
        emulator, tab = self.emulator, self.tab
        alice = emulator.customer("Alice", "Nguyen")
        purse = emulator.wallet(alice)
        quote = emulator.quote(alice, purse, {"blockchainAddress": "0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911"})
        cash = emulator.cash_in(alice, purse)
        self.open()
        self.shows("quotes", quote, "open", "4 min")
        for seconds, ahead in ((60, "1 min"), (900, "16 min"), (86400, "1 d")):
            before = emulator.state()["secondsAhead"]
            tab.press(f"[data-seconds='{seconds}']")
            tab.until(f"document.querySelector('#ahead').textContent.startsWith({json.dumps(ahead)})",
                      f"the clock {ahead} ahead")
            self.assertLessEqual(abs(emulator.state()["secondsAhead"] - before - seconds), 1)
            if seconds == 60:
                self.shows("quotes", quote, "open", "3 min")
            if seconds == 900:
                self.shows("quotes", quote, "expired")
                self.shows("cash-ins", cash, "pending", "43 min")
        self.shows("cash-ins", cash, "expired")
        self.assertEqual([], tab.complaints())

    def test_a_delivery_can_be_made_once_more_while_its_subscription_is_enabled(self):
        hook = self.emulator.webhook(self.receiver.url)["id"]
        self.emulator.endorsed()
        self.open()
        self.shows("deliveries", "delivered", "1 attempt: 204")
        button = row("deliveries", "delivered") + ".querySelector('button')"
        self.assertFalse(self.tab.evaluate(f"{button}.hidden"))
        for enabled in (False, True):
            self.emulator.api("PATCH", f"/webhooks/{hook}", {"enabled": enabled})
            self.tab.until(f"{button}.hidden === {json.dumps(not enabled)}", f"the button, enabled: {enabled}")

    def test_what_the_emulator_refuses_is_said_and_changes_nothing(self):
        emulator, tab = self.emulator, self.tab
        alice = emulator.customer("Alice", "Nguyen")
        purse = emulator.wallet(alice)
        cash = emulator.cash_in(alice, purse)
        self.open()
        self.shows("cash-ins", cash, "pending")
        tab.evaluate(f"(box => {{ box.focus(); box.select(); }})({row('cash-ins', cash)}.querySelector('input'))")
        tab.write("9999")
        tab.key("Enter", text="\r")
        problem = f"{row('cash-ins', cash)}.querySelector('.problem').textContent"
        tab.until(f"{problem}.includes('limits for cash')", "the refusal in the row of the cash-in")
        self.picture("refused")
        self.assertEqual("pending", emulator.api("GET", f"/cash-ins/{cash}")["status"])
        # Typed text stays while the state comes in, and so does the focus.
        self.assertEqual("9999", tab.evaluate("document.activeElement.value"))
        # What is done right takes the refusal away.
        tab.evaluate("document.activeElement.select()")
        tab.write("40.50")
        tab.key("Enter", text="\r")
        self.shows("cash-ins", cash, "completed", "40.50 USD")
        self.assertEqual("", tab.evaluate(problem))

    def test_everything_can_be_done_from_the_keyboard(self):
        emulator, tab = self.emulator, self.tab
        alice = emulator.customer("Alice", "Nguyen")
        purse = emulator.wallet(alice)
        cash = emulator.cash_in(alice, purse)
        quote = emulator.quote(alice, purse, {"blockchainAddress": "0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911"})
        self.open()
        self.shows("quotes", quote, "open")
        passed = []
        while True:
            tab.key("Tab")
            here = tab.evaluate("document.activeElement.getAttribute('aria-label') || "
                                "document.activeElement.textContent")
            if here in passed or len(passed) > 20 or not tab.evaluate("document.activeElement !== document.body"):
                break
            self.assertTrue(tab.evaluate("document.activeElement.matches(':focus-visible')"), here)
            passed.append(here)
            if here == "Expire":
                tab.key("Enter", text="\r")
                self.shows("quotes", quote, "expired")
                # The button has gone; the focus is where it was.
                self.assertEqual(quote, tab.evaluate("document.activeElement.dataset.id"))
        self.assertEqual(["+1 min", "+15 min", "+1 day", "Amount of cash in USD", "Deposit cash", "Expire",
                          "Fail the next delivery"], passed)
        self.shows("cash-ins", cash, "pending")

    def test_an_emulator_that_is_stopped_is_said_to_be_and_one_that_is_back_is_shown(self):
        emulator, tab = self.emulator, self.tab
        emulator.customer("Alice", "Nguyen")
        self.open()
        self.shows("customers", "Alice Nguyen")
        self.assertEqual([], tab.complaints())
        emulator.stop()
        tab.until("!document.querySelector('#trouble').hidden", "the banner")
        self.assertIn("does not answer", tab.evaluate("document.querySelector('#trouble').textContent"))
        self.assertIn("Alice Nguyen", tab.evaluate("document.body.innerText"))
        tab.press("[data-seconds='60']")
        tab.until("document.querySelector('#clock-problem').textContent", "the action to be said lost")
        self.picture("stopped")
        tab.look(380, 800)
        self.stays_in_its_frame()
        self.picture("stopped-narrow")
        tab.look(1280, 900)
        emulator.start()
        tab.until("document.querySelector('#trouble').hidden", "the banner to go")
        tab.until("!document.querySelector('#welcome').hidden", "the new emulator, in which nothing has happened")
        self.assertEqual(0, tab.evaluate("document.querySelectorAll('li.row').length"))
        self.assertEqual("", tab.evaluate("document.querySelector('#clock-problem').textContent"))
        self.asks_its_own_origin_alone()

    def test_a_page_of_another_origin_moves_nothing_and_reads_nothing(self):
        emulator, tab = self.emulator, self.tab
        emulator.customer("Alice", "Nguyen")
        before = emulator.state()["secondsAhead"]
        tab.open(f"http://127.0.0.1:{self.receiver.port}/")
        clock = f"{emulator.page}_sandbox/clock"
        tried = tab.evaluate("""(async () => {
            const results = [];
            const body = '{"seconds":86400}';
            for (const how of [{mode: 'no-cors'}, {headers: {'X-Oms-Sandbox': 'window'}}, {credentials: 'include'}])
                results.push(await fetch(%s, {method: 'POST', body, ...how}).then(a => a.type, () => 'refused'));
            results.push(await fetch(%s).then(a => a.text(), () => 'refused'));
            const script = document.createElement('script');
            script.src = %s;
            results.push(await new Promise(done => {
                script.onload = () => done('loaded');
                script.onerror = () => done('refused');
                document.head.append(script);
            }));
            const frame = document.createElement('iframe');
            frame.src = %s;
            await new Promise(done => { frame.onload = done; document.body.append(frame); });
            let seen = 'refused';
            try { seen = frame.contentDocument ? 'read' : 'refused'; } catch {}
            results.push(seen);
            return results;
        })()""" % (json.dumps(clock), json.dumps(f"{emulator.page}_sandbox/state"),
                   json.dumps(f"{emulator.page}_sandbox/elements.js"), json.dumps(emulator.page)))
        self.assertNotIn("Alice", json.dumps(tried))
        self.assertEqual(["refused"] * 5, tried[1:])
        self.assertIn(tried[0], ("refused", "opaque"))
        self.assertLessEqual(abs(emulator.state()["secondsAhead"] - before), 1)


class AnotherEmulator(OnPage):
    """One that is started anew is under the same address only without TLS: its certificate is another one."""
    options = ("--http",)

    def test_the_deliveries_of_one_that_came_while_nobody_looked_are_shown_as_its_own(self):
        emulator, receiver, tab = self.emulator, self.receiver, self.tab

        def first_delivery():
            emulator.webhook(receiver.url)
            emulator.endorsed()
            delivery = emulator.state()["deliveries"]["shown"][-1]
            self.assertEqual("1", delivery["id"])
            return delivery["eventId"]

        before = first_delivery()
        self.open()
        self.shows("deliveries", before, "delivered")
        self.look_away()
        emulator.stop()
        emulator.start()
        after = first_delivery()
        receiver.wait_for(lambda: receiver.count(after) == 1)
        self.look_again()
        self.shows("deliveries", after, "delivered")
        self.assertFalse(tab.evaluate(f"document.body.innerText.includes({json.dumps(before)})"))
        self.press_in_row("deliveries", after)
        receiver.wait_for(lambda: receiver.count(after) == 2)
        self.assertEqual(1, receiver.count(before))


class NoPage(unittest.TestCase):
    def test_without_the_page_nothing_of_it_is_served(self):
        emulator = Emulator(program, "--no-page")
        self.addCleanup(emulator.stop)
        self.assertIsNone(emulator.page)
        for method, path in (("GET", "/"), ("GET", "/_sandbox/state"), ("POST", "/_sandbox/clock")):
            status, _, text = emulator.send(method, path, {"seconds": 60} if method == "POST" else None,
                                            {"X-Oms-Sandbox": "window"})
            self.assertEqual((404, "not_found"), (status, json.loads(text)["code"]))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    if not find_chromium():
        print("skipped: there is no Chromium here; on Debian, apt-get install chromium")
        sys.exit(77)
    program = os.path.abspath(sys.argv[1])
    if len(sys.argv) == 3:
        pictures = os.path.abspath(sys.argv[2])
        os.makedirs(pictures, exist_ok=True)
    unittest.main(argv=sys.argv[:1], verbosity=2)
