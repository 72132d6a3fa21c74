// Who is typing is not idle: a person's story can take longer than a session lasts. And a page with
// words in it is not left by mistake. Without this script all works, within the half hour.
const EVERY = 240_000;
const form = document.querySelector("form.fields");
const presence = document.querySelector("link[rel=icon]").href;
let told = Date.now();
let typed = false;

form.addEventListener("input", () => {
  typed = true;
  if (Date.now() - told < EVERY) return;
  told = Date.now();
  fetch(presence, { cache: "no-store" }).catch(() => {});
});
form.addEventListener("submit", () => (typed = false));
addEventListener("beforeunload", (event) => typed && event.preventDefault());
