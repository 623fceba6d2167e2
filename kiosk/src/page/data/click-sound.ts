const PITCH_HZ = 660;
const LENGTH_S = 0.04;
const LOUDNESS = 0.08;

/** Plays a soft click at each tap on a button. A machine without sound stays silent. */
export function playClicks(): void {
  let audio: AudioContext | undefined;
  addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || target.closest('button') === null || typeof AudioContext === 'undefined') return;
    audio ??= new AudioContext();
    click(audio);
  });
}

function click(audio: AudioContext): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const at = audio.currentTime;
  tone.frequency.value = PITCH_HZ;
  volume.gain.setValueAtTime(LOUDNESS, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + LENGTH_S);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LENGTH_S);
}
