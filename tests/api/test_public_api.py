"""What the gate of the public API sees, and what it does not. Run by ./run api."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(__file__).with_name("public_api.py")
HEADER = """#pragma once
namespace oms { inline namespace v0_1 {
namespace detail { struct inner { int hidden; }; }
class wallet {
public:
    explicit wallet(int number = 0);
    int number() const noexcept;
    template <class T> requires true T as() &&;
    enum class state : unsigned char { open = 1 };
private:
    int number_ = 0;
};
using purse = wallet;
}}
"""


class Gate(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        os.mkdir(os.path.join(self.place.name, "oms"))
        self.record = os.path.join(self.place.name, "recorded.txt")
        self.write(HEADER)
        with open(self.record, "w", encoding="utf-8") as record:
            record.write(self.run_program().stdout)

    def write(self, text):
        with open(os.path.join(self.place.name, "oms", "wallet.hpp"), "w", encoding="utf-8") as header:
            header.write(text)

    def run_program(self, *more):
        return subprocess.run([sys.executable, PROGRAM, self.place.name, *more], capture_output=True, text=True)

    def check(self):
        return self.run_program("--check", self.record)

    def test_what_users_can_name_is_recorded_and_nothing_else(self):
        with open(self.record, encoding="utf-8") as record:
            self.assertEqual(record.read().splitlines(), [
                "class oms::wallet", "enum oms::wallet::state : unsigned char",
                "enumerator oms::wallet::state::open = 1", "oms::wallet::number() const noexcept -> int",
                "oms::wallet::wallet(int = …)", "template < class T > requires true T oms::wallet::as() && -> T",
                "using oms::purse = wallet"])

    def test_the_same_headers_pass(self):
        self.assertEqual(self.check().returncode, 0)

    def test_what_is_private_or_internal_may_change(self):
        self.write(HEADER.replace("number_ = 0", "count_ = 1").replace("hidden", "other"))
        self.assertEqual(self.check().returncode, 0)

    def test_each_public_change_is_refused_and_named(self):
        for before, after in (("int number() const", "long number() const"), (" noexcept", ""), ("int number = 0", "int"),
                              ("open = 1", "open = 2"), ("using purse = wallet;", ""), ("as() &&", "as()"),
                              ("requires true", "requires (sizeof(T) > 1)"), ("private:", "")):
            with self.subTest(before):
                self.write(HEADER.replace(before, after))
                result = self.check()
                self.assertEqual(result.returncode, 1)
                self.assertIn("oms::", result.stdout)

    def test_headers_that_do_not_compile_are_an_error(self):
        self.write(HEADER.replace("int number() const", "unheard_of number() const"))
        result = self.check()
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("unheard_of", result.stderr)


if __name__ == "__main__":
    unittest.main()
