#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The style of the page, for light and dark, wide and narrow.
OMS_DECL std::string_view window_css()
{
    return R"page(:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #fff; --line: #e2e5ea; --inner: #eef0f3;
  --text: #1b2130; --quiet: #5c6577; --accent: #2452c7; --flash: #fff6d6;
  --info: #2452c7; --info-back: #e8eefc; --good: #146c3a; --good-back: #e2f4e9;
  --wait: #8a5300; --wait-back: #fdf0d8; --bad: #b3261e; --bad-back: #fce8e6;
  --flat: #5c6577; --flat-back: #eceef2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151b; --card: #1a1e26; --line: #2b313c; --inner: #252b35;
    --text: #e7eaf0; --quiet: #9ba5b7; --accent: #8fb0ff; --flash: #3a341c;
    --info: #a9c2ff; --info-back: #1f2d4d; --good: #84d8a5; --good-back: #17352a;
    --wait: #f0c376; --wait-back: #3b2f17; --bad: #ffb0a8; --bad-back: #45211f;
    --flat: #a7b0c0; --flat-back: #2a303a;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
p, h1, h2, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
code, pre, .id, .code { font-family: ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; }
.quiet { color: var(--quiet); }
.pick { user-select: all; }

#top { position: sticky; top: 0; z-index: 1; }
header {
  display: flex; flex-wrap: wrap; gap: 8px 24px;
  align-items: center; justify-content: space-between;
  padding: 12px 24px; background: var(--card); border-bottom: 1px solid var(--line);
}
h1 { font-size: 18px; letter-spacing: -.01em; }
.name p { font-size: 13px; overflow-wrap: anywhere; }
.clock { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: flex-end; }
.clock time { font-size: 18px; font-weight: 600; white-space: nowrap; }
.clock span { font-size: 13px; white-space: nowrap; }
.buttons { display: flex; gap: 6px; }

button, input {
  font: inherit; font-size: 13px; min-height: 32px; padding: 4px 12px; color: inherit;
  background: var(--card); border: 1px solid var(--line); border-radius: 8px;
}
button { font-weight: 600; cursor: pointer; white-space: nowrap; }
button:hover { border-color: var(--accent); color: var(--accent); }
button[aria-disabled=true] { opacity: .5; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
input { width: 7.5em; text-align: right; }

#trouble, .banner { padding: 10px 24px; color: var(--bad); background: var(--bad-back); }
main { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; align-items: start;
  max-width: 1440px; margin: 0 auto; padding: 16px 24px 64px; }
.stale main { opacity: .6; }
.column { display: grid; gap: 16px; min-width: 0; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: clip; }
.head { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; min-height: 48px; padding: 7px 16px; }
h2 { font-size: 15px; }
.count { font-size: 13px; color: var(--quiet); }
.head .right { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-left: auto; }
section > ul { max-height: 55vh; overflow-y: auto; }
.empty { padding: 0 16px 14px; font-size: 14px; }
.welcome { grid-column: 1 / -1; padding: 20px 24px; }
.welcome h2 { font-size: 17px; margin-bottom: 4px; }
.welcome code { padding: 1px 6px; border-radius: 6px; background: var(--inner); overflow-wrap: anywhere; }
.welcome pre { margin: 10px 0; padding: 12px 14px; border-radius: 8px; background: var(--inner); overflow-x: auto;
  font-size: 13px; line-height: 1.5; }
.empty code { font-size: 13px; overflow-wrap: anywhere; }

li.row { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 16px; align-items: start;
  padding: 11px 16px; border-top: 1px solid var(--line); }
li.row > * { grid-column: 1; }
li.row > .state { grid-column: 2; grid-row: 1; justify-self: end; }
li.row > .do { grid-column: 2; grid-row: 2 / span 3; justify-self: end; margin-top: 6px; }
li.row > .chips, li.row > .wallets, li.row > .acts, li.row > .time-left, li.row > .problem { grid-column: 1 / -1; }
li.row:focus { outline: none; }
li.row.changed { animation: flash 1.6s ease-out; }
@keyframes flash { from { background: var(--flash); } }
@media (prefers-reduced-motion: reduce) { li.row.changed { animation: none; } }
.what { font-weight: 600; overflow-wrap: anywhere; }
.more, .id { font-size: 13px; color: var(--quiet); overflow-wrap: anywhere; }
.id { font-size: 12px; }
.unit { font-size: .8em; font-weight: 500; color: var(--quiet); text-transform: uppercase; }
.arrow { color: var(--quiet); font-weight: 400; }
.acts { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center;
  justify-content: space-between; margin-top: 8px; }
.acts div { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.acts .quiet { font-size: 13px; }
.code { font-size: 14px; font-weight: 600; padding: 3px 10px; border-radius: 6px; background: var(--inner); }

.chip { display: inline-flex; align-items: center; gap: 6px; padding: 1px 9px 1px 8px; border-radius: 999px;
  font-size: 12px; font-weight: 600; line-height: 20px; white-space: nowrap;
  color: var(--flat); background: var(--flat-back); }
.chip::before { content: ""; width: 6px; height: 6px; border-radius: 50%; background: currentColor; }
.chip.info { color: var(--info); background: var(--info-back); }
.chip.good { color: var(--good); background: var(--good-back); }
.chip.wait { color: var(--wait); background: var(--wait-back); }
.chip.bad { color: var(--bad); background: var(--bad-back); }
.chips { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 4px; }
.chips:empty { display: none; }

.wallets { margin-top: 8px; border-radius: 8px; background: var(--page); }
.wallets:empty { display: none; }
.wallets li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 7px 12px; }
.wallets li + li { border-top: 1px solid var(--line); }
.wallets .balance { font-size: 16px; font-weight: 600; text-align: right; white-space: nowrap; }
.wallets .id { grid-column: 1 / -1; }

progress { appearance: none; display: block; width: 100%; height: 4px; margin-top: 7px; border: 0; border-radius: 2px;
  overflow: hidden; background: var(--inner); }
progress::-webkit-progress-bar { background: var(--inner); }
progress::-webkit-progress-value { background: var(--info); }
progress::-moz-progress-bar { background: var(--info); }
.time-left { align-self: end; }
.problem { margin-top: 6px; color: var(--bad); font-size: 13px; font-weight: 600; overflow-wrap: anywhere; }
.problem:empty { display: none; }
.problem button { min-height: 0; margin-left: 4px; padding: 0 10px; }
.head + .problem { margin: 0; padding: 0 16px 10px; }
.clock .problem { width: 100%; margin: 0; text-align: right; }

details { margin-top: 2px; font-size: 13px; }
summary { width: fit-content; color: var(--quiet); cursor: pointer; border-radius: 4px; }
details ol { margin: 4px 0 2px; padding-left: 16px; }
details li { display: flex; flex-wrap: wrap; gap: 0 12px; }
.went { font-weight: 600; min-width: 9em; }

#said { position: fixed; left: 50%; bottom: 20px; transform: translateX(-50%); max-width: calc(100vw - 32px);
  padding: 9px 16px; border-radius: 10px; color: var(--card); background: var(--text); font-size: 14px;
  box-shadow: 0 6px 24px #0004; }
#said:empty { display: none; }

@media (max-width: 860px) {
  main { grid-template-columns: minmax(0, 1fr); padding: 12px 12px 64px; gap: 12px; }
  .column { gap: 12px; }
  #top { display: contents; }
  header { padding: 12px 16px; }
  #trouble { position: sticky; top: 0; z-index: 1; }
  #trouble, .banner { padding: 10px 16px; }
  .clock { width: 100%; justify-content: space-between; }
  button, input { min-height: 40px; }
  .clock .problem { text-align: left; }
}
@media (max-width: 520px) {
  li.row > .more, li.row > .id { grid-column: 1 / -1; }
  li.row > .do { grid-row: auto; order: 1; }
  li.row > details, li.row > .time-left { grid-column: 1; order: 1; align-self: center; }
  li.row > .problem { order: 2; }
}
)page";
}

}}} // namespace oms::v0_1::detail::emulation
