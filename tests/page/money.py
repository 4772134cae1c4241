"""Money goes round, and the page shows it."""

import json
import os
import shutil
import subprocess
import unittest

from on_page import OUT_OF_THE_WAY, OnPage, row

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


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
        tab.point(*OUT_OF_THE_WAY)  # so that what comes is shown at once
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
