import type { Disguise } from './disguise.js';
import { isFieldName } from './field-kind.js';

const line = /^([\w.-]{1,100})((?:;(?:[^":;]|"[^"]*")*)*):(.*)$/s;
const kept = /^(?:BEGIN|END|VERSION|KIND)$/i;

/** A contact card as others write it (RFC 6350), line by line: its structure stays. Undefined for what is none. */
export function disguiseCard(text: string, hide: Disguise): string | undefined {
  if (!/^BEGIN:VCARD\r?\n/i.test(text)) return undefined;
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  return lines.map((one) => disguiseLine(one, hide)).join('\r\n');
}

function disguiseLine(whole: string, hide: Disguise): string {
  const [, name = '', parameters = '', value = ''] = line.exec(whole) ?? [];
  if (!isFieldName(name)) return hide.name(whole);
  if (kept.test(name) && hide.isOurs(value)) return whole;
  if (/^VERSION$/i.test(name)) return /^[34]\.0$/.test(value) ? whole : `${name}:4.0`;
  const told = parameters.replace(
    /=([^;]*)/g,
    (_, given: string) => `=${hide.isOurs(given) ? given : hide.name(given)}`,
  );
  return `${name}${told}:${hide.moved(value) ?? hide.name(value)}`;
}
