// Notices that hardly any sound arrives.
const QUIET = 0.15; // of the meter
const AFTER = 3; // seconds

export function createSilenceWatch() {
  let heardAt = 0;

  return {
    restart: () => (heardAt = performance.now()),
    // Whether it has been quiet for long, now that the level is this.
    isSilent(level) {
      if (level > QUIET) heardAt = performance.now();
      return performance.now() - heardAt > AFTER * 1000;
    },
  };
}
