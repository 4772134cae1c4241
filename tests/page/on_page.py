"""What the tests of the page share: an emulator, a receiver of webhooks, a tab of the browser."""

import json
import os
import unittest

from emulator import Emulator, Receiver

# Set by page.py.
program = ""
pictures = ""
browser = None

OUT_OF_THE_WAY = (3, 3)  # for the pointer: over no row


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
        # Not innerWidth: a phone makes that as wide as the page.
        frame = "document.documentElement"
        self.assertTrue(self.tab.evaluate(f"{frame}.scrollWidth <= {frame}.clientWidth"),
                        "the page is wider than its window")

    def asks_its_own_origin_alone(self):
        requested = self.tab.requested()
        self.assertGreater(len(requested), 3)
        self.assertEqual([], [url for url in requested if not url.startswith(self.emulator.page)])

    def aim_in_row(self, section, text, button="button"):
        self.tab.evaluate(f"{row(section, text)}.querySelector({json.dumps(button)}).id = 'to-press'")
        place = self.tab.aim("#to-press")
        self.tab.evaluate("document.querySelector('#to-press')?.removeAttribute('id')")
        return place

    def press_in_row(self, section, text, button="button"):
        self.tab.click(*self.aim_in_row(section, text, button))

    def until_it_can_be_pressed(self, selector):
        """Again, after a press."""
        self.tab.until(f"document.querySelector({selector!r}).getAttribute('aria-disabled') !== 'true'", selector)

    def at(self, place):
        """The thing whose row is there."""
        return self.tab.evaluate("document.elementFromPoint(%s, %s)?.closest('li.row')?.dataset.id" % place)
