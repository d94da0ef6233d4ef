import type { HubspotOptions } from './options.js';
import type { PropertyView } from './views.js';

/** The properties in which a portal keeps handles and pages, by network. */
export type ProfileProperties = ReadonlyMap<string, { handle?: string; url?: string }>;

const networks =
  'twitter|linkedin|facebook|instagram|bluesky|mastodon|youtube|tiktok|threads|github|telegram|reddit|xing|pinterest';
const handleName = new RegExp(`^(?:hs_)?(${networks})(?:_?(?:handle|username|user_name|name))?$`);
const urlName = new RegExp(`^(?:hs_)?(${networks})_(?:url|link|page|profile|profile_url|company_page)$`);

/**
 * Finds them by their names among a portal's properties: `twitterhandle`, `hs_linkedin_url`, `bluesky_handle`. What the app says
 * comes first; a property that nobody may write, or that is no text, is not taken.
 */
export function profileProperties(
  properties: readonly PropertyView[],
  told: HubspotOptions['profiles'] = {},
): ProfileProperties {
  const found = new Map<string, { handle?: string; url?: string }>(
    Object.entries(told).map(([network, names]) => [network, { ...names }]),
  );
  for (const { name, type, calculated, modificationMetadata } of properties) {
    if (type !== 'string' || calculated || modificationMetadata?.readOnlyValue || name.length > 200) continue;
    const page = urlName.exec(name)?.[1];
    const network = page ?? handleName.exec(name)?.[1];
    if (!network || Object.hasOwn(told, network)) continue;
    const names = found.get(network) ?? {};
    names[page ? 'url' : 'handle'] ??= name;
    found.set(network, names);
  }
  return found;
}

export function namesIn(profiles: ProfileProperties): string[] {
  return [...profiles.values()].flatMap(({ handle, url }) => [handle, url].filter((name) => name !== undefined));
}
