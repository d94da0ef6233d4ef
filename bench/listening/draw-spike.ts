import { spikeDetector } from '../../src/channels/listening/spikes/spike-detector.js';
import { began, quietCounts } from './made-up-posts.js';

const everyMs = 300_000;
const binsADay = 288;
const shownFrom = 9 * binsADay;
const stormBin = 9 * binsADay + 190;
const [width, height, foot] = [720, 180, 20];

/** A picture of two days of a made-up series: what was posted, what was expected, and the alert. Really detected, nothing is drawn by hand. */
export function drawSpike(): string {
  const quiet = quietCounts({ postsADay: 1200, everyMs, days: 11, swing: 0.7 }, 4);
  const detector = spikeDetector({ everyMs });
  const bins = quiet.map((count, bin) => {
    const storm = bin < stormBin ? 0 : Math.round(45 * Math.exp(-(((bin - stormBin - 14) / 12) ** 2)));
    const seen = count + storm;
    const { expected, alerts } = detector.observe({ at: new Date(began + bin * everyMs).toISOString(), count: seen });
    return { seen, expected, alerts };
  });
  const shown = bins.slice(shownFrom);
  const highest = Math.max(...shown.map(({ seen }) => seen));
  const x = (at: number) => Math.round((at / shown.length) * width * 10) / 10;
  const y = (count: number) => Math.round((height - foot - (count / highest) * (height - foot - 24)) * 10) / 10;
  const line = (of: (bin: (typeof shown)[number]) => number) =>
    shown.map((bin, at) => `${x(at)},${y(of(bin))}`).join(' ');
  const told = shown.flatMap(({ alerts }, at) => alerts.map((alert) => ({ ...alert, at })));
  const marks = told.map(
    ({ phase, severity, at }, place) =>
      `<line x1="${x(at)}" y1="${12 + place * 11}" x2="${x(at)}" y2="${height - foot}" stroke="#c0392b" stroke-dasharray="3 3"/>` +
      `<text x="${x(at)}" y="${10 + place * 11}" text-anchor="end" dx="-3" fill="#c0392b">${phase}, ${severity}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10">`,
    '<title>A spike in a series of counts, and when it was told</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<polyline points="${line(({ seen }) => seen)}" fill="none" stroke="#8a99a8" stroke-width="1"/>`,
    `<polyline points="${line(({ expected }) => expected)}" fill="none" stroke="#1f6f8b" stroke-width="2"/>`,
    ...marks,
    `<text x="4" y="${height - 6}" fill="#555">posts every five minutes (grey), expected (blue), two days</text>`,
    '</svg>\n',
  ].join('\n');
}
