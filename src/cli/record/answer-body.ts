import type { Disguise } from './disguise.js';
import { disguiseJson, type Json, noticePeople } from './disguise-json.js';
import { namesSomebody, removed, type ValueDisguise } from './disguise-value.js';
import { fieldKind } from './field-kind.js';
import { rewriteXml } from './rewrite-xml.js';

/** The body of an answer, whose people are known and not yet replaced. */
export interface AnswerBody {
  /** Every text in it, with the field that it stands in. */
  fields: (readonly [name: string, value: unknown])[];
  disguised(values: ValueDisguise): Json | undefined;
  /** Why there will be none. */
  note?: string;
}

/** Reads a body and learns whom it names. */
export function answerBody(text: string | undefined, type: string, hide: Pick<Disguise, 'notice'>): AnswerBody {
  if (text === undefined) return without('The body could not be read and was left out.');
  if (text === '') return without();
  if (/[/+]xml\b/i.test(type) || text.startsWith('<?xml')) return ofXml(text, hide);
  try {
    const body = JSON.parse(text) as Json;
    noticePeople(body, hide);
    return { fields: [...fieldsOf(body)], disguised: (values) => disguiseJson(body, values) };
  } catch {
    return without('The body is neither JSON nor XML that can be disguised, and was left out.');
  }
}

function without(note?: string): AnswerBody {
  return { fields: [], disguised: () => undefined, ...(note !== undefined && { note }) };
}

function ofXml(xml: string, { notice }: Pick<Disguise, 'notice'>): AnswerBody {
  const fields: [string, string][] = [];
  rewriteXml(xml, {
    name(name) {
      notice(name, 'other');
      return name;
    },
    text(name, value) {
      fields.push([name, value]);
      notice(value, namesSomebody(name, value) ? 'person' : 'other');
      return '';
    },
  });
  return {
    fields,
    disguised: ({ field, text }) =>
      rewriteXml(xml, {
        name: field,
        text: (name, value) => (fieldKind(name) === 'secret' ? removed : text(name, value)),
      }),
  };
}

function* fieldsOf(part: Json, name = ''): Generator<[name: string, value: unknown]> {
  if (part === null || typeof part !== 'object') yield [name, part];
  else for (const [field, item] of Object.entries(part)) yield* fieldsOf(item, Array.isArray(part) ? name : field);
}
