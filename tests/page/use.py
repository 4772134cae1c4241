"""A person at the page, and an emulator that does not always answer."""

import json
import unittest

import on_page
from emulator import Emulator
from on_page import OnPage, row


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
        self.until_it_can_be_pressed("#cash-ins button")
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
        # What became of the press is not known any better now.
        self.assertIn("may have been done", tab.evaluate("document.querySelector('#clock-problem').textContent"))
        tab.press("#clock-problem button")
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
        emulator = Emulator(on_page.program, "--no-page")
        self.addCleanup(emulator.stop)
        self.assertIsNone(emulator.page)
        for method, path in (("GET", "/"), ("GET", "/_sandbox/state"), ("POST", "/_sandbox/clock")):
            status, _, text = emulator.send(method, path, {"seconds": 60} if method == "POST" else None,
                                            {"X-Oms-Sandbox": "window"})
            self.assertEqual((404, "not_found"), (status, json.loads(text)["code"]))
