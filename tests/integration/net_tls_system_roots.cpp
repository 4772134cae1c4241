#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/net/impl/trust_store.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <optional>
#include <sstream>

namespace fs = std::filesystem;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;

namespace {

/// A folder of this test alone.
class scratch_folder {
public:
    scratch_folder() : path_(fs::temp_directory_path() / ("oms_roots_" + std::to_string(::getpid())))
    {
        fs::create_directories(path_);
    }
    ~scratch_folder() { fs::remove_all(path_); }
    std::string write(const std::string& name, const std::string& text) const
    {
        std::ofstream(path_ / name) << text;
        return (path_ / name).string();
    }
    std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

/// An environment variable, set or without a value; as it was before at the end.
class variable {
public:
    variable(const char* name, const std::optional<std::string>& value) : name_(name)
    {
        if (const char* const before = std::getenv(name))
            before_ = before;
        set(value);
    }
    ~variable() { set(before_); }
    variable(const variable&) = delete;
    variable& operator=(const variable&) = delete;

private:
    void set(const std::optional<std::string>& value) const
    {
        if (value)
            ::setenv(name_, value->c_str(), 1);
        else
            ::unsetenv(name_);
    }

    const char* name_;
    std::optional<std::string> before_;
};

/// The name that OpenSSL looks for.
std::string hashed_name(const std::string& certificate)
{
    std::ostringstream name;
    name << std::hex << std::setw(8) << std::setfill('0')
         << X509_subject_name_hash(pem::read_certificate(certificate).get()) << ".0";
    return name.str();
}

/// What a transport that trusts the system's roots makes of this server; `invalid_config` when there are none.
oms::error meet_with_system_roots(const server& api)
{
    boost::asio::io_context io;
    try {
        transport_terms terms;
        terms.system_roots = true;
        return oms::error(run(io, connect_to(io.get_executor(), api, terms), get("/")).failure);
    } catch (const oms::error& refused) {
        return refused;
    }
}

void check_no_roots(const server& api, const std::string& named)
{
    const oms::error outcome = meet_with_system_roots(api);
    CHECK(outcome.code() == errc::invalid_config);
    CHECK_THAT(outcome.what(), ContainsSubstring("where " + named + " would") && ContainsSubstring("tls.ca_file"));
}

} // namespace

TEST_CASE("Where SSL_CERT_FILE and SSL_CERT_DIR lead to no root nobody is trusted, and the error names them (E4)")
{
    server api(echo_paths);
    const scratch_folder folder;
    const variable file("SSL_CERT_FILE", folder.path() + "/no/such/file");
    SECTION("no such directory")
    {
        const variable directory("SSL_CERT_DIR", folder.path() + "/no/such/directory");
        check_no_roots(api, "SSL_CERT_FILE and SSL_CERT_DIR");
    }
    SECTION("an empty directory")
    {
        const variable directory("SSL_CERT_DIR", folder.path());
        check_no_roots(api, "SSL_CERT_FILE and SSL_CERT_DIR");
    }
    SECTION("a directory without certificates that OpenSSL would find")
    {
        folder.write("root.pem", api.ca_pem());   // not under its hash
        folder.write("0123abcd.0", api.ca_pem()); // under another's
        folder.write(hashed_name(authority("Nobody").pem()), "not a certificate");
        const variable directory("SSL_CERT_DIR", folder.path());
        check_no_roots(api, "SSL_CERT_FILE and SSL_CERT_DIR");
    }
    SECTION("empty variables are set ones, as for OpenSSL")
    {
        const variable no_file("SSL_CERT_FILE", "");
        const variable no_directory("SSL_CERT_DIR", "");
        check_no_roots(api, "SSL_CERT_FILE and SSL_CERT_DIR");
    }
}

TEST_CASE("One of SSL_CERT_FILE and SSL_CERT_DIR is enough to say whom to trust: no well-known bundle comes in (E4)")
{
    const variable no_file("SSL_CERT_FILE", std::nullopt);
    const variable no_directory("SSL_CERT_DIR", std::nullopt);
    const oms::detail::system_roots usual = oms::detail::usual_system_roots();
    CHECK_FALSE(usual.bundles.empty());
    CHECK(usual.chosen_by.empty());
    for (const char* const value : {"/nowhere", ""}) {
        const variable file("SSL_CERT_FILE", value);
        const oms::detail::system_roots places = oms::detail::usual_system_roots();
        CHECK(places.bundles.empty());
        CHECK(places.file == value);
        CHECK(places.directories == usual.directories);
        CHECK(places.chosen_by == "SSL_CERT_FILE");
    }
    for (const char* const value : {"/nowhere", ""}) {
        const variable directory("SSL_CERT_DIR", value);
        const oms::detail::system_roots places = oms::detail::usual_system_roots();
        CHECK(places.bundles.empty());
        CHECK(places.file == usual.file);
        CHECK(places.directories.size() == (*value ? 1 : 0));
        CHECK(places.chosen_by == "SSL_CERT_DIR");
    }
}

TEST_CASE("SSL_CERT_FILE and SSL_CERT_DIR name the trusted roots, as OpenSSL has it (E4)")
{
    server api(echo_paths);
    const scratch_folder folder;
    const std::string nothing = folder.path() + "/nothing";
    SECTION("a file")
    {
        const variable file("SSL_CERT_FILE", folder.write("roots.pem", api.ca_pem()));
        const variable directory("SSL_CERT_DIR", nothing);
        CHECK(meet_with_system_roots(api).code() == errc{});
    }
    SECTION("the second of two directories")
    {
        folder.write(hashed_name(api.ca_pem()), api.ca_pem());
        const variable file("SSL_CERT_FILE", nothing);
        const variable directory("SSL_CERT_DIR", nothing + ":" + folder.path());
        CHECK(meet_with_system_roots(api).code() == errc{});
    }
}

TEST_CASE(
    "Only when neither file nor directories hold a root are the well-known bundles looked at, in their order (E4)")
{
    const scratch_folder folder;
    const authority first("First");
    const authority second("Second");
    const auto roots_of = [](const oms::detail::system_roots& places) {
        const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
        oms::detail::trust_system(context.get(), places);
        std::vector<std::string> names;
        const auto* const objects = X509_STORE_get0_objects(SSL_CTX_get_cert_store(context.get()));
        for (int i = 0; i < sk_X509_OBJECT_num(objects); ++i)
            names.push_back(pem::text(X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i))));
        return names;
    };
    oms::detail::system_roots places;
    places.bundles = {folder.path() + "/nothing", folder.write("empty", ""), folder.write("first", first.pem()),
                      folder.write("second", second.pem())};
    CHECK(roots_of(places) == std::vector<std::string>{first.pem()});
    places.file = folder.write("file", second.pem());
    CHECK(roots_of(places) == std::vector<std::string>{second.pem()});
    places.file.clear();
    places.directories = {folder.path()};
    CHECK(roots_of(places) == std::vector<std::string>{first.pem()});
    folder.write(hashed_name(second.pem()), second.pem());
    CHECK(roots_of(places).empty()); // the directory is read during handshakes

    CHECK_THROWS_AS(roots_of(oms::detail::system_roots()), oms::error);
    CHECK_THROWS_WITH(roots_of(oms::detail::system_roots()), ContainsSubstring("set tls.ca_file, or OMS_CA_FILE"));
}
