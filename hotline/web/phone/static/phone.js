/** What does each touch of a finger do? */

import { Call } from "./call.js";
import { random, who } from "./line.js";
import { $ } from "./page.js";
import { cost, thread } from "./thread.js";

const POLL_EVERY = 2_000;

const phones = document.querySelector(".phones");
const tabs = [...document.querySelectorAll(".tabs button")];
const call = new Call();

function show(screen) {
  phones.dataset.shown = screen;
  for (const tab of tabs) tab.ariaCurrent = tab.value === screen;
  delete tabs.find((tab) => tab.value === screen).dataset.news;
}

/** A dot on the tab of a screen that cannot be seen. */
function announce(screen) {
  if (phones.dataset.shown !== screen) tabs.find((tab) => tab.value === screen).dataset.news = "";
}

function become(changes) {
  who.become(changes);
  $("number").textContent = who.shown;
  document.querySelector(`[name=who][value=${who.kind}]`).checked = true;
  thread.open(who.number);
}

/** A French keyboard gives its digits only with Shift: the key's place counts as well. */
function keyOf({ key, code }) {
  return /^[0-9*#]$/.test(key) ? key : code.match(/^(?:Digit|Numpad)(\d)$/)?.[1];
}

function typed(event) {
  const key = !event.metaKey && !event.ctrlKey && keyOf(event);
  if (!key || !call.live) return;
  const button = [...$("keypad").children].find((each) => each.value === key);
  button.animate([{ background: "#ffffff80" }, {}], 250);
  call.press(key);
}

for (const tab of tabs) tab.onclick = () => show(tab.value);
for (const chip of $("chips").children) chip.onclick = () => thread.write(chip.textContent);
for (const key of $("keypad").children) key.onclick = () => call.press(key.value);
for (const kind of document.querySelectorAll("[name=who]")) {
  kind.onchange = () => become({ kind: kind.value });
}
$("thread").addEventListener("arrived", () => announce("messages"));
$("thread").addEventListener("rings", () => {
  announce("call");
  call.rung(who.number);
});
$("another").onclick = () => become({ digits: random(4, 10) });
$("compose").onsubmit = (event) => {
  event.preventDefault();
  if ($("words").value.trim()) thread.write($("words").value);
  $("words").value = "";
};
$("price").value = localStorage.getItem("phone.price") ?? "";
$("price").oninput = () => {
  localStorage.setItem("phone.price", $("price").value);
  cost.refresh();
};
$("dial").onclick = () => (call.rings ? call.pickUp() : call.dial(who.number));
$("beep")?.addEventListener("click", () => call.dial(who.number, { to: $("beep").value }));
$("hang").onclick = () => call.hangUp();
$("call").addEventListener("keydown", typed);
addEventListener("pagehide", () => call.hangUp());
setInterval(() => call.tick(), 1_000);
setInterval(() => thread.poll(), POLL_EVERY);

become({});
