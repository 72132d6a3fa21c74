/** What does a phone do in a call? It plays what the line says, then takes keys, a voice, or rings. */

import { Legs } from "./legs.js";
import { post, random } from "./line.js";
import { $, made } from "./page.js";

const VOICE = "/channels/simulator/voice";
const RECORDING = "/channels/simulator/recording";
const RINGS = 25_000; // then nobody has picked up
const UNVOICED = 1_200; // how long a sentence without a sound stays before the next

// A sentence that is over, and a piece that is one by itself.
const ENDED = /[.?!…؟।]$/;
const WHOLE = /^[\p{Lu}¿¡].*[.?!…]$/su;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const STATUS = {
  idle: "Prêt à appeler",
  ringing: "Appel…",
  sending: "Un instant…",
  playing: "La ligne parle",
  waiting: "À vous",
  recording: "Parlez",
  dialling: "La ligne appelle quelqu’un",
  failed: "Coupure",
  refused: "Occupé (appel gratuit)",
  incoming: "La ligne vous appelle",
  missed: "Appel manqué",
  ended: "Appel terminé",
};
const OVER = ["idle", "ended", "refused", "incoming", "missed"];

/** One call: a leg is what the line says, then what it waits for. */
export class Call {
  #panel = $("call");
  #audio = $("voice");
  #legs = new Legs();
  #turn = 0; // whatever was begun in an older turn has been cut short
  #state = "idle";
  #then = null; // what this leg waits for, once the line has answered
  #keys = "";
  #silence = 0;
  #missed = 0;

  get live() {
    return !OVER.includes(this.#state);
  }

  /** The line has rung this number, and nobody has picked up yet. */
  get rings() {
    return this.#state === "incoming";
  }

  rung(from) {
    if (this.live) return;
    this.from = from;
    this.#become("incoming");
    this.#missed = setTimeout(() => this.#become("missed"), RINGS);
  }

  pickUp() {
    this.dial(this.from, { event: "answered" });
  }

  /** `how`: the number that is rung where it is another (`to`), or that the line has rung us. */
  dial(from, how = {}) {
    clearTimeout(this.#missed);
    Object.assign(this, { from, id: `CA${random(32, 16)}`, step: 0, language: "", began: Date.now() });
    this.#audio.load(); // Safari only plays by itself an element that was touched in a click
    $("captions").replaceChildren();
    this.#become("ringing");
    this.#panel.focus();
    this.#ask({ digits: "", ...how });
  }

  hangUp() {
    if (!this.live) return;
    const { from, id, step, language } = this;
    const told = { from, call: id, step, language, event: "hangup" };
    const rung = this.#state === "dialling" ? this.#legs.rung() : {};
    if (this.#state !== "recording") post(VOICE, { ...told, ...rung }, true).catch(() => {});
    else this.#legs.stop().then((said) => post(RECORDING, { ...told, ...said })).catch(() => {});
    this.#end("ended");
  }

  /** A key stops the voice. One is enough where one is asked for; `#` ends a number of any length. */
  press(key) {
    if (this.#then?.verb === "record") this.#legs.press(key);
    if (this.#then?.verb !== "keys") return;
    const { count, timeout } = this.#then;
    const finished = count === 0 && key === "#";
    this.#interrupt();
    if (!finished) this.#keys += key;
    this.#note(key);
    if (finished || this.#keys.length === count) this.#ask({ digits: this.#keys });
    else this.#wait(timeout);
  }

  /** The next leg. The same step asked again gets the same answer, so a retry does no harm. */
  async #ask(said, path = VOICE) {
    const turn = this.#interrupt();
    this.#then = null;
    this.#keys = "";
    if (this.step) this.#become("sending");
    try {
      const { from, id, step, language } = this;
      const { script, language: spoken } = await post(path, { from, call: id, step, language, ...said });
      if (turn !== this.#turn) return;
      this.language = spoken;
      this.step += 1;
      await this.#perform(script, turn);
    } catch {
      if (turn !== this.#turn) return;
      this.#become("failed");
      $("again").onclick = () => this.#ask(said, path);
    }
  }

  async #perform({ utterances, then }, turn) {
    this.#then = then;
    for (const utterance of utterances) {
      this.#become("playing", utterance.url);
      const caption = this.#caption(utterance);
      if (!utterance.url || !(await this.#played(utterance.url))) {
        if (turn === this.#turn) caption.append(made("small", { textContent: " (pas de voix)" }));
        await pause(UNVOICED);
      }
      if (turn !== this.#turn) return;
    }
    this.#go[then.verb](then, turn);
  }

  /** What each leg ends in. */
  #go = {
    keys: ({ timeout }) => this.#wait(timeout),
    hangup: () => this.#end("ended"),
    refuse: () => this.#end("refused"),
    record: async (then, turn) => {
      this.#become("recording");
      const said = await this.#legs.record(then);
      if (turn === this.#turn) this.#goesOn(said, RECORDING);
    },
    dial: async (then, turn) => {
      this.#become("dialling");
      const came = await this.#legs.dial(then);
      if (turn === this.#turn) this.#goesOn({ event: "dialled", ...came });
    },
  };

  /** The button that ended the leg is gone: keys go to the telephone again. */
  #goesOn(told, path) {
    this.#panel.focus();
    this.#ask(told, path);
  }

  #wait(seconds) {
    this.#become("waiting");
    this.#silence = setTimeout(() => this.#ask({ digits: this.#keys }), seconds * 1_000);
  }

  /** True when the sound was played to its end; interrupted, it never settles, and is forgotten. */
  #played(url) {
    return new Promise((resolve) => {
      this.#audio.onended = () => resolve(true);
      this.#audio.onerror = () => resolve(false);
      this.#audio.src = url;
      this.#audio.play().catch((fault) => fault.name === "AbortError" || resolve(false));
    });
  }

  #interrupt() {
    this.#audio.pause();
    this.#legs.close();
    clearTimeout(this.#silence);
    return ++this.#turn;
  }

  #end(state) {
    this.#interrupt();
    this.#then = null;
    this.#become(state);
    $("dial").focus();
  }

  /** Values are sounds of their own: pieces of one sentence are put together again. */
  #caption({ text, language }) {
    let line = $("captions").lastElementChild;
    if (line?.lang !== language || WHOLE.test(text) || ENDED.test(line.textContent)) {
      line = made("p", { lang: language, dir: "auto" });
      $("captions").append(line);
    }
    const piece = made("span", { textContent: text });
    line.append(line.hasChildNodes() ? " " : "", piece);
    $("captions").scrollTop = $("captions").scrollHeight;
    return piece;
  }

  #note(key) {
    const last = $("captions").lastElementChild;
    if (last?.className === "pressed" && this.#keys.length > 1) last.textContent = this.#keys;
    else $("captions").append(made("p", { className: "pressed", textContent: key }));
    $("captions").scrollTop = $("captions").scrollHeight;
  }

  #become(state, url = "") {
    this.#state = state;
    Object.assign(this.#panel.dataset, { state, playing: url ?? "" });
    $("status").textContent = STATUS[state];
    $("broken").hidden = state !== "failed";
    $("dial").hidden = this.live;
    $("dial").ariaLabel = this.rings ? "Décrocher" : "Appeler";
    if ($("beep")) $("beep").hidden = this.live || this.rings;
    $("hang").hidden = !this.live;
    $("timer").hidden = !this.live;
    for (const key of $("keypad").children) key.disabled = !this.live;
    this.tick();
  }

  tick() {
    const seconds = Math.floor((Date.now() - this.began) / 1_000);
    const shown = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (this.live) $("timer").textContent = shown;
  }
}
