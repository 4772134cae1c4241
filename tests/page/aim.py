"""A press does what it was aimed at, and does it once."""

from on_page import OUT_OF_THE_WAY, OnPage, row


class Aim(OnPage):
    options = ("--http",)

    def with_quotes(self, number):
        """A page with open quotes; gives the quotes, and how to make one more."""
        alice = self.emulator.customer("Alice", "Nguyen")
        purse, till = self.emulator.wallet(alice), self.emulator.wallet(alice)

        def one_more():
            return self.emulator.quote(alice, purse, {"id": till}, "0.50")

        quotes = [one_more() for _ in range(number)]
        self.open()
        self.shows("quotes", quotes[0], "open")
        return quotes, one_more

    def status(self, quote):
        return self.emulator.api("GET", f"/quotes/{quote}")["status"]

    def days_ahead(self):
        return round(self.emulator.state()["secondsAhead"] / 86400)

    def test_rows_stay_under_the_pointer_while_others_come_and_come_when_it_has_gone(self):
        quotes, one_more = self.with_quotes(3)
        place = self.aim_in_row("quotes", quotes[1])
        self.assertEqual(quotes[1], self.at(place))
        later = one_more()
        above = self.emulator.customer("Bob", "Okafor")
        for section in ("quotes", "customers"):
            self.tab.until(f"document.querySelector('#{section} .count').textContent.endsWith('1 new')", "the new one")
        self.assertEqual(quotes[1], self.at(place))
        self.tab.click(*place)
        self.shows("quotes", quotes[1], "expired")
        self.assertEqual(["open", "expired", "open", "open"], [self.status(each) for each in [*quotes, later]])
        self.tab.point(*OUT_OF_THE_WAY)
        self.shows("quotes", later, "open")
        self.shows("customers", above)
        self.assertEqual("4", self.tab.evaluate("document.querySelector('#quotes .count').textContent"))

    def test_rows_come_under_a_pointer_that_rests_too(self):
        quotes, one_more = self.with_quotes(1)
        self.aim_in_row("quotes", quotes[0])
        self.shows("quotes", one_more(), "open")

    def test_a_row_that_has_just_moved_is_deaf_to_the_pointer_and_says_so(self):
        quotes, one_more = self.with_quotes(2)
        press = ("document.querySelectorAll('#quotes li.row button')[1]"
                 ".dispatchEvent(new MouseEvent('click', {bubbles: true, detail: %d}))")
        self.tab.evaluate("""new MutationObserver((_, observer) => {
            observer.disconnect();
            setTimeout(() => {
                %s;
                window.heard = document.querySelector('#said').textContent;
            });
        }).observe(document.querySelector('#quotes ul'), {childList: true})""" % (press % 1))
        quotes.append(one_more())
        self.tab.until("window.heard !== undefined", "the press")
        self.assertIn("just moved", self.tab.evaluate("window.heard"))
        self.assertEqual(["open"] * 3, [self.status(each) for each in quotes])
        # A key presses what has the focus, wherever that is.
        self.tab.evaluate(press % 0)
        self.shows("quotes", quotes[1], "expired")

    def test_what_has_the_focus_keeps_it_when_its_row_changes_its_place(self):
        quotes, _ = self.with_quotes(3)
        self.tab.evaluate(f"{row('quotes', quotes[0])}.querySelector('button').focus()")
        self.tab.evaluate(f"{row('quotes', quotes[2])}.querySelector('button').click()")  # goes below the others
        self.tab.until(f"document.querySelector('#quotes li.row:last-child').dataset.id === '{quotes[2]}'", "its move")
        self.assertEqual(quotes[0], self.tab.evaluate("document.activeElement.closest('li.row')?.dataset.id"))

    def test_a_double_click_does_it_once(self):
        self.emulator.webhook(self.receiver.url)
        self.emulator.endorsed()
        self.open()
        self.shows("deliveries", "delivered", "1 attempt: 204")
        before = self.emulator.state()["deliveries"]["total"]
        self.tab.double_click(*self.aim_in_row("deliveries", "delivered"))
        self.receiver.wait_for(lambda: len(self.receiver.events) > before)
        self.tab.point(*OUT_OF_THE_WAY)
        self.tab.until(f"document.querySelectorAll('#deliveries li.row').length > {before}", "the delivery")
        self.assertEqual(before + 1, self.emulator.state()["deliveries"]["total"])

        self.tab.double_click(*self.tab.aim("#fail-next"))
        self.tab.until("!document.querySelector('#failing').hidden", "the mark of a failure to come")
        self.until_it_can_be_pressed("#fail-next")
        self.assertEqual(1, self.emulator.state()["failingNext"])

        day = "[data-seconds=\"86400\"]"
        for days in (1, 2):
            self.tab.double_click(*self.tab.aim(day))
            self.until_it_can_be_pressed(day)
            self.assertEqual(days, self.days_ahead())

    def test_a_press_that_got_no_answer_is_said_to_be_unknown_and_pressing_again_does_not_do_it_twice(self):
        emulator, tab = self.emulator, self.tab
        problem, day = "document.querySelector('#clock-problem').textContent", "[data-seconds=\"86400\"]"
        emulator.customer("Alice", "Nguyen")
        self.open()
        emulator.stand_still()
        try:
            tab.press(day)
            tab.until(f"{problem}.includes('No answer')", "what is said of the press")
        finally:
            emulator.go_on()
        self.assertIn("may have been done", tab.evaluate(problem))
        tab.until("document.querySelector('#ahead').textContent.startsWith('1 d')", "the press to be done")
        tab.until("document.querySelector('#trouble').hidden", "the banner to go")
        self.until_it_can_be_pressed(day)
        self.assertIn("may have been done", tab.evaluate(problem))

        tab.press(day)
        tab.until(f"{problem} === ''", "an answer")
        self.until_it_can_be_pressed(day)
        self.assertEqual(1, self.days_ahead())
        tab.press(day)  # another one
        tab.until("document.querySelector('#ahead').textContent.startsWith('2 d')", "the next press to be done")

    def test_who_closes_what_is_said_of_a_press_begins_anew(self):
        tab, day = self.tab, "[data-seconds=\"86400\"]"
        self.emulator.customer("Alice", "Nguyen")
        self.open()
        self.emulator.stop()
        tab.press(day)
        tab.until("document.querySelector('#clock-problem button')", "what is said of the press")
        numbers = tab.evaluate("JSON.stringify(document.querySelector('#clock-problem').dataset)")
        self.assertIn("pressed", numbers)
        tab.press("#clock-problem button")
        self.assertEqual("", tab.evaluate("document.querySelector('#clock-problem').textContent"))
        self.assertEqual(None, tab.evaluate("document.querySelector('#clock-problem').dataset.pressed"))
        self.assertTrue(tab.evaluate(f"document.activeElement === document.querySelector('{day}')"))
        self.emulator.start()
