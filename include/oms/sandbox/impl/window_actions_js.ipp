#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The page's buttons.
OMS_DECL std::string_view window_actions_js()
{
    return R"page(// What a person does. A failure is said beside the button; what was done is said to all, screen readers included.

import {byId, make, write} from "./elements.js";

let silence = 0;

function tell(text) {
  write(byId("said"), text);
  clearTimeout(silence);
  silence = setTimeout(() => write(byId("said"), ""), 3000);
}

async function refusal(path, body) {
  try {
    const answer = await fetch(`/_sandbox/${path}`, {
      method: "POST",
      headers: {"Content-Type": "application/json", "X-Oms-Sandbox": "window"},
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10000)
    });
    return answer.ok ? null : (await answer.json()).message;
  } catch {
    return "The emulator does not answer.";
  }
}

// `action` gives the path, the body and what to say once it is done.
export function onPress(button, problem, action) {
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true")
      return;
    button.setAttribute("aria-disabled", "true");
    write(problem, "");
    const [path, body, done] = action();
    const refused = await refusal(path, body);
    if (refused === null)
      tell(done);
    else
      write(problem, refused);
    button.removeAttribute("aria-disabled");
    document.dispatchEvent(new Event("acted"));
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
