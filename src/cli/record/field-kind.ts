import { isSecretName } from '../../core/redact.js';

/** What a field holds, as far as its name tells. */
export type FieldKind = 'secret' | 'birth' | 'person' | 'text' | 'unknown';

const birth = /birth|^dob$/;
const text = /text|content|note|bio|summary|description|body|message|title|subject|caption|comment|spoiler|snippet/;
const person =
  /name|nick|handle|user|acct|account|login|author|creator|contributor|editor|publisher|sender|from|recipient|^to$|^b?cc$|mail|phone|mobile|fax|^tel|address|street|city|town|region|postal|zip|country|^ip|url|uri|link|href|website|domain|host|avatar|photo|uuid|guid|^c?did$|location|latitude|longitude|^l(at|ng|on)$|company|employer|owner|person|contact|member|mention|by$/;
const id = /(?:^|[_-])ids?$|Ids?$|IDs?$|^id/;
const choice =
  /(?:type|kind|state|status|visibility|privacy|lang|language|locale|role|reason|format|mode|direction|object|stage|priority|severity|order|event|action|policy|rel)s?$/;
const time = /at$|time|date|stamp|expires|reset|created|updated|modified/;
const quantities = new Set(
  `amount bytes count duration height index interval length limit max maximum min minimum number offset page per position
  price quota rate ratio remaining score size total ttl usage version votes weight width`.split(/\s+/),
);
const place = /postal|zip|^ip|location|latitude|longitude|^l(at|ng|on)$|geo|coord|point|bbox/;
const mediaType = /^(?:application|audio|font|image|multipart|text|video)\/[a-z\d.+-]{1,60}$/;
/** From here on a number is more likely somebody's id than how many there are of something. */
const firstId = 1e4;

export function fieldKind(name: string): FieldKind {
  const plain = plainOf(name);
  // An author is nobody's authorization.
  if (isSecretName(name) && !/author(?!i[sz])/.test(plain)) return 'secret';
  if (birth.test(plain)) return 'birth';
  if (id.test(localOf(name))) return 'person';
  if (text.test(plain)) return 'text';
  return person.test(plain) ? 'person' : 'unknown';
}

/** Whether a value is one of a few words that the system itself made: `type: "mention"`. */
export function isChoice(name: string, value: string): boolean {
  const plain = plainOf(name);
  if (/type|mime/.test(plain) && mediaType.test(value)) return true;
  if (plain === 'version') return /^\d{1,4}(?:\.\d{1,4}){0,2}$/.test(value);
  if (/^[$@]type$/.test(name)) return /^[A-Za-z]{1,30}(?:\.[A-Za-z]{1,40}){0,5}(?:#[A-Za-z]{1,40})?$/.test(value);
  if (/lang|locale/.test(plain) && /^[a-z]{2}(?:-[a-zA-Z]{2})?$/.test(value)) return true;
  return choice.test(plain) && /^[a-z]{1,20}(?:[._-][a-z]{1,20}){0,2}$/.test(value);
}

/** Whether a field says how many there are of something, or how much. */
export function isQuantity(name: string): boolean {
  const words = localOf(name)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\W_]/);
  return words.some((word) => quantities.has(word) || quantities.has(word.replace(/s$/, '')));
}

/** Whether a number is a moment, in seconds or milliseconds since 1970. */
export function isMoment(name: string, value: number): boolean {
  const isRecent = (value > 1e9 && value < 4e9) || (value > 1e12 && value < 4e12);
  return isRecent && time.test(plainOf(name)) && !id.test(name);
}

/** Whether a number may stand for a person: an id, a phone number, a place, or any so long that it may be one of these. */
export function isTellingNumber(name: string, value: number): boolean {
  const plain = plainOf(name);
  if (id.test(localOf(name)) || birth.test(plain) || place.test(plain)) return true;
  if (isQuantity(name)) return false;
  // `mentions: 1` says how many.
  const isOne = fieldKind(name) === 'person' && !/s$/.test(plain);
  return isOne || Math.abs(value) >= firstId;
}

/** Whether a name tells what the field holds. */
export function isTellingName(name: string): boolean {
  const plain = plainOf(name);
  return fieldKind(name) !== 'unknown' || choice.test(plain) || time.test(plain) || isQuantity(name);
}

/** Whether a name is a field's, made by the system, rather than a person's own id or handle. */
export function isFieldName(name: string): boolean {
  const digits = name.match(/\d+/g) ?? [];
  return /^[$@_]{0,2}[A-Za-z][\w$:-]{0,59}$/.test(name) && digits.length <= 2 && digits.every((run) => run.length <= 3);
}

function plainOf(name: string): string {
  return localOf(name)
    .toLowerCase()
    .replace(/[_\-$@]/g, '');
}

/** Without the prefix of a namespace of XML. */
function localOf(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}
