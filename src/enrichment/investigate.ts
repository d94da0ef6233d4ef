import type { Profile } from '../core/model/source-record.js';
import type { Resolver } from '../core/ports.js';
import { words } from '../identity/normalize/text.js';
import { asRecord } from './as-record.js';
import { bareProfile, type Candidate, Candidates, type Claims, noClaims } from './candidate.js';
import { type Decided, decideOn } from './decide.js';
import type { Answered, Desk, LookUp } from './desk.js';
import type { Gate } from './gate.js';
import { type Lead, leadTo, leadToDid, type SourceName } from './lead.js';
import type { AtprotoIdentity } from './look-ups/atproto.js';
import type { GravatarProfile } from './look-ups/gravatar.js';
import type { Networks } from './look-ups/networks.js';
import { readSite } from './look-ups/site.js';
import { type FediverseAccount, leadOfAccount } from './look-ups/webfinger.js';
import type { OwnSite, Subject } from './subject.js';
import type { OutsideWeb } from './web/outside-web.js';

/** What is asked; a source that is absent is not. */
export interface Sources {
  networks: Networks;
  gravatar?: ((email: string) => Promise<LookUp<GravatarProfile | null>>) | undefined;
  sites?: OutsideWeb | undefined;
  webfinger?: ((address: string) => LookUp<FediverseAccount | null> | undefined) | undefined;
  atproto?: ((domain: string) => LookUp<AtprotoIdentity | null>) | undefined;
  names: boolean;
}

export interface InvestigateOptions {
  sources: Sources;
  desk: Desk;
  resolver: Resolver;
  gate: Gate;
}

/** On one network, no more accounts than this are shown to a person for one contact. */
const mostByName = 3;
/** A contact whose sources name more accounts than this has somebody else's sources. */
const mostLeads = 30;

interface Heard {
  lead: Lead;
  source: SourceName;
  at: string | undefined;
  claims: Claims;
}

/**
 * Looks for the accounts of a contact, the most trusted sources first. A name alone is searched for only on networks on which
 * nothing better was found.
 *
 * What is asked next depends on what was answered, and on nothing else: the same answers give the same result.
 */
export async function investigate(subject: Subject, options: InvestigateOptions): Promise<Decided[]> {
  const { sources, desk, resolver, gate } = options;
  const heard: Heard[] = subject.accounts.map((lead) => ({ lead, source: 'row', at: undefined, claims: noClaims }));
  heard.push(...(await byGravatar(subject, options)));
  const { heard: onSites, named } = await bySites(subject, options);
  heard.push(...onSites);
  heard.push(...(await byWebfinger(subject, options)));
  heard.push(...(await byDomains(subject, options)));

  const by = { resolver, named };
  const candidates = new Candidates();
  for (const one of heard.slice(0, mostLeads)) {
    const candidate = await candidateOf(one, subject, options);
    if (candidate) candidates.add(candidate);
  }
  const decided = candidates.all().map((candidate) => decideOn(subject, candidate, by));
  if (!sources.names || subject.name === undefined) return decided;

  const settled = new Set(decided.filter(({ decision }) => decision === 'link').map(({ network }) => network));
  for (const { network, lookUp } of sources.networks.people(subject.name)) {
    if (settled.has(network) || !gate.mayAsk(network)) continue;
    const found = await desk.ask(lookUp);
    const known = new Set(decided.map(({ candidate }) => candidate.profile.externalId));
    const fresh = (found?.answer ?? []).filter((profile) => isThere(profile) && !known.has(profile.externalId));
    const more = fresh.map((profile) => decideOn(subject, byName(profile, found), by));
    decided.push(
      ...more
        .filter(({ decision }) => decision !== 'none')
        .sort((left, right) => right.probability - left.probability || (left.profileId < right.profileId ? -1 : 1))
        .slice(0, mostByName),
    );
  }
  return decided;
}

async function byGravatar({ emails, contact, record }: Subject, { sources, desk, resolver }: InvestigateOptions) {
  const heard: Heard[] = [];
  for (const email of emails) {
    const lookUp = await sources.gravatar?.(email);
    const found = lookUp && (await desk.ask(lookUp));
    if (!found?.answer) continue;
    const { hash, name, organization, title, location, accounts } = found.answer;
    const attributes = { name, organization, title, location };
    const profile: Profile = {
      kind: 'profile',
      source: 'gravatar',
      externalId: hash,
      party: contact.party,
      identifiers: [{ kind: 'email', scope: '', value: email, verifiedBy: 'gravatar' }],
      attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value)),
      origin: 'api',
      observedAt: found.at,
    };
    const [verdict] = resolver.decide(record, [asRecord(profile)]);
    const claims = { ...noClaims, gravatar: verdict?.outcome === 'link' };
    heard.push(...leadsIn(accounts).map((lead): Heard => ({ lead, source: 'gravatar', at: found.at, claims })));
  }
  return heard;
}

/** What sites tell, and which of the contact's own show its name. */
async function bySites(
  subject: Subject,
  { sources, desk, resolver }: InvestigateOptions,
): Promise<{ heard: Heard[]; named: Set<OwnSite> }> {
  const heard: Heard[] = [];
  const named = new Set<OwnSite>();
  if (!sources.sites) return { heard, named };
  const hear = (urls: readonly string[], at: string, claims: Claims) =>
    heard.push(...leadsIn(urls).map((lead): Heard => ({ lead, source: 'site', at, claims })));
  for (const site of subject.sites) {
    const found = await readSite(site.url, sources.sites, desk);
    if (!found) continue;
    const { names, me, people, links } = found.answer;
    const [owner, ...others] = people;
    if (showsName(subject, [...names, ...(owner && others.length === 0 ? [owner.name] : [])])) named.add(site);
    hear([...me, ...(owner && others.length === 0 ? owner.sameAs : [])], found.at, { ...noClaims, sites: [site] });
    for (const person of others.length > 0 ? people : [])
      if (isCalled(subject, person.name, resolver)) hear(person.sameAs, found.at, noClaims);
    hear(links, found.at, noClaims);
  }
  for (const url of subject.companySites) {
    const found = await readSite(url, sources.sites, desk);
    for (const person of found?.answer.people ?? [])
      if (found && isCalled(subject, person.name, resolver)) hear(person.sameAs, found.at, noClaims);
  }
  return { heard, named };
}

async function byWebfinger(
  { contact, emails, sites }: Subject,
  { sources, desk }: InvestigateOptions,
): Promise<Heard[]> {
  const heard: Heard[] = [];
  const own = emails.filter((email) => sites.some(({ host, isWhole }) => isWhole && email.endsWith(`@${host}`)));
  const stated = contact.identifiers.flatMap(({ kind, scope, value }) =>
    kind === 'handle' && scope.startsWith('mastodon/') ? `${value}@${scope.slice('mastodon/'.length)}` : [],
  );
  for (const address of [...stated.slice(0, 3), ...own]) {
    const lookUp = sources.webfinger?.(address);
    const found = lookUp && (await desk.ask(lookUp));
    if (!found?.answer) continue;
    const isOwn = own.includes(address);
    const claims = { ...noClaims, webfinger: isOwn };
    heard.push({ lead: leadOfAccount(found.answer), source: isOwn ? 'webfinger' : 'row', at: found.at, claims });
  }
  return heard;
}

async function byDomains({ sites }: Subject, { sources, desk }: InvestigateOptions): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const site of sites.filter(({ isWhole }) => isWhole)) {
    const lookUp = sources.atproto?.(site.host);
    const found = lookUp && (await desk.ask(lookUp));
    if (found?.answer)
      heard.push({
        lead: leadToDid(found.answer.did),
        source: 'atproto',
        at: found.at,
        claims: { ...noClaims, domains: [site] },
      });
  }
  return heard;
}

/** The account of a lead, as its network tells; undefined when that has none, or neither it nor the lead may be written. */
async function candidateOf(
  { lead, source, at, claims }: Heard,
  { contact }: Subject,
  { sources, desk, gate }: InvestigateOptions,
): Promise<Candidate | undefined> {
  const possible = sources.networks.profile(lead);
  const lookUp = possible && gate.mayAsk(lead.scope) ? possible : undefined;
  const found = lookUp && (await desk.ask(lookUp));
  // One that could not be asked about now is left for the next run.
  if (lookUp && !found?.answer) return undefined;
  const profile = found?.answer ?? bareProfile(lead, at ?? contact.observedAt);
  if (!isThere(profile)) return undefined;
  if (!found?.answer && !gate.mayWrite(lead.scope, source)) return undefined;
  return {
    // Networks seldom tell whether an account is a person's.
    profile: { ...profile, party: contact.party },
    isKnown: found !== undefined,
    url: lead.url,
    source,
    at: found?.at ?? at,
    claims,
  };
}

/** Whether an account stands, and is not our own. */
function isThere({ own, standing = 'active' }: Profile): boolean {
  return !own && standing === 'active';
}

function byName(profile: Profile, found: Answered<unknown> | undefined): Candidate {
  return { profile, isKnown: true, url: undefined, source: 'name', at: found?.at, claims: noClaims };
}

function leadsIn(urls: readonly string[]): Lead[] {
  return [...new Set(urls)].flatMap((url) => leadTo(url) ?? []);
}

/** Whether every word of the contact's name stands in one of these texts. */
function showsName({ name = '' }: Subject, texts: readonly string[]): boolean {
  const wanted = words(name);
  return wanted.length > 0 && texts.some((text) => new Set(wanted).isSubsetOf(new Set(words(text))));
}

/** Whether somebody of this name may be the contact. */
function isCalled({ record, contact }: Subject, name: string, resolver: Resolver): boolean {
  const somebody: Profile = {
    kind: 'profile',
    source: 'page',
    externalId: name,
    party: contact.party,
    identifiers: [],
    attributes: { name },
    origin: 'public-feed',
    observedAt: contact.observedAt,
  };
  const [verdict] = resolver.decide(record, [asRecord(somebody)]);
  return verdict !== undefined && verdict.outcome !== 'none' && verdict.outcome !== 'veto';
}
