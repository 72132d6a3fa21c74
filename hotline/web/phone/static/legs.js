/** What does the phone show where a leg of the call waits for more than keys? */

import { $, made } from "./page.js";
import { asTelephone, canRecord, record } from "./recorder.js";

const BEEP = 400; // milliseconds

/** The leg that waits: what it resolves with is told to the line, unless the call went on. */
export class Legs {
  #finish = () => {};
  #keys = "";
  #said = Promise.resolve({});
  #came = () => ({});

  /** Resolves with `{ seconds, sound }`, or `{}` when nothing was said. */
  record({ seconds, finish, beep }) {
    this.#keys = finish;
    this.#said = new Promise((resolve) => {
      this.#finish = () => resolve({});
      const skip = button("Ne rien dire", () => resolve({}));
      const file = made("input", { type: "file", accept: "audio/*" });
      file.onchange = async () => resolve(await heard(file.files[0], seconds));
      show("La ligne enregistre.", made("label", {}, "Un son de cet appareil ", file), skip);
      if (canRecord()) this.#listen(resolve, { seconds, finish, beep }, skip);
    });
    return this.#said;
  }

  async #listen(resolve, { seconds, finish, beep }, skip) {
    if (beep) await sounded();
    const stop = await record().catch(() => null); // not allowed: a file, or nothing
    if (!stop || $("leg").hidden) return stop?.();
    this.#finish = once(async () => resolve(await heard(await stop(), seconds)));
    setTimeout(this.#finish, seconds * 1_000);
    show(`La ligne enregistre. ${finish} pour finir.`, button("J’ai fini", this.#finish), skip);
  }

  /** Resolves with whether somebody took the call, and how long they spoke. */
  dial({ telephones, whisper, accept, timeout }) {
    return new Promise((resolve) => {
      this.#came = () => ({ answered: "no", seconds: 0 });
      const none = () => resolve(this.#came());
      const patience = setTimeout(none, timeout * 1_000);
      const talk = () => {
        const began = Date.now();
        clearTimeout(patience);
        this.#came = () => ({ answered: "yes", seconds: Math.round((Date.now() - began) / 1_000) });
        const over = () => resolve(this.#came());
        show("Vous parlez avec une personne.", button("Fin de la conversation", over));
      };
      const words = made("q", { lang: "fr", textContent: whisper.map(({ text }) => text).join(" ") });
      const take = button(`Prendre l’appel (${accept})`, talk);
      show(`Ça sonne (${telephones}). On y entend :`, words, take, button("Ne répond pas", none));
    });
  }

  /** What has come of ringing somebody so far. */
  rung() {
    return this.#came();
  }

  /** A key while the caller is being recorded. */
  press(key) {
    if (this.#keys.includes(key)) this.#finish();
  }

  /** The recording ends here; resolves with what was said so far. */
  stop() {
    this.#finish();
    return this.#said;
  }

  /** Nothing waits any more, and no microphone is open. */
  close() {
    this.#finish();
    this.#finish = () => {};
    this.#keys = "";
    $("leg").hidden = true;
  }
}

function show(words, ...controls) {
  $("leg").replaceChildren(made("p", {}, words), ...controls);
  $("leg").hidden = false;
  $("captions").scrollTop = $("captions").scrollHeight; // the question stays in sight
}

function button(textContent, onclick) {
  return made("button", { type: "button", textContent, onclick });
}

function once(act) {
  let done = null;
  return () => (done ??= act());
}

/** What cannot be read as a sound is as if nothing had been said. */
async function heard(blob, longest) {
  const told = blob && (await asTelephone(blob, longest).catch(() => null));
  return told?.seconds ? told : {};
}

function sounded() {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 1_000 });
  tone.connect(new GainNode(context, { gain: 0.2 })).connect(context.destination);
  tone.start();
  return new Promise((resolve) => setTimeout(() => context.close().then(resolve), BEEP));
}
