import { highest, probabilities, scoresOf } from './scores.js';
import type { LabelledText, Separation } from './separation.js';

/** How scores are to be read. */
export interface Calibration {
  /** How steeply probabilities follow scores. */
  sharpness: number;
  /** A text whose highest score is lower fits no label. */
  unknownBelow: number;
}

/** Of texts that do fit, at most this share is called unknown, as far as the texts kept back tell. */
const lost = 0.04;
const sharpnesses = Array.from({ length: 40 }, (_, step) => 0.25 * 1.15 ** step);

/** Reads off texts that were kept back how sure a score makes (temperature scaling, Guo et al. 2017), and what fits nothing. */
export function calibrate({ space, labels, weights }: Separation, texts: readonly LabelledText[]): Calibration {
  const scored = texts.map(({ text, label }) => ({
    scores: scoresOf(space.place(text), weights),
    own: labels.indexOf(label),
  }));
  const surprise = (sharpness: number): number =>
    scored.reduce(
      (sum, { scores, own }) => sum - Math.log((probabilities(scores, sharpness)[own] as number) + 1e-9),
      0,
    );
  const surprises = sharpnesses.map(surprise);
  const tops = scored.map(({ scores }) => scores[highest(scores)] as number).sort((left, right) => left - right);
  return {
    sharpness: sharpnesses[surprises.indexOf(Math.min(...surprises))] as number,
    unknownBelow: tops[Math.floor(tops.length * lost)] as number,
  };
}
