#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// Elements, lists that keep them, and rows.
OMS_DECL std::string_view window_elements_js()
{
    return R"page(// What comes from the emulator is put in as text, never as markup.

export const byId = id => document.getElementById(id);

export function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className)
    node.className = className;
  node.append(...children);
  return node;
}

export function write(node, text) {
  if (node.textContent !== text)
    node.textContent = text;
}

// A name from outside stands on its own: it cannot turn around what stands beside it.
export const name = text => text && make("bdi", "", text);

export const joined = (...parts) => parts.filter(Boolean).flatMap((part, at) => at ? [" \u00b7 ", part] : [part]);

export function fill(node, parts) {
  const next = make("div", "", ...parts);
  if (node.innerHTML !== next.innerHTML)
    node.replaceChildren(...next.childNodes);
}

export const words = text => text.replace(/_/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

const tones = {
  active: "good", completed: "good", delivered: "good", accepted: "good", enabled: "good",
  open: "info", waiting: "info", cashPickupReady: "info",
  pending: "info", processing: "wait", retrying: "wait", underWay: "wait", needs_action: "wait", suspended: "wait",
  failed: "bad", rejected: "bad", givenUp: "bad"
};
export const toneOf = state => tones[state] || tones[state.toLowerCase()] || "";

export function label(chip, text, tone) {
  const className = `chip ${tone}`.trim();
  if (chip.className !== className)
    chip.className = className;
  write(chip, text);
}

// The numbers of deliveries begin again with another emulator, the ids of events do not.
const keyOf = item => item.eventId ? `${item.id} ${item.eventId}` : item.id;

// A list: a row stays the same element as long as its thing is shown, so that focus and what is open stay, too. In a
// list that is held no row comes, goes or changes its place; it says how many wait to come.
export function keyed(list, create) {
  const rows = new Map();
  return items => {
    const held = list.closest("[data-held]") !== null, focused = document.activeElement;
    const kept = new Set(items.map(keyOf));
    for (const [key, row] of held ? [] : rows)
      if (!kept.has(key)) {
        row.node.remove();
        rows.delete(key);
      }
    let place = list.firstChild, waiting = 0;
    for (const item of items) {
      let row = rows.get(keyOf(item));
      if (held && !row) {
        ++waiting;
        continue;
      }
      if (!row)
        rows.set(keyOf(item), row = create(item));
      row.update(item);
      if (row.node === place)
        place = place.nextSibling;
      else if (!held)
        list.insertBefore(row.node, place);
    }
    if (list.contains(focused) && focused !== document.activeElement)
      focused.focus({preventScroll: true}); // it went with its row
    return waiting;
  };
}

// What went wrong is over, and with it the number of a press that was not answered.
export function clear(problem) {
  delete problem.dataset.pressed;
  write(problem, "");
}

// A row: what it is and its state, more about it, its id; last, what went wrong with an action on it.
export function row(id) {
  const what = make("div", "what"), chip = make("span", "chip"), more = make("div", "more");
  const problem = make("p", "problem");
  const node = make("li", "row", what, make("div", "state", chip), more, make("div", "id pick", id), problem);
  problem.setAttribute("role", "alert");
  what.id = `what-${id}`;
  node.tabIndex = -1;
  node.dataset.id = id;
  let known;
  return {
    node, what, more, chip, problem,
    add(...parts) {
      problem.before(...parts);
    },
    state(text, tone) {
      if (known !== undefined && known !== text) {
        clear(problem);
        node.classList.remove("changed");
        void node.offsetWidth; // lets the animation begin again
        node.classList.add("changed");
      }
      known = text;
      label(chip, text, tone);
    },
    // A button that goes takes the focus along to its row.
    hide(part, hidden) {
      if (hidden && part.contains(document.activeElement))
        node.focus();
      part.hidden = hidden;
    }
  };
}
)page";
}

}}} // namespace oms::v0_1::detail::emulation
