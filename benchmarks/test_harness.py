"""Tests of the harness itself: `python3 -m unittest discover benchmarks`."""

from __future__ import annotations

import json
import sys
import tempfile
import unittest
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent))

import charts
import exact
from bench_run import Group
from check import check_last, expected
from figures import Check, Row, exactly, number
from measure import Case, ProgramFailed, Range, Sample, ratio, ratios, run_program
from nginx import BALANCE_PATH, configuration, Certificates
from strict_server import ORDER, TOKEN, StrictServer


def case(name: str, *cpu_us: float) -> Case:
    return Case(name, [], 1000, [Sample(cpu, cpu / 2, cpu / 2, 1000.0, 0.5) for cpu in cpu_us])


def program(code: str) -> list[str]:
    return [sys.executable, "-c", code]


class Figures(unittest.TestCase):
    def test_a_ratio_is_taken_within_each_repeat(self) -> None:
        # The machine was slow in the second repeat: the ratio of the medians would be 20 / 20.
        self.assertEqual(ratio(case("a", 10, 100, 20), case("b", 20, 200, 10)), Range(0.5, 0.5, 2.0))

    def test_ratios_of_unlike_many_repeats_are_refused(self) -> None:
        with self.assertRaises(ValueError):
            ratios([1.0, 2.0], [1.0])

    def test_a_figure_at_its_limit_meets_it(self) -> None:
        self.assertEqual(Check("x", exactly(0.95), 0.95).verdict, "met")
        self.assertEqual(Check("x", exactly(0.951), 0.95).verdict, "missed")
        self.assertEqual(Check("x", exactly(0.9), 0.9, at_least=True).verdict, "met")
        self.assertEqual(Check("x", exactly(0.89), 0.9, at_least=True).verdict, "missed")

    def test_a_row_is_missed_when_one_of_its_figures_is(self) -> None:
        met, missed, unknown = Check("a", exactly(1), 1), Check("b", exactly(2), 1), Check("c", None, 1, why="no go")
        self.assertEqual(Row(1, "", [met, missed, unknown]).verdict, "missed")
        self.assertEqual(Row(1, "", [met, unknown]).verdict, "met, 1 not measured")
        self.assertEqual(Row(1, "", [unknown]).verdict, "not measured: no go")

    def test_numbers_keep_what_matters(self) -> None:
        self.assertEqual([number(n) for n in (20000, 0, 0.9534, 10.456, 35135.6)], ["20 000", "0", "0.953", "10.46", "35 136"])

    def test_what_two_run_lengths_share_is_not_counted(self) -> None:
        start_up, a_call = 1_000_000, 350
        count = lambda command: start_up + a_call * int(command[command.index("--calls") + 1])
        self.assertEqual(exact.per_call(count, ["client"]), a_call)


class Programs(unittest.TestCase):
    def test_the_last_line_of_a_program_is_its_answer(self) -> None:
        self.assertEqual(run_program(program("print('hello'); print('{\"calls\": 3}')")), {"calls": 3})

    def test_a_program_that_fails_or_says_nothing_is_an_error(self) -> None:
        for code in ("import sys; print('{}'); sys.exit(3)", "pass"):
            with self.assertRaises(ProgramFailed):
                run_program(program(code))

    def test_a_program_that_does_not_end_is_an_error(self) -> None:
        with self.assertRaises(ProgramFailed):
            run_program(program("import time; time.sleep(60)"), timeout=0.2)

    def test_another_amount_than_the_servers_is_an_error(self) -> None:
        right = expected("get")
        check_last("client", "get", {"last": right})
        for wrong in (right | {"balance": "1234.57"}, {}):
            with self.assertRaises(ProgramFailed):
                check_last("client", "get", {"last": wrong})


class Strict(unittest.TestCase):
    def setUp(self) -> None:
        self.server = self.enterContext(StrictServer("strict", None))

    def ask(self, path: str, body: object = None, **changed: str | None) -> int:
        fields = {"User-Agent": "oms-cpp/0.1.0", "Accept": "application/json", "Authorization": TOKEN}
        if body is not None:
            fields |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        fields |= {name.replace("_", "-"): value for name, value in changed.items()}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.server.url().removesuffix("/v0.9") + path, data)
        for name, value in fields.items():
            if value is not None:
                request.add_header(name, value)
        opener = urllib.request.build_opener()
        opener.addheaders = []
        self.server.tolerated = {"accept-encoding", "connection"}  # which this client cannot leave out
        try:
            return opener.open(request).status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    def test_it_takes_what_the_protocol_says(self) -> None:
        self.assertEqual(self.ask(BALANCE_PATH), 200)
        self.assertEqual(self.ask("/v0.9/quotes", ORDER), 201)

    def test_it_refuses_another_token_field_path_or_body(self) -> None:
        self.assertEqual(self.ask(BALANCE_PATH, Authorization="Bearer x"), 400)
        self.assertEqual(self.ask(BALANCE_PATH, X_Extra="1"), 400)
        self.assertEqual(self.ask(BALANCE_PATH + "s"), 400)
        self.assertEqual(self.ask("/v0.9/quotes", ORDER | {"customerId": "cst_other"}), 400)

    def test_it_refuses_a_key_that_is_missing_no_uuid_or_used(self) -> None:
        key = str(uuid.uuid4())
        self.assertEqual(self.ask("/v0.9/quotes", ORDER, Idempotency_Key=key), 201)
        for wrong in (key, None, "1234", str(uuid.uuid1())):
            self.assertEqual(self.ask("/v0.9/quotes", ORDER, Idempotency_Key=wrong), 400)


class Drawing(unittest.TestCase):
    def test_charts_are_well_formed_and_name_every_program(self) -> None:
        drawn = charts.bars(Group("a <b> & c", {"ours": case("oms_client", 9, 10), "raw": case("raw_asio", 7, 8)}))
        words = "".join(ElementTree.fromstring(drawn).itertext())
        for expected_words in ("a <b> & c", "oms_client", "raw_asio"):
            self.assertIn(expected_words, words)

    def test_a_flat_line_is_drawn_too(self) -> None:
        table = {"title": "t", "columns": ["n", "us"], "rows": [[1, 10.0], [8, 10.0]], "x": "n", "y": "us", "series": None,
                 "exponents": {"us": 0.0}, "expected": 0}
        self.assertIn("n^0.00", charts.growth_lines(table))


class Nginx(unittest.TestCase):
    def test_its_answers_are_those_of_the_contract(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            text = configuration(folder, Certificates(folder, folder, folder), 1, 2)
        self.assertIn('"balance":"1234.56"', text)
        self.assertIn("return 201 '{\"id\":\"qt_01kv5vfttke7kbces9gqte20g2\"", text)


if __name__ == "__main__":
    unittest.main()
