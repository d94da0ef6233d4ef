import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import type { AnswerFormat } from 'kenning/testing';

const lists = new Set(['event', 'mention']);
const parser = new XMLParser({
  ...{ parseTagValue: false, trimValues: false, htmlEntities: true },
  isArray: (name) => lists.has(name),
});
const builder = new XMLBuilder();

/** The network's XML: elements without attributes. Told to the suite, so that single records in answers can go wrong. */
export const beaconXml: AnswerFormat = {
  parse(text) {
    if (XMLValidator.validate(text) !== true) throw new Error('This is not XML.');
    return parser.parse(text);
  },
  write: (value) => builder.build(value),
  wrongs: ['', 'x', {}],
};
