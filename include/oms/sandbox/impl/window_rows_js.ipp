#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// What the page shows of each customer, quote, transaction and so on.
OMS_DECL std::string_view window_rows_js()
{
    return R"page(// A row for each kind of thing: made once, then updated with every state.

import {rowButton} from "./actions.js";
import {fill, joined, keyed, label, make, name, row, toneOf, words, write} from "./elements.js";
import {ago, duration, until} from "./times.js";

function money(side) {
  return make("span", "", `${side.amount} `, make("span", "unit", side.asset));
}

function movement(node, item) {
  const key = JSON.stringify([item.source, item.destination]);
  if (node.dataset.key === key)
    return;
  node.dataset.key = key;
  node.replaceChildren(money(item.source), make("span", "arrow", " \u2192 "), money(item.destination));
}

function parties(item) {
  const from = item.customer || "", to = item.destination.customer || "";
  return to && to !== from ? make("span", "", name(from || item.source.network), " \u2192 ", name(to)) : name(from);
}

// Where it goes when that is no wallet of a customer: an address or an account, whole.
function outside(it) {
  const node = make("div", "id"), to = make("bdi", "pick");
  node.append("to ", to);
  it.add(node);
  return item => {
    node.hidden = Boolean(item.destination.customer) || !item.destination.to;
    write(to, item.destination.to || "");
  };
}

function wallet(item) {
  const what = make("span", ""), balance = make("span", "balance");
  const node = make("li", "", what, balance, make("span", "id pick", item.id));
  node.dataset.id = item.id;
  return {
    node,
    update(item) {
      fill(what, joined(item.network, item.status === "active" ? "" : words(item.status)));
      if (balance.dataset.key !== item.balance) {
        balance.dataset.key = item.balance;
        balance.replaceChildren(money({amount: item.balance, asset: item.asset}));
      }
    }
  };
}

function endorsement() {
  const node = make("li", "chip");
  return {node, update: item => label(node, `${item.name} ${words(item.status)}`, toneOf(item.status))};
}

export function customer(item) {
  const it = row(item.id);
  const chips = make("ul", "chips"), wallets = make("ul", "wallets");
  it.add(chips, wallets);
  const showChips = keyed(chips, endorsement), showWallets = keyed(wallets, wallet);
  return {
    node: it.node,
    update(item) {
      fill(it.what, [name(item.name) || "No name"]);
      it.state("inactive", "");
      it.chip.hidden = item.active;
      fill(it.more, joined(`created ${ago(item.createdAt)}`, item.walletCount > item.wallets.length
                           ? `the latest ${item.wallets.length} of ${item.walletCount} wallets` : ""));
      showChips(item.endorsements.map(each => ({...each, id: each.name})));
      showWallets(item.wallets);
    }
  };
}

export function cashIn(item) {
  const it = row(item.id);
  const code = make("span", "code pick"), left = make("span", "quiet"), amount = make("input");
  amount.inputMode = "decimal";
  amount.value = item.source.amount;
  amount.setAttribute("aria-label", `Amount of cash in ${item.source.asset.toUpperCase()}`);
  amount.setAttribute("aria-describedby", it.what.id);
  const deposit = rowButton(it, "Deposit cash", () =>
    [`cash-ins/${encodeURIComponent(item.id)}/deposit`, {amount: amount.value.trim()},
     `${amount.value.trim()} ${item.source.asset.toUpperCase()} handed over.`]);
  amount.addEventListener("keydown", event => event.key === "Enter" && deposit.click());
  const acts = make("div", "acts", make("div", "", code, left), make("div", "", amount, deposit));
  it.add(acts);
  return {
    node: it.node,
    update(item) {
      const ends = until(item.codeExpiresAt);
      movement(it.what, item);
      it.state(words(item.status), toneOf(item.status));
      fill(it.more, joined(parties(item), name(item.location), item.deposited ? "" : "estimated",
                           ago(item.completedAt || item.createdAt)));
      write(code, item.code);
      write(left, ends > 0 ? `code ends in ${duration(ends)}` : "code has ended");
      it.hide(acts, item.status !== "pending");
    }
  };
}

export function quote(item) {
  const it = row(item.id);
  const bar = make("progress", ""), left = make("div", "time-left", bar), showOutside = outside(it);
  bar.setAttribute("aria-label", "Time left");
  const expire = rowButton(it, "Expire", () => [`quotes/${encodeURIComponent(item.id)}/expire`, {}, "Quote expired."]);
  expire.className = "do";
  it.add(left, expire);
  return {
    node: it.node,
    update(item) {
      const open = item.status === "open";
      movement(it.what, item);
      showOutside(item);
      it.state(words(item.status), toneOf(item.status));
      fill(it.more, joined(parties(item), `fees ${item.fees} ${item.source.asset.toUpperCase()}`,
                           open ? `${duration(Math.max(0, until(item.expiresAt)))} left` : ago(item.createdAt)));
      bar.max = Date.parse(item.expiresAt) - Date.parse(item.createdAt) || 1;
      bar.value = Math.max(0, until(item.expiresAt));
      it.hide(left, !open);
      it.hide(expire, !open);
    }
  };
}

const kinds = {fiatToCrypto: "cash or bank to crypto", cryptoToFiat: "crypto to bank", cryptoToCrypto: "crypto send"};

export function transaction(item) {
  const it = row(item.id), showOutside = outside(it);
  return {
    node: it.node,
    update(item) {
      movement(it.what, item);
      showOutside(item);
      it.state(words(item.status), toneOf(item.status));
      fill(it.more, joined(parties(item), item.cashInId ? "cash-in" : kinds[item.type] || item.type,
                           item.failure ? words(item.failure) : words(item.subStatus || ""),
                           ago(item.completedAt || item.createdAt)));
    }
  };
}

export function webhook(item) {
  const it = row(item.id);
  return {
    node: it.node,
    update(item) {
      fill(it.what, [name(item.url)]);
      it.state(item.enabled ? "enabled" : "disabled", item.enabled ? "good" : "");
      write(it.more, item.complianceOnly ? "compliance events" : item.events.join(", ") || "all events");
    }
  };
}

const wentText = attempt => attempt.status ? String(attempt.status) : attempt.reason;

function attempt() {
  const went = make("span", "went"), when = make("span", "quiet");
  return {
    node: make("li", "", went, when),
    update(item) {
      write(went, `${item.number}. ${wentText(item)}`);
      write(when, ago(item.at));
    }
  };
}

// A long name breaks after its dots, not within a word.
const breakable = name => name.split(/(?<=\.)/).flatMap(part => [part, make("wbr", "")]);

export function delivery(item) {
  const it = row(item.eventId);
  it.node.dataset.id = item.id;
  it.what.id = `delivery-${item.id}`;
  it.what.append(...breakable(item.event));
  const summary = make("summary", ""), list = make("ol", ""), details = make("details", "", summary, list);
  const again = rowButton(it, "Redeliver", () =>
    [`deliveries/${encodeURIComponent(item.id)}/redeliver`, {}, "On its way again."]);
  again.className = "do";
  it.add(details, again);
  const showAttempts = keyed(list, attempt);
  return {
    node: it.node,
    update(item) {
      const pending = item.state === "waiting" || item.state === "retrying";
      const count = item.attempts.length;
      it.state(words(item.state), toneOf(item.state));
      fill(it.more, joined(name(item.url), pending && item.due && until(item.due) > 0
                                            ? `next attempt in ${duration(until(item.due))}` : ""));
      details.hidden = count === 0;
      if (count)
        write(summary, `${count === 1 ? "1 attempt:" : `${count} attempts, the last:`} ${wentText(item.attempts[0])}`);
      showAttempts(item.attempts.map(each => ({...each, id: each.number})));
      write(again, pending ? "Deliver now" : "Redeliver");
      it.hide(again, item.state === "underWay" || !item.webhookEnabled);
    }
  };
}
)page";
}

}}} // namespace oms::v0_1::detail::emulation
