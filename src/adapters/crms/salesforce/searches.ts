import type { Identifier } from '../../../core/model/identifier.js';
import type { PartyFields } from './party-fields.js';
import { isRecordId, partyObjectOf } from './record-id.js';
import { oneOf } from './soql.js';

/** So much of values fits into the address of a query. */
const longestList = 6000;
/** No field that is searched holds longer ones. */
const longestValue = 255;

/** The conditions under which rows of an object say any of these identifiers. */
export function* searchesFor(
  identifiers: readonly Identifier[],
  fields: PartyFields,
  source: string,
): Generator<string> {
  const ids: string[] = [];
  const wanted = new Map<string, Set<string>>();
  const want = (names: readonly string[], values: readonly string[]) => {
    for (const name of names.filter((one) => fields.info.fields.get(one)?.filterable)) {
      const known = wanted.get(name) ?? new Set();
      for (const value of values) if (value.length <= longestValue) known.add(value);
      wanted.set(name, known);
    }
  };
  for (const { kind, scope, value } of identifiers) {
    if (kind === 'email') want(fields.emails, [value]);
    else if (kind === 'phone') want(fields.phones, phoneSpellings(value));
    else if (kind === 'crm-id' && scope === source && isRecordId(value) && partyObjectOf(value) === fields.object)
      ids.push(value);
    else if (kind === 'domain') want(fields.pages, pageSpellings(value));
    else if (kind === 'url') want([...fields.pages, ...Object.values(fields.profiles)], pageSpellings(value));
    else if (kind === 'handle') {
      const [network = '', realm] = scope.split('/');
      const field = Object.hasOwn(fields.profiles, network) ? fields.profiles[network] : undefined;
      const handle = realm ? `${value}@${realm}` : value;
      if (field) want([field], [handle, `@${handle}`]);
    }
  }
  if (ids.length > 0) yield oneOf('Id', ids);
  for (const [name, values] of wanted) {
    let part: string[] = [];
    let length = 0;
    for (const value of values) {
      const more = encodeURIComponent(value.toWellFormed()).length + 12;
      if (length + more > longestList) {
        yield oneOf(name, part);
        part = [];
        length = 0;
      }
      part.push(value);
      length += more;
    }
    if (part.length > 0) yield oneOf(name, part);
  }
}

/** As it is written, and as Salesforce itself writes numbers of North America. */
function phoneSpellings(value: string): string[] {
  const digits = value.replace(/\D/g, '');
  const american = /^1?(\d{3})(\d{3})(\d{4})$/.exec(digits);
  const spelled = american ? [`(${american[1]}) ${american[2]}-${american[3]}`] : [];
  return [...new Set([value, digits, `+${digits}`, ...spelled])];
}

function pageSpellings(value: string): string[] {
  const bare = value.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/+$/, '');
  const hosts = [bare, `www.${bare}`];
  const all = [value, ...hosts, ...hosts.flatMap((host) => [`https://${host}`, `http://${host}`])];
  return [...new Set(all.flatMap((one) => [one, `${one.replace(/\/+$/, '')}/`]))];
}
