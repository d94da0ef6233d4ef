import { words } from './text.js';

/** States and provinces that are written with two letters as often as in full. */
const table =
  'al alabama|ak alaska|az arizona|ar arkansas|ca california|co colorado|ct connecticut|de delaware|dc district of columbia|fl florida|ga georgia|hi hawaii|id idaho|' +
  'il illinois|in indiana|ia iowa|ks kansas|ky kentucky|la louisiana|me maine|md maryland|ma massachusetts|mi michigan|mn minnesota|ms mississippi|mo missouri|' +
  'mt montana|ne nebraska|nv nevada|nh new hampshire|nj new jersey|nm new mexico|ny new york|nc north carolina|nd north dakota|oh ohio|ok oklahoma|or oregon|' +
  'pa pennsylvania|pr puerto rico|ri rhode island|sc south carolina|sd south dakota|tn tennessee|tx texas|ut utah|vt vermont|va virginia|wa washington|wv west virginia|' +
  'wi wisconsin|wy wyoming|ab alberta|bc british columbia|mb manitoba|nb new brunswick|nl newfoundland and labrador|ns nova scotia|on ontario|qc quebec|sk saskatchewan|' +
  'nsw new south wales|vic victoria|qld queensland|tas tasmania';

const codes = new Map<string, string>();
const names = new Map<string, string>();
for (const row of table.split('|')) {
  const [code, name] = [row.slice(0, row.indexOf(' ')), row.slice(row.indexOf(' ') + 1)];
  codes.set(name, code);
  names.set(code, name);
}

/**
 * A region as it is compared: its code where it has a usual one.
 *
 * @example
 * normalizeRegion('New York') // 'ny'
 */
export function normalizeRegion(text: string): string {
  const region = words(text.slice(0, 200)).join(' ');
  return codes.get(region) ?? region;
}

/** The ways to write a normalized region. */
export function regionSpellings(region: string): string[] {
  const name = names.get(region);
  return name ? [region, name] : [region];
}
