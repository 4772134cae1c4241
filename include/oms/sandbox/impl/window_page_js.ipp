#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// Asks for the state and puts it in place.
OMS_DECL std::string_view window_page_js()
{
    return R"page(// Asks for the state twice a second, while somebody looks, and puts it in place.

import {onPress, watched} from "./actions.js";
import {byId, fill, joined, keyed, write} from "./elements.js";
import {cashIn, customer, delivery, quote, transaction, webhook} from "./rows.js";
import {clock, duration, utc} from "./times.js";

const pause = 500, pauseAfterFailure = 1500; // milliseconds

function section(id, create) {
  const home = byId(id), count = home.querySelector(".count"), empty = home.querySelector(".empty");
  const list = home.querySelector("ul"), update = keyed(list, create);
  list.setAttribute("aria-labelledby", `${id}-title`);
  return part => {
    const waiting = update(part.shown);
    fill(count, joined(part.total > part.shown.length ? `${part.shown.length} of ${part.total} shown`
                                                      : part.total ? String(part.total) : "",
                       waiting ? `${waiting} new` : ""));
    empty.hidden = list.childElementCount > 0;
    // What scrolls can be reached from the keyboard.
    if (list.scrollHeight > list.clientHeight)
      list.tabIndex = 0;
    else
      list.removeAttribute("tabindex");
  };
}

const sections = {
  customers: section("customers", customer),
  cashIns: section("cash-ins", cashIn),
  quotes: section("quotes", quote),
  transactions: section("transactions", transaction),
  webhooks: section("webhooks", webhook),
  deliveries: section("deliveries", delivery)
};

// Where somebody is about to press, the rows of the column stay: while the pointer moves over it, and some time after.

const hold = 4000; // milliseconds
const columns = [...document.querySelectorAll(".column")].map(node => ({node, pointedAt: -hold}));

for (const each of columns) {
  for (const type of ["pointermove", "pointerdown"])
    each.node.addEventListener(type, () => each.pointedAt = performance.now());
  each.node.addEventListener("pointerleave", () => each.pointedAt = -hold);
}

function holdColumns() {
  for (const {node, pointedAt} of columns)
    node.toggleAttribute("data-held", performance.now() - pointedAt < hold && node.querySelector("li.row") !== null);
}

// What fits the shell in which the lines that oms-sandbox prints were pasted. It names variables, not the key.
function firstCommands() {
  const curl = location.protocol === "https:" ? 'curl -s --cacert "$OMS_CA_FILE"' : "curl -s";
  const json = "-H 'Content-Type: application/json'";
  return `token=$(${curl} "$OMS_BASE_URL/auth/token" ${json} \\
  -d "{\\"apiKey\\":\\"$OMS_API_KEY\\",\\"apiSecret\\":\\"$OMS_API_SECRET\\"}" |
  sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
${curl} "$OMS_BASE_URL/customers" ${json} \\
  -H "Authorization: Bearer $token" -H "Idempotency-Key: first-$(date +%s)" \\
  -d '{"type":"individual","firstName":"Alice","lastName":"Nguyen"}'`;
}

function show(state) {
  const now = new Date(clock.now).toISOString();
  fill(byId("about"), joined(location.host + state.basePath, `version ${state.version}`));
  write(byId("base-url"), location.origin + state.basePath);
  write(byId("now"), utc(now));
  byId("now").dateTime = now;
  write(byId("ahead"), state.clockStands ? "stands still"
                       : state.secondsAhead > 1 ? `${duration(state.secondsAhead * 1000)} ahead` : "");
  holdColumns();
  let total = 0;
  for (const [name, update] of Object.entries(sections)) {
    update(state[name]);
    total += state[name].total;
  }
  byId("welcome").hidden = total > 0;
  byId("failing").hidden = state.failingNext === 0;
  write(byId("failing"), state.failingNext > 1 ? `the next ${state.failingNext} will fail` : "the next will fail");
  byId("main").hidden = false;
}

// One question at a time. An answer without a body says that nothing has changed but the time.

let asking = false, askAgain = false, timer = 0, version = "", state = null;

async function answered() {
  const headers = version ? {"If-None-Match": version} : {};
  const answer = await fetch("/_sandbox/state", {headers, cache: "no-store", signal: AbortSignal.timeout(5000)});
  if (answer.status === 200) {
    state = await answer.json();
    version = answer.headers.get("ETag");
  } else if (answer.status !== 304) {
    throw new Error(`status ${answer.status}`);
  }
  clock.now = Date.parse(answer.headers.get("Date"));
}

function showTrouble() {
  const again = location.protocol === "https:"
    ? "If it was started anew, reload this page: its certificate is another one." : "";
  const seen = state ? `This is what it held at ${utc(new Date(clock.now).toISOString())}.` : "";
  write(byId("trouble"), ["The emulator does not answer.", seen, "Trying again until it does.", again]
    .filter(Boolean).join(" "));
  watched(() => byId("trouble").hidden = false);
  document.body.classList.add("stale");
}

// What is said beside a button stays: that the emulator answers again does not tell what became of a press.
function endTrouble() {
  byId("trouble").hidden = true;
  document.body.classList.remove("stale");
}

async function ask() {
  clearTimeout(timer);
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  askAgain = false;
  let answers = true;
  try {
    await answered();
  } catch {
    answers = false;
  }
  asking = false;
  if (!document.hidden)
    timer = setTimeout(ask, askAgain ? 0 : answers ? pause : pauseAfterFailure);
  if (answers)
    watched(() => {
      endTrouble();
      show(state);
    });
  else
    showTrouble();
  if (!askAgain)
    document.dispatchEvent(new Event("looked"));
}

for (const each of document.querySelectorAll("[data-seconds]"))
  onPress(each, byId("clock-problem"), () =>
    ["clock", {seconds: Number(each.dataset.seconds)}, `The clock moved: ${each.textContent}.`]);
onPress(byId("fail-next"), byId("fail-problem"), () =>
  ["deliveries/fail-next", {}, "The first attempt of the next delivery will fail."]);
document.addEventListener("acted", ask);
document.addEventListener("visibilitychange", () => document.hidden || ask());
write(byId("first-commands"), firstCommands());
ask();
)page";
}

}}} // namespace oms::v0_1::detail::emulation
