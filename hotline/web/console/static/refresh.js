// Keeps the list fresh; everything works without it. The server is told that nobody may be sitting
// here, so that a desk left alone is logged out all the same — and then the list leaves the screen.
const EVERY = 30_000;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { "X-Unattended": "1" } });
  if (answer.redirected) return location.reload();
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("board");
  if (!fresh) return;
  const focused = document.activeElement?.id;
  document.getElementById("board").replaceWith(fresh);
  document.title = page.title;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

setInterval(() => refresh().catch(() => {}), EVERY);
document.addEventListener("visibilitychange", () => refresh().catch(() => {}));
