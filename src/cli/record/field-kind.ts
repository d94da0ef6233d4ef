import { isSecretName } from '../../core/redact.js';

/** What a field holds, as far as its name tells. */
export type FieldKind = 'secret' | 'birth' | 'person' | 'text' | 'unknown';

const birth = /birth|^dob$/;
const text = /text|content|note|bio|summary|description|body|message|title|subject|caption|comment|spoiler|snippet/;
const person =
  /name|nick|handle|user|acct|account|login|author|sender|from|recipient|^to$|^b?cc$|mail|phone|mobile|fax|^tel|address|street|city|town|region|postal|zip|country|^ip|url|uri|link|href|website|domain|host|avatar|photo|uuid|guid|^c?did$|location|latitude|longitude|^l(at|ng|on)$|company|employer|owner|person|contact|member|mention|by$/;
const id = /(?:^|[_-])ids?$|Ids?$|IDs?$|^id/;
const choice =
  /(?:type|kind|state|status|visibility|privacy|lang|language|locale|role|reason|format|mode|direction|object|stage|priority|severity|order|event|action|policy)s?$/;
const time = /at$|time|date|stamp|expires|reset|created|updated|modified/;
const ofPeopleInNumbers = /phone|mobile|fax|^tel|postal|zip|^ip|location|latitude|longitude|^l(at|ng|on)$/;

export function fieldKind(name: string): FieldKind {
  const plain = plainOf(name);
  // An author is nobody's authorization.
  if (isSecretName(name) && !/author(?!i[sz])/.test(plain)) return 'secret';
  if (birth.test(plain)) return 'birth';
  if (id.test(name)) return 'person';
  if (text.test(plain)) return 'text';
  return person.test(plain) ? 'person' : 'unknown';
}

/** Whether a value is one of a few words that the system itself made: `type: "mention"`. */
export function isChoice(name: string, value: string): boolean {
  const plain = plainOf(name);
  if (/mime|contenttype|mediatype/.test(plain))
    return /^(?:application|audio|image|text|video)\/[a-z.+-]{1,40}$/.test(value);
  if (plain === 'version') return /^\d{1,4}(?:\.\d{1,4}){0,2}$/.test(value);
  if (/^[$@]type$/.test(name)) return /^[A-Za-z]{1,30}(?:\.[A-Za-z]{1,40}){0,5}(?:#[A-Za-z]{1,40})?$/.test(value);
  if (!choice.test(plain)) return false;
  return /^[a-z]{1,20}(?:[._-][a-z]{1,20}){0,2}$/.test(value) || /^[a-z]{2}-[A-Z]{2}$/.test(value);
}

/** Whether a number may stand for a person: an id, a phone number, a place, or any so long that it may be one of these. */
export function isTellingNumber(name: string, value: number): boolean {
  const plain = plainOf(name);
  if (id.test(name) || birth.test(plain) || ofPeopleInNumbers.test(plain)) return true;
  return Math.abs(value) >= 1e8 && Number.isInteger(value) && !time.test(plain);
}

/** Whether a name is a field's, made by the system, rather than a person's own id or handle. */
export function isFieldName(name: string): boolean {
  const digits = name.match(/\d+/g) ?? [];
  return /^[$@_]{0,2}[A-Za-z][\w$-]{0,59}$/.test(name) && digits.length <= 2 && digits.every((run) => run.length <= 3);
}

function plainOf(name: string): string {
  return name.toLowerCase().replace(/[_\-$@]/g, '');
}
