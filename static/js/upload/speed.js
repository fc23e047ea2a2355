// How far an upload is, in words: size, speed, time left.
import { durationText, sizeText } from "./size.js";

const WINDOW = 4000;

export function createSpeed(total) {
  const seen = [];

  return function describe(loaded, now = performance.now()) {
    seen.push([now, loaded]);
    while (seen.length > 2 && now - seen[0][0] > WINDOW) seen.shift();
    const [since, before] = seen[0];
    const perSecond = ((loaded - before) * 1000) / (now - since);
    const words = [`${sizeText(loaded)} of ${sizeText(total)}`];
    if (now - since > 500 && perSecond > 0) {
      words.push(`${sizeText(Math.round(perSecond))}/s`, `${durationText((total - loaded) / perSecond)} left`);
    }
    return words.join(" · ");
  };
}
