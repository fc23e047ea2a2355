// Lets so many jobs run at once; the others wait in line.
export function createQueue(limit) {
  const waiting = [];
  let running = 0;

  function next() {
    if (running >= limit || !waiting.length) return;
    running += 1;
    waiting.shift()().finally(() => {
      running -= 1;
      next();
    });
  }

  return {
    add(job) {
      waiting.push(job);
      next();
    },
    remove(job) {
      const at = waiting.indexOf(job);
      if (at >= 0) waiting.splice(at, 1);
    },
  };
}
