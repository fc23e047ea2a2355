// One recording: started, paused, gone on with, stopped; its time is that of what is on it.
const TYPES = [
  { type: "audio/webm;codecs=opus", ending: "webm" },
  { type: "audio/mp4", ending: "m4a" },
];
const PIECE = 1000; // ms; in pieces, so that a microphone that goes away takes nothing with it
const TICK = 200;

// Calls onTime(seconds) as it goes, and onEnd({ blob, ending, seconds }) once.
export function createTape(stream, { longest, onTime, onEnd }) {
  const format = TYPES.find(({ type }) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType: format?.type, audioBitsPerSecond: 96000 });
  const pieces = [];
  const clock = createClock();
  const timer = setInterval(() => {
    onTime(clock.seconds());
    if (clock.seconds() >= longest) stop();
  }, TICK);

  recorder.addEventListener("dataavailable", ({ data }) => data.size && pieces.push(data));
  recorder.addEventListener("stop", () => {
    clearInterval(timer);
    clock.pause();
    const type = recorder.mimeType.split(";")[0];
    onEnd({ blob: new Blob(pieces, { type }), ending: type === "audio/mp4" ? "m4a" : "webm", seconds: clock.seconds() });
  });

  function stop() {
    if (recorder.state !== "inactive") recorder.stop();
  }

  return {
    start() {
      recorder.start(PIECE);
      clock.go();
    },
    pause() {
      recorder.pause();
      clock.pause();
    },
    resume() {
      recorder.resume();
      clock.go();
    },
    stop,
  };
}

function createClock() {
  let before = 0;
  let since = null;
  const seconds = () => (before + (since === null ? 0 : performance.now() - since)) / 1000;
  return {
    seconds,
    go: () => (since = performance.now()),
    pause() {
      before = seconds() * 1000;
      since = null;
    },
  };
}
