import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A phone number as it is compared. */
export interface PhoneNumber {
  /** E.164 where the country is known, else the digits as written. */
  value: string;
  /** Whether `value` is E.164. */
  international: boolean;
  /** The last nine digits: what two spellings share when only one has its country. */
  ending: string;
}

/** A country by its two letters, as ISO 3166 has it; numbers without a prefix are read as of it. */
export type PhoneCountry = CountryCode;

const plus = /[+\uff0b]/;

/**
 * Reads a phone number in any usual spelling; extensions fall away. `undefined` when it is none.
 *
 * @example
 * normalizePhone('(907) 465-3875', 'US')?.value // '+19074653875'
 */
export function normalizePhone(text: string, country?: PhoneCountry): PhoneNumber | undefined {
  const written = text.slice(0, 100).replace(/^tel:/i, '');
  // Without a country and without its sign no number can be told: asking would cost much and give nothing.
  const parsed =
    country || plus.test(written)
      ? parsePhoneNumberFromString(written, { ...(country && { defaultCountry: country }), extract: false })
      : undefined;
  if (parsed?.isPossible()) return { value: parsed.number, international: true, ending: ending(parsed.nationalNumber) };
  const digits = (written.split(/(?:x|ext|#)/i)[0] as string).replace(/\D/g, '');
  return digits.length >= 7 && digits.length <= 15
    ? { value: digits, international: false, ending: ending(digits) }
    : undefined;
}

/**
 * Whether a number is one of those that are typed when none is given: one digit over and over, digits in a row,
 * North American 555-01xx.
 */
export function isPlaceholderPhone(phone: PhoneNumber): boolean {
  const digits = phone.value.replace(/\D/g, '');
  // A country code of one to three digits may stand before the number proper.
  for (let start = 0; start <= 3 && digits.length - start >= 6; start += 1)
    if (isFiller(digits.slice(start))) return true;
  const american = phone.international ? phone.value.startsWith('+1') : [7, 10, 11].includes(digits.length);
  return american && /^55501\d\d$/.test(digits.slice(-7));
}

function isFiller(digits: string): boolean {
  let same = true;
  let up = true;
  let down = true;
  for (let index = 1; index < digits.length; index += 1) {
    const step = (digits.charCodeAt(index) - digits.charCodeAt(index - 1) + 10) % 10;
    same &&= step === 0;
    up &&= step === 1;
    down &&= step === 9;
  }
  return same || up || down;
}

const ending = (digits: string): string => digits.slice(-9);

/** The countries that a number may be of; none where that can not be told. */
export function countriesOfPhone(text: string, country?: PhoneCountry): string[] {
  const written = text.slice(0, 100).replace(/^tel:/i, '');
  const parsed = parsePhoneNumberFromString(written, { ...(country && { defaultCountry: country }), extract: false });
  return parsed?.getPossibleCountries() ?? [];
}
