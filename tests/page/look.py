"""What can be seen: all of it, the right way round, and in reach."""

import json

from on_page import OnPage, row


class Look(OnPage):
    def test_a_page_that_is_too_wide_is_found_at_every_width(self):
        self.open()
        for width in (380, 820, 1280):
            self.tab.look(width, 800)
            self.stays_in_its_frame()
            self.tab.evaluate("""document.querySelector('main').append(Object.assign(
                document.createElement('div'), {id: 'wide'}));
                document.querySelector('#wide').style.cssText = 'width: 1400px; height: 1px'""")
            with self.assertRaisesRegex(AssertionError, "wider"):
                self.stays_in_its_frame()
            self.tab.evaluate("document.querySelector('#wide').remove()")

    def test_names_from_right_to_left_turn_nothing_around_them(self):
        emulator, tab = self.emulator, self.tab
        arabic = emulator.customer("\u0645\u062d\u0645\u062f", "\u0639\u0644\u064a")
        hebrew = emulator.customer("\u05d3\u05e0\u05d4", "\u05db\u05d4\u05df")
        turning = emulator.customer("\u202eAlice", "Nguyen")  # from here on from right to left
        purse, till, other = (emulator.wallet(each) for each in (arabic, hebrew, turning))
        emulator.deposit(emulator.cash_in(arabic, purse))
        quotes = [emulator.quote(arabic, purse, {"id": to}, "5.00") for to in (till, other)]
        self.open()
        for section, thing, names in (("quotes", quotes[0], 2), ("quotes", quotes[1], 2), ("customers", turning, 1)):
            self.shows(section, thing)
            seen = tab.evaluate("""(row => {
                const texts = [], box = range => range.getBoundingClientRect();
                const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
                for (let node; node = walker.nextNode();) {
                    const range = document.createRange();
                    range.selectNodeContents(node);
                    const isName = node.parentNode.tagName === "BDI", places = [];
                    for (let at = 0; !isName && at < node.data.length; ++at) {
                        range.setStart(node, at);
                        range.setEnd(node, at + 1);
                        places.push([box(range).top, box(range).left]);
                    }
                    range.selectNodeContents(node);
                    texts.push({text: node.data, isName, left: box(range).left, top: box(range).top, places});
                }
                return texts;
            })(%s.querySelector(%s))""" % (row(section, thing), json.dumps(".more" if names == 2 else ".what")))
            self.assertEqual(names, sum(each["isName"] for each in seen), seen)
            self.assertEqual(1, len({each["top"] // 10 for each in seen}), "on one line")
            lefts = [each["left"] for each in seen]
            self.assertEqual(sorted(lefts), lefts, seen)
            for each in seen:
                self.assertEqual(sorted(each["places"]), each["places"], each["text"])
        self.picture("right-to-left")

    def test_the_banner_is_seen_at_every_width_wherever_the_page_was_scrolled_to(self):
        emulator, tab = self.emulator, self.tab
        for i in range(12):
            emulator.wallet(emulator.customer(f"Customer {i}", "Nguyen"))
        self.open()
        emulator.stop()
        tab.until("!document.querySelector('#trouble').hidden", "the banner")
        for width in (1280, 820, 380):
            tab.look(width, 500)
            tab.evaluate("scrollTo({top: 1e6, behavior: 'instant'})")
            self.assertGreater(tab.evaluate("scrollY"), 100)
            self.assertTrue(tab.evaluate("""(() => {
                const trouble = document.querySelector('#trouble'), box = trouble.getBoundingClientRect();
                return box.top >= 0 && box.bottom <= innerHeight && box.height > 10 &&
                       trouble === document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            })()"""), f"at {width}")
            self.stays_in_its_frame()
            self.picture(f"stopped-{width}")
        emulator.start()

    def test_with_many_of_one_kind_the_others_are_in_reach_and_it_says_how_many_there_are(self):
        emulator, tab = self.emulator, self.tab
        alice = emulator.customer("Alice", "Nguyen")
        purse = emulator.wallet(alice)
        waiting = emulator.cash_in(alice, purse)
        for i in range(52):
            other = emulator.customer(f"Customer {i}", "Nguyen")
            emulator.deposit(emulator.cash_in(other, emulator.wallet(other)))
        for _ in range(20):
            emulator.wallet(alice)
        self.open()
        self.assertEqual(["50 of 53 shown"] * 2, tab.evaluate(
            "['customers', 'cash-ins'].map(id => document.querySelector(`#${id} .count`).textContent)"))
        self.assertEqual(waiting, tab.evaluate("document.querySelector('#cash-ins li.row').dataset.id"))
        self.press_in_row("cash-ins", waiting)
        tab.until(f"!{row('cash-ins', waiting)}", "it to be among the oldest that have ended")
        self.assertEqual("completed", emulator.api("GET", f"/cash-ins/{waiting}")["status"])
        for width, height in ((1280, 900), (380, 800)):
            tab.look(width, height)
            self.assertTrue(tab.evaluate("""[...document.querySelectorAll('section > ul')].every(
                each => each.getBoundingClientRect().height <= 0.6 * innerHeight)"""), f"at {width}")
            self.assertTrue(tab.evaluate("""
                document.querySelector('#cash-ins').getBoundingClientRect().top + scrollY < innerHeight"""))
            self.picture(f"many-{width}")
        # What scrolls is a stop of the Tab key, what does not is none.
        self.assertEqual([0, 0, -1], tab.evaluate(
            "['customers', 'cash-ins', 'quotes'].map(id => document.querySelector(`#${id} ul`).tabIndex)"))

    def test_of_many_wallets_the_latest_are_shown_and_how_many_there_are(self):
        alice = self.emulator.customer("Alice", "Nguyen")
        wallets = [self.emulator.wallet(alice) for _ in range(21)]
        self.open()
        self.shows("customers", alice, "the latest 20 of 21 wallets", wallets[20])
        self.assertFalse(self.tab.evaluate(f"document.body.innerText.includes('{wallets[0]}')"))
