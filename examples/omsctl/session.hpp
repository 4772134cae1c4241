#pragma once

#include "arguments.hpp"
#include "exit_code.hpp"
#include "facts.hpp"
#include "ids_seen.hpp"

#include <oms/client/call_options.hpp>
#include <oms/client/client.hpp>
#include <oms/client/raw_answer.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace omsctl {

/// One run of a command: the client, what was asked, and how to show what came of it.
class session {
public:
    session(oms::client with, std::string url, const arguments& asked)
        : client(std::move(with)), base_url(std::move(url)), given(asked), seen(base_url)
    {
    }

    const oms::client client;
    const std::string base_url;
    const arguments& given;
    const ids_seen seen;
    /// The last answer of a call with `options()`, byte for byte.
    oms::raw_answer answer;
    /// What is done and cannot be taken back, and how to wait on; empty before. A failure from then on is told with it.
    std::string begun;
    /// The key that repeats the whole command, where its calls have others that are made from it; else empty.
    std::string key;

    /// For each call of the command: key, time, and that its answer is kept.
    oms::call_options options();
    /// The same without the key, for calls that go before the one that the key is for.
    oms::call_options options_without_key();

    bool json() const { return given.has("--json"); }

    /// Prints one resource, or the answer it came with. Gives `done`.
    int show(const facts& one);
    /// The same with other JSON than the answer's.
    int show(const facts& one, std::string_view document);
    /// For the one answer that has a secret which is shown this once: with it.
    void show_with_secret(const facts& one);
    /// Prints a list: `documents` are the answers of its pages.
    int show(const std::vector<facts>& rows, const std::vector<std::string_view>& columns,
             const std::vector<std::string>& documents, bool has_more);

    /// What is for a person and not part of the result: on standard error.
    void tell(std::string_view text) const;

private:
    void print(const facts& one, const std::string& document) const;
    void print_fields(const facts& one, char between) const;
    void tell_of_missing(const std::vector<facts>& rows) const;
};

} // namespace omsctl
