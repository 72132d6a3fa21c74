// Keeps the list fresh; everything works without it. The server is told that nobody may be sitting
// here, so that a desk left alone is logged out all the same — and then the list leaves the screen.
const EVERY = 5_000;
const PATIENCE = 20_000; // a slow network is waited for; one question at a time
let tag = "";
let asking = false;

async function refresh() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    const headers = { "X-Unattended": "1", ...(tag && { "If-None-Match": tag }) };
    const address = new URL("board" + location.search, location.href);
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected) location.reload();
    else if (answer.status === 200) replace(await answer.text(), answer.headers.get("ETag"));
  } finally {
    asking = false;
  }
}

function replace(text, seen) {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("board");
  const old = document.getElementById("board");
  if (!fresh || !old) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const told = fresh.querySelector(".summary").textContent.trim();
  if (fresh.dataset.free !== old.dataset.free) document.getElementById("news").textContent = told;
  old.replaceWith(fresh);
  document.title = fresh.dataset.title;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  tag = seen ?? "";
}

setInterval(() => refresh().catch(() => {}), EVERY);
document.addEventListener("visibilitychange", () => refresh().catch(() => {}));
