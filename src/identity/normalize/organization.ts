import { words } from './text.js';

/** Words that say what a company is by law, not what it is called. */
const legalForms: ReadonlySet<string> = new Set(
  (
    'inc incorporated corp corporation co company ltd limited llc llp lp plc pllc pc gmbh ag kg ohg ug mbh se sa sas sarl srl spa ' +
    'sl slu bv nv oy oyj ab as asa aps kft zrt doo sro pte pty pvt kk sdn bhd holding holdings group the'
  ).split(' '),
);

/** A company's or institution's name as it is compared. */
export interface OrganizationName {
  /** Its words without legal forms, joined by spaces. */
  value: string;
  words: readonly string[];
  /** The first letters of its words; of one word nothing. */
  acronym: string;
}

/**
 * Takes the legal form and the article off an organization's name.
 *
 * @example
 * normalizeOrganization('The Acme Widget Co., Ltd.') // { value: 'acme widget', words: [...], acronym: 'aw' }
 */
export function normalizeOrganization(text: string): OrganizationName | undefined {
  // `S.A.` and `I.B.M.` are one word each.
  const all = words(text.slice(0, 300).replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1'));
  const kept = all.filter((word) => !legalForms.has(word) && word !== 'and' && word !== 'of');
  const meaning = kept.length > 0 ? kept : all;
  if (meaning.length === 0) return undefined;
  const initials = (from: string[]) => (from.length > 1 ? from.map((word) => word[0]).join('') : '');
  return { value: meaning.join(' '), words: meaning, acronym: initials(meaning) };
}
