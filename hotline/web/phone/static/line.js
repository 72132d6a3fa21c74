/** How does the phone reach the line, and under which number? */

const PATIENCE = 15_000; // what the line has not answered by then, it will not

/** Random digits of this base; `crypto.randomUUID` does not exist on plain http. */
export function random(length, base) {
  const drawn = crypto.getRandomValues(new Uint32Array(length));
  return Array.from(drawn, (each) => (each % base).toString(base)).join("");
}

/** The answer to a JSON POST; throws when there is none. Numbers go in bodies, never in URLs. */
export async function post(path, body, keepalive = false) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
    keepalive,
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

/** Example numbers, from the ranges reserved for fiction, the same as long as the tab lives. */
export const who = {
  kind: sessionStorage.getItem("phone.kind") ?? "mobile",
  digits: sessionStorage.getItem("phone.digits") ?? random(4, 10),

  /** E.164, or null for a hidden number. */
  get number() {
    return { mobile: `+3363998${this.digits}`, landline: `+3319900${this.digits}` }[this.kind] ?? null;
  },
  get shown() {
    return this.number?.replace("+33", "0").replace(/..(?=.)/g, "$& ") ?? "Numéro masqué";
  },
  become(changes) {
    Object.assign(this, changes);
    sessionStorage.setItem("phone.kind", this.kind);
    sessionStorage.setItem("phone.digits", this.digits);
  },
};
