#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The page. It has no line of its own style or script, so that its Content-Security-Policy needs no exception.
OMS_DECL std::string_view window_html()
{
    return R"page(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>OMS sandbox</title>
<link rel="stylesheet" href="/_sandbox/page.css">
<script type="module" src="/_sandbox/page.js"></script>
</head>
<body>
<div id="top">
<header>
  <div class="name">
    <h1>OMS sandbox</h1>
    <p id="about" class="quiet"></p>
  </div>
  <div class="clock" role="group" aria-label="Clock of the emulator">
    <p><time id="now">connecting</time> <span id="ahead" class="quiet"></span></p>
    <p class="buttons">
      <button type="button" data-seconds="60">+1 min</button>
      <button type="button" data-seconds="900">+15 min</button>
      <button type="button" data-seconds="86400">+1 day</button>
    </p>
    <p id="clock-problem" class="problem" role="alert"></p>
  </div>
</header>
<p id="trouble" role="alert" hidden></p>
</div>
<noscript><p class="banner">This page needs its script.</p></noscript>
<main id="main" hidden>
  <section id="welcome" class="welcome" hidden>
    <h2>Nothing has happened yet</h2>
    <p>Paste the <code>export</code> lines that <code>oms-sandbox</code> printed into a shell. Then make a first
      customer there, who appears here at once:</p>
    <pre id="first-commands" class="pick" tabindex="0" aria-label="Commands for a shell"></pre>
    <p>A program of yours that reads these variables appears here, too. The base URL is
      <code id="base-url" class="pick"></code>.</p>
  </section>
  <div class="column">
    <section id="customers" aria-labelledby="customers-title">
      <div class="head"><h2 id="customers-title">Customers and wallets</h2><span class="count"></span></div>
      <p class="empty quiet">No customer yet. <code>POST /customers</code> makes one, <code>POST /customers/{id}/wallets</code> a wallet.</p>
      <ul></ul>
    </section>
    <section id="cash-ins" aria-labelledby="cash-ins-title">
      <div class="head"><h2 id="cash-ins-title">Cash-ins</h2><span class="count"></span></div>
      <p class="empty quiet">No cash-in yet. <code>POST /cash-ins</code> makes one; hand over its cash here.</p>
      <ul></ul>
    </section>
    <section id="quotes" aria-labelledby="quotes-title">
      <div class="head"><h2 id="quotes-title">Quotes</h2><span class="count"></span></div>
      <p class="empty quiet">No quote yet. <code>POST /quotes</code> makes one; its time runs here.</p>
      <ul></ul>
    </section>
  </div>
  <div class="column">
    <section id="transactions" aria-labelledby="transactions-title">
      <div class="head"><h2 id="transactions-title">Transactions</h2><span class="count"></span></div>
      <p class="empty quiet">No transaction yet. Cash that is handed over and <code>POST /transactions</code> make one.</p>
      <ul></ul>
    </section>
    <section id="webhooks" aria-labelledby="webhooks-title">
      <div class="head"><h2 id="webhooks-title">Webhook subscriptions</h2><span class="count"></span></div>
      <p class="empty quiet">No subscription yet. <code>POST /webhooks</code> makes one.</p>
      <ul></ul>
    </section>
    <section id="deliveries" aria-labelledby="deliveries-title">
      <div class="head"><h2 id="deliveries-title">Webhook deliveries</h2><span class="count"></span>
        <span class="right"><span id="failing" class="chip wait" hidden></span>
          <button type="button" id="fail-next">Fail the next delivery</button></span></div>
      <p id="fail-problem" class="problem" role="alert"></p>
      <p class="empty quiet">No delivery yet. What happens is delivered to each subscription.</p>
      <ul></ul>
    </section>
  </div>
</main>
<p id="said" role="status"></p>
</body>
</html>
)page";
}

}}} // namespace oms::v0_1::detail::emulation
