#pragma once

namespace gauge {

/// A server on a port of loopback that the system chooses, with a fixed answer for each request, until standard input
/// ends. Prints its port. What it answers:
///
/// - POST …/auth/token, GET …/wallets/{id}/balance and POST …/quotes: the contract's examples;
/// - the balance of wallet `wlt_never…`: nothing, and the connection stays open;
/// - the balance of wallet `wlt_asleep<number>`, and quotes from it: the same as for others, but only when the process
///   of that number sleeps, so that it has always begun to wait for the answer.
int serve();

} // namespace gauge
