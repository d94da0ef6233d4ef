import type { Evidence } from '../../core/model/evidence.js';
import { oneLine } from '../commands/describe.js';

/** One step from the odds before anything was looked at to the odds after all of it, in bits. */
export interface Step {
  label: string;
  /** Undefined where the evidence has no weight: a proof, a veto, a person's word. */
  bits?: number;
  /** Where the bar begins and ends. */
  from: number;
  to: number;
  speaks: 'for' | 'against' | 'neither';
}

export interface Waterfall {
  steps: Step[];
  /** The sum: log2 of the odds that the two are one. */
  bits: number;
}

/**
 * How the evidence adds up: from the prior over each weight, the strongest first, to the sum. What has no weight is listed
 * behind.
 *
 * @param sum the evidence and the prior together, in bits; without it there is no prior
 */
export function waterfall(evidence: readonly Evidence[], sum?: number): Waterfall {
  const weighed = evidence.filter(({ weight }) => weight !== undefined && weight !== 0);
  const total = weighed.reduce((bits, { weight = 0 }) => bits + weight, 0);
  const prior = sum === undefined ? 0 : sum - total;
  const steps: Step[] = [];
  let at = 0;
  const step = (label: string, bits: number) => {
    steps.push({ label, bits, from: at, to: at + bits, speaks: bits > 0 ? 'for' : 'against' });
    at += bits;
  };
  if (Math.abs(prior) > 0.05) step('before anything is compared', prior);
  for (const item of weighed.toSorted((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0)))
    step(labelOf(item), item.weight ?? 0);
  for (const item of evidence)
    if (item.weight === undefined)
      steps.push({
        label: `${item.type}: ${labelOf(item)}`,
        from: at,
        to: at,
        speaks: item.type === 'veto' ? 'against' : item.type === 'note' ? 'neither' : 'for',
      });
  return { steps, bits: at };
}

const labelOf = ({ field, level }: Evidence) => oneLine(`${field}: ${level}`);

/** The waterfall as lines of text, `width` characters of them bars. */
export function drawWaterfall({ steps, bits }: Waterfall, width = 40): string[] {
  const places = steps.flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(0, ...places), Math.max(0, ...places)];
  const place = (at: number) => Math.round(((at - low) / (high - low || 1)) * width);
  const lines = steps.map((step) => {
    const [begin, end] = [place(Math.min(step.from, step.to)), place(Math.max(step.from, step.to))];
    const bar = step.bits === undefined ? ' ' : step.bits > 0 ? '█' : '░';
    const drawn = ' '.repeat(begin) + bar.repeat(Math.max(1, end - begin));
    return `${figure(step.bits)}  ${drawn.padEnd(width + 1)}  ${step.label}`;
  });
  return [...lines, `${figure(bits)}  ${' '.repeat(width + 1)}  bits together`];
}

function figure(bits: number | undefined): string {
  return (bits === undefined ? '' : `${bits > 0 ? '+' : ''}${bits.toFixed(1)}`).padStart(6);
}
