/** How is a voice taken down as a telephone would: 8 kHz, one channel, 16 bits, in a WAV? */

const RATE = 8_000;

/** Can this page hear anybody? Not on plain http, nor without a microphone. */
export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

/** Begins to record, and gives a function that ends it with what was said. Throws when refused. */
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  return () =>
    new Promise((resolve) => {
      recorder.onstop = () => resolve(new Blob(parts));
      recorder.stop();
      for (const track of stream.getTracks()) track.stop();
    });
}

/** Any sound the browser can read, as a telephone's: `{ seconds, sound }`, the WAV in base64. */
export async function asTelephone(blob, longest) {
  const context = new OfflineAudioContext(1, 1, RATE); // decoding resamples to its rate
  const heard = await context.decodeAudioData(await blob.arrayBuffer());
  const samples = mixed(heard).slice(0, longest * RATE);
  return { seconds: Math.round(samples.length / RATE), sound: base64(wav(samples)) };
}

function mixed(heard) {
  const channels = Array.from({ length: heard.numberOfChannels }, (_, n) => heard.getChannelData(n));
  return channels[0].map((_, at) => channels.reduce((sum, one) => sum + one[at], 0) / channels.length);
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const word = (at, text) => [...text].forEach((each, n) => view.setUint8(at + n, each.charCodeAt(0)));
  word(0, "RIFF"), word(8, "WAVEfmt "), word(36, "data");
  const fields = [[4, 36 + samples.length * 2], [16, 16], [24, RATE], [28, RATE * 2], [40, samples.length * 2]];
  for (const [at, value] of fields) view.setUint32(at, value, true);
  for (const [at, value] of [[20, 1], [22, 1], [32, 2], [34, 16]]) view.setUint16(at, value, true);
  samples.forEach((each, n) => view.setInt16(44 + n * 2, Math.max(-1, Math.min(1, each)) * 32_767, true));
  return new Uint8Array(view.buffer);
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
