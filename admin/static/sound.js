/** Two soft tones, made here. */

const TONES = [659, 880]; // Hz
const EACH_S = 0.18;
const LOUDNESS = 0.08;

/** Silent where the browser has not been touched yet: it allows no sound then. */
export function ring() {
  const context = new AudioContext();
  TONES.forEach((frequency, place) => tone(context, frequency, context.currentTime + place * EACH_S));
  setTimeout(() => context.close(), 1000);
}

/** @param {AudioContext} context @param {number} frequency @param {number} at seconds */
function tone(context, frequency, at) {
  const oscillator = new OscillatorNode(context, { frequency });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(LOUDNESS, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + EACH_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + EACH_S);
}
