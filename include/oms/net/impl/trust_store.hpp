#pragma once

#include <oms/config.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// Where a system keeps its root certificates.
struct system_roots {
    std::string file;
    std::vector<std::string> directories; ///< of certificates under the hashes of their subjects, as OpenSSL wants them
    std::vector<std::string> bundles;     ///< tried in this order when there is nothing usable in the others
    std::string chosen_by;                ///< the environment variables that chose the file or the directories
};

/// OpenSSL's own places and the well-known ones. SSL_CERT_FILE and SSL_CERT_DIR override the former, as OpenSSL has it:
/// also when they are empty. Who sets one has said whom to trust: then there are no well-known places.
OMS_DECL system_roots usual_system_roots();

/// Throws `error{errc::invalid_config}` that names `ca_file`, and the variables that chose, when no certificate is in
/// these places.
OMS_DECL void trust_system(SSL_CTX* context, const system_roots& places);

/// Throws `error{errc::invalid_config}` when no certificate can be read from the file.
OMS_DECL void trust_file(SSL_CTX* context, const std::string& path);

/// Throws `error{errc::invalid_config}` when the text is not a list of certificates.
OMS_DECL void trust_text(SSL_CTX* context, const std::string& pem);

/// From now on every certificate of a chain has to be covered by one of these lists. Throws
/// `error{errc::invalid_config}` when the text is not made of such lists.
OMS_DECL void check_revocation(SSL_CTX* context, const std::string& pem);

/// A PEM text to read from.
using pem_text = std::unique_ptr<BIO, int (*)(BIO*)>;
OMS_DECL pem_text read_pem(std::string_view pem);
/// Reading ends with "no start line" when all was well; anything else is an object cut short or garbled.
OMS_DECL bool pem_ended_well() noexcept;

/// For OpenSSL's readers of PEM, in place of their default, which asks at the terminal.
OMS_DECL int no_password(char* space, int size, int writing, void* context) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/trust_store.ipp>
#endif
