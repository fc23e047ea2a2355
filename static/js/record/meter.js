// How loud a microphone is: calls onLevel(0..1) some twenty times a second until it is stopped.
const EVERY = 50;
const QUIETEST = -60; // dBFS, shown as nothing

export function startMeter(stream, onLevel) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(stream).connect(analyser);
  context.resume();
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, EVERY);
  return () => {
    clearInterval(timer);
    context.close();
  };
}

function levelOf(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power || 1e-12);
  return Math.min(1, Math.max(0, 1 - decibels / QUIETEST));
}
