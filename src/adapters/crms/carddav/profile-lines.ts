import type { Identifier } from '../../../core/model/identifier.js';
import { handleOf, networkOf } from '../../../core/table/columns/row-identifiers.js';
import type { CardVersion, Property } from './card.js';
import { type ContentLine, escaped, parameterOf, unescaped } from './content-line.js';

/** Properties of a card that name its person on a network. */
export const profileProperties = ['SOCIALPROFILE', 'X-SOCIALPROFILE', 'IMPP'] as const;

/** Types that say where something belongs, and not which network it is. */
const places: ReadonlySet<string> = new Set(['', 'pref', 'home', 'work', 'internet', 'other', 'personal', 'business']);

/**
 * What a profile's line says: RFC 9554 `SOCIALPROFILE;SERVICE-TYPE=Bluesky;USERNAME=ann.example:https://…`, Apple's
 * `X-SOCIALPROFILE;TYPE=twitter;X-USER=ann:https://…`, and `IMPP;X-SERVICE-TYPE=Skype:skype:ann`.
 */
export function profileIdentifiers(line: ContentLine): Identifier[] {
  const value = unescaped(line.value).trim();
  const isPage = /^https?:\/\/\S+$/i.test(value);
  const [, scheme, address] = isPage ? [] : (/^([a-z][\w+.-]{0,50}):(.+)$/i.exec(value) ?? []);
  const said = isPage ? undefined : (address ?? value);
  const named = parameterOf(line, 'USERNAME')[0] ?? parameterOf(line, 'X-USER')[0] ?? said;
  const network = serviceOf(line) ?? (scheme && networkOf(scheme));
  const handle = named && network ? handleOf(network, named.trim()) : undefined;
  return [...(handle ? [handle] : []), ...(isPage && value.length <= 2000 ? [{ kind: 'url', scope: '', value }] : [])];
}

function serviceOf(line: ContentLine): string | undefined {
  const types = line.name === 'X-SOCIALPROFILE' ? parameterOf(line, 'TYPE') : [];
  const said = [...parameterOf(line, 'SERVICE-TYPE'), ...parameterOf(line, 'X-SERVICE-TYPE'), ...types];
  return said.map(networkOf).find((name) => !places.has(name) && /^[a-z0-9-]{1,100}$/.test(name));
}

/** The line of an account on a network: its handle, its page or both. */
export function profileLine(
  scope: string,
  { handle, page }: { handle?: string | undefined; page?: string | undefined },
  version: CardVersion,
): Property {
  const [network = '', server] = scope.split('/');
  const user = handle && network === 'mastodon' && server ? `@${handle}@${server}` : handle;
  const [name, service, username] =
    version === '4.0' ? ['SOCIALPROFILE', 'SERVICE-TYPE', 'USERNAME'] : ['X-SOCIALPROFILE', 'TYPE', 'X-USER'];
  const parameters: Property['parameters'] = [[service, [network]]];
  if (user) parameters.push([username, [user]]);
  if (page) return { name, parameters, value: page.replace(/[\s\p{Cc}]/gu, '') };
  if (version === '4.0') return { name, parameters: [...parameters, ['VALUE', ['text']]], value: escaped(user ?? '') };
  // What Apple's address book writes where there is no page.
  return { name, parameters, value: `x-apple:${escaped(user ?? '')}` };
}
