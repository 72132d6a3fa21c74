/** Which texts went to and fro, and what did each reply cost? */

import { $, made } from "./page.js";
import { post, random } from "./line.js";

const SMS = "/channels/simulator/sms";
const INBOX = "/phone/inbox";

export const cost = {
  /** Euros a segment, or null: it is no fact the line knows. */
  get price() {
    const written = localStorage.getItem("phone.price")?.trim().replace(",", ".");
    return written && Number(written) >= 0 ? Number(written) : null;
  },
  euros(segments) {
    const style = { style: "currency", currency: "EUR", maximumFractionDigits: 4 };
    return new Intl.NumberFormat("fr-FR", style).format(segments * this.price);
  },
  segments(count, ...details) {
    const words = [`${count} segment${count > 1 ? "s" : ""}`, ...details];
    return (this.price === null ? words : [...words, `≈\u00a0${this.euros(count)}`]).join(" · ");
  },
  of({ segments, encoding, units }) {
    return this.segments(Number(segments), encoding, `${units} unités`);
  },
  refresh() {
    const bills = [...$("thread").querySelectorAll(".bill")];
    for (const bill of bills) bill.textContent = this.of(bill.dataset);
    const total = bills.reduce((sum, bill) => sum + Number(bill.dataset.segments), 0);
    $("bill").textContent = total ? `Réponses : ${this.segments(total)}` : "Aucune réponse encore";
  },
};

/** One conversation for each number; it lives as long as the tab. */
export const thread = {
  number: null,
  kept: JSON.parse(sessionStorage.getItem("phone.threads") ?? "{}"),

  of(number) {
    return (this.kept[number] ??= { messages: [], read: 0 });
  },
  open(number) {
    this.number = number;
    $("offline").hidden = true;
    $("thread").replaceChildren(...(number ? this.of(number).messages.map(drawn) : []));
    for (const field of document.querySelectorAll(":is(#compose, #chips) :is(input, button)")) field.disabled = !number;
    $("words").placeholder = number ? "Votre message" : "Un numéro masqué ne peut qu’appeler";
    this.settle();
  },
  add(number, message) {
    this.of(number).messages.push(message);
    if (number === this.number) $("thread").append(drawn(message));
    if (!message.mine) $("thread").dispatchEvent(new Event("arrived"));
    this.settle();
  },
  mark(number, message, state) {
    if (message.state === state) return;
    message.state = state;
    if (number === this.number) $(message.id)?.replaceWith(drawn(message));
    this.settle();
  },
  settle() {
    sessionStorage.setItem("phone.threads", JSON.stringify(this.kept));
    cost.refresh();
    $("thread").scrollTop = $("thread").scrollHeight;
  },
  write(text) {
    const message = { id: `SM${random(32, 16)}`, mine: true, text, at: Date.now(), state: "sent" };
    this.add(this.number, message);
    this.send(this.number, message);
  },
  /** Sent again under the same id, a text gets the same reply: a retry does no harm. */
  async send(number, message) {
    try {
      const { texts } = await post(SMS, { from: number, text: message.text, id: message.id });
      this.mark(number, message, "sent");
      for (const each of texts) this.add(number, { ...each, at: Date.now() });
      if (!texts.length) this.add(number, { silence: true });
    } catch {
      this.mark(number, message, "failed");
    }
  },
  /** A text, or a call of the line's. */
  came(number, message) {
    if (message.rings) $("thread").dispatchEvent(new Event("rings"));
    else this.add(number, { ...message, at: Date.now() });
  },
  /** What left by the outbox since: an SMS asked for in a call, a question asked later. */
  async poll() {
    const { number } = this;
    if (document.hidden || !number) return;
    const after = this.of(number).read;
    try {
      const { messages } = await post(INBOX, { from: number, after });
      $("offline").hidden = true;
      if (this.of(number).read !== after) return; // a slower poll brought the same ones
      this.of(number).read += messages.length;
      for (const each of messages) this.came(number, each);
    } catch {
      $("offline").hidden = false;
    }
  },
};

function drawn(message) {
  if (message.silence) return made("p", { className: "silence", textContent: "Pas de réponse" });
  const side = message.mine ? "mine" : "theirs";
  const bubble = made("div", { className: `message ${side}`, id: message.id ?? "" });
  bubble.append(made("p", { className: "words", dir: "auto", textContent: message.text }), under(message));
  bubble.dataset.state = message.state ?? "received";
  return bubble;
}

function under(message) {
  const time = new Date(message.at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  const line = made("p", { className: "under" }, made("time", { textContent: time }));
  if (message.state === "failed") line.append(retry(message));
  if (message.mine) return line;
  const { segments, encoding, units } = message;
  const bill = made("span", { className: "bill" });
  Object.assign(bill.dataset, { segments, encoding, units });
  line.append(" ", bill);
  return line;
}

function retry(message) {
  const again = made("button", { type: "button", textContent: "Réessayer" });
  again.onclick = () => thread.send(thread.number, message);
  return made("span", { role: "alert" }, " Non envoyé. ", again);
}
