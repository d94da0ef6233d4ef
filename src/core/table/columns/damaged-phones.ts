/** What the numbers of a column have in common, by which a damaged one is told from a short one. */
export interface PhoneHabits {
  /** At least as many begin with a zero, or a plus and a country outside of North America, as with a bare digit. */
  keepZeros: boolean;
  /** A spreadsheet has turned some into numbers with an exponent. */
  areNumbers: boolean;
  /** Nearly all are bare digits of many lengths, and none begins with a zero. */
  areBare: boolean;
  /** The countries that stand behind a plus, by their first two digits. */
  countries: ReadonlySet<string>;
}

const scientific = /^[+-]?\d+(?:[.,]\d+)?\s?E\s?[+-]?\d+$/i;
const bareDigits = /^[1-9]\d{4,14}$/;
const northAmerican = /^1?[2-9]\d\d[2-9]\d{6}$/;

/** What the numbers of a column have in common. */
export function phoneHabits(values: readonly string[]): PhoneHabits {
  const bare = values.filter((value) => bareDigits.test(digitsOf(value)));
  const lengths = new Set(
    bare.filter((value) => !northAmerican.test(digitsOf(value))).map((value) => digitsOf(value).length),
  );
  const international = values.filter((value) => /^(?:\+|00)\s?[2-9]/.test(value));
  const kept = international.length + values.filter((value) => /^\(?0[1-9]/.test(value)).length;
  return {
    keepZeros: kept > 0 && kept >= bare.length,
    areNumbers: values.some((value) => scientific.test(value)),
    areBare: values.length >= 5 && bare.length >= values.length * 0.9 && lengths.size >= 3,
    countries: new Set(international.map((value) => value.replace(/^(?:\+|00)\s?/, '').slice(0, 2))),
  };
}

/**
 * Why a number can not be trusted, if so: spreadsheets keep 15 digits at most, show long ones with an exponent, and
 * drop zeros and pluses at the beginning. Such a number may be somebody else's.
 *
 * @example
 * phoneDamage('4.9151E+11', phoneHabits(['4.9151E+11'])) // 'a spreadsheet has cut its digits'
 */
export function phoneDamage(value: string, habits: PhoneHabits): string | undefined {
  if (scientific.test(value)) return 'a spreadsheet has cut its digits';
  if (/^#+$|^#[A-Z]+[!?]?$/i.test(value)) return 'a spreadsheet has put an error in its place';
  const digits = digitsOf(value);
  if (!bareDigits.test(digits)) return undefined;
  if (/0{6,}$/.test(digits) && digits.length >= 12) return 'a spreadsheet has cut its digits';
  const hasItsCountry = digits.length >= 11 && habits.countries.has(digits.slice(0, 2));
  const suspicious = habits.keepZeros || habits.areNumbers || habits.areBare;
  if (!suspicious || hasItsCountry || (!habits.keepZeros && northAmerican.test(digits))) return undefined;
  return 'it has lost a zero or a plus at its beginning';
}

/** A number without the `.0` that some programs append. */
function digitsOf(value: string): string {
  return value.replace(/[.,]0$/, '');
}
