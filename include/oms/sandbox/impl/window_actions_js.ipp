#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The page's buttons.
OMS_DECL std::string_view window_actions_js()
{
    return R"page(// What a person does. A failure is said beside the button; what was done is said to all, screen readers included.

import {byId, clear, make, write} from "./elements.js";

const moment = 500; // milliseconds: within them the second click of a double one comes
const wait = time => new Promise(done => setTimeout(done, time));

let silence = 0;

function tell(text) {
  write(byId("said"), text);
  clearTimeout(silence);
  silence = setTimeout(() => write(byId("said"), ""), 3000);
}

// A button that has just moved is deaf to the pointer, which was on its way to another one.

const moved = new WeakMap();

function placeOf(button) {
  const {x, y} = button.getBoundingClientRect();
  return `${Math.round(x)} ${Math.round(y)}`;
}

export function watched(change) {
  const places = new Map([...document.querySelectorAll("button")].map(each => [each, placeOf(each)]));
  change();
  for (const each of document.querySelectorAll("button"))
    if (places.get(each) !== placeOf(each))
      moved.set(each, performance.now());
}

const hasJustMoved = button => performance.now() - moved.get(button) < moment;

// Nothing when it was done, why it was not, or `unknown`. What has the number of a press before is done once.

const unknown = Symbol("no answer");
const newNumber = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

async function refusal(path, body, number) {
  try {
    const answer = await fetch(`/_sandbox/${path}`, {
      method: "POST",
      headers: {"Content-Type": "application/json", "X-Oms-Sandbox": "window", "X-Oms-Press": number},
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10000)
    });
    return answer.ok ? null : (await answer.json()).message;
  } catch {
    return unknown;
  }
}

// It stands there, with the number for the same press, until that comes or somebody closes it.
function sayUnknown(button, problem) {
  const close = make("button", "", "Close");
  close.type = "button";
  close.addEventListener("click", () => {
    watched(() => clear(problem));
    button.focus();
  });
  problem.replaceChildren("No answer: it may have been done. Look, or press again to make sure: it is not done twice. ",
                          close);
}

// `action` gives the path, the body and what to say once it is done.
export function onPress(button, problem, action) {
  button.addEventListener("click", async event => {
    if (button.getAttribute("aria-disabled") === "true")
      return;
    if (event.detail > 0 && hasJustMoved(button))
      return tell("This had just moved. Press again if it is what you mean.");
    button.setAttribute("aria-disabled", "true");
    const deaf = wait(moment);
    const [path, body, done] = action();
    const press = JSON.stringify([path, body]);
    const number = problem.dataset.pressed === press ? problem.dataset.number : newNumber();
    watched(() => clear(problem));
    const refused = await refusal(path, body, number);
    if (refused === null)
      tell(done);
    else if (refused !== unknown)
      watched(() => write(problem, refused));
    else
      watched(() => sayUnknown(button, problem));
    if (refused === unknown)
      Object.assign(problem.dataset, {pressed: press, number});
    const looked = new Promise(done => document.addEventListener("looked", done, {once: true}));
    document.dispatchEvent(new Event("acted"));
    await Promise.all([deaf, looked]);
    button.removeAttribute("aria-disabled");
  });
}

export function rowButton(row, text, action) {
  const button = make("button", "", text);
  button.type = "button";
  button.setAttribute("aria-describedby", row.what.id);
  onPress(button, row.problem, action);
  return button;
}
)page";
}

}}} // namespace oms::v0_1::detail::emulation
