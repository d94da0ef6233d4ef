import type { LabelledText } from '../../../../src/channels/listening/analysis/classifier/separation.js';

const subjects = [
  'my parcel',
  'the order',
  'a lamp',
  'this saddle',
  'the blue frame',
  'our bike',
  'the pump',
  'a chain',
];
const asked: Readonly<Record<string, readonly string[]>> = {
  delivery: ['where is', 'when does the courier bring', 'I still wait for', 'track'],
  refund: ['I want my money back for', 'please refund', 'how do I return', 'give me a refund for'],
  size: ['which size fits for', 'is there a larger size of', 'how long is', 'what are the measures of'],
};
const ends = ['?', 'please', 'today', 'thanks'];

/** Texts of three labels about made-up goods, in a fixed order. */
export function madeUpTexts(): LabelledText[] {
  return Object.entries(asked).flatMap(([label, beginnings]) =>
    beginnings.flatMap((beginning) =>
      subjects.flatMap((subject) => ends.map((end) => ({ label, text: `${beginning} ${subject} ${end}` }))),
    ),
  );
}
