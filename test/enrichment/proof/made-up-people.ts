import { createHash } from 'node:crypto';
import { random } from '../../../bench/made-up.js';
import type { Contact } from '../../../src/core/model/source-record.js';
import { contact, email, handle, linkTo, url } from '../world.js';

export interface Size {
  contacts: number;
  /** Contacts who have an account. */
  people: number;
  seed: number;
}

/** An account that is made on the network. */
export interface MadeAccount {
  handle: string;
  profile: { displayName: string; description?: string; website?: string };
}

/** How somebody's account can be found. */
export const ways = ['both-ways', 'site', 'row', 'gravatar', 'json-ld', 'pen-name', 'name-alone'] as const;
export type Way = (typeof ways)[number];

export interface MadeUp {
  contacts: Contact[];
  accounts: MadeAccount[];
  /** First pages by host. */
  sites: Map<string, string>;
  /** What Gravatar answers, by hash. */
  gravatars: Map<string, unknown>;
  /** Whose account is whose, and how it can be found: nobody who looks sees it. */
  truth: Map<string, { handle: string; way: Way }>;
}

const given =
  'Anna Bert Carla David Elif Farid Greta Hugo Ines Jonas Karin Luis Maya Nils Olga Pedro Rosa Samir Tilda Umar Vera Wim Yara Zoran Amelie Bruno Clara Dario Emma Felix Gina Hannah Ivan Julia Kemal Lena Marco Nora Oskar Paula'.split(
    ' ',
  );
const family =
  'Berg Okafor Lindqvist Martens Ruiz Novak Silva Weber Rossi Dubois Kowalski Jansen Petrov Haddad Yilmaz Sato Nguyen Fischer Moreau Santos Keller Larsen Popescu Horvat Schmidt Meyer Costa Lopez Garcia Nowak Virtanen Olsen Andersson Bauer Vogel Ramos Castro Leroy Blanc Conti'.split(
    ' ',
  );
const freeMail = ['gmail.com', 'outlook.com', 'gmx.de', 'yahoo.com'];
/** Shares of the ways, in a hundred people. */
const shares: Record<Way, number> = {
  'both-ways': 25,
  site: 15,
  row: 15,
  gravatar: 15,
  'json-ld': 10,
  'pen-name': 10,
  'name-alone': 10,
};

const hashOf = (address: string) => createHash('sha256').update(address).digest('hex');

/** A list of contacts, some of whom have accounts, and all sorts of accounts that look like theirs and are not. */
export function madeUpPeople({ contacts: count, people, seed }: Size): MadeUp {
  const next = random(seed);
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(next() * list.length)] as Item;
  const made: MadeUp = { contacts: [], accounts: [], sites: new Map(), gravatars: new Map(), truth: new Map() };
  // Names follow the square of chance, so that some are borne by hundreds.
  const name = () => [given, family].map((list) => list[Math.floor(next() ** 2 * list.length)]).join(' ');
  const account = (called: string, profile: MadeAccount['profile']): string => {
    const plain = called
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .slice(0, 11);
    const made_ = `${plain}${made.accounts.length.toString(36)}.test`;
    made.accounts.push({ handle: made_, profile });
    return made_;
  };

  for (let number = 0; number < count; number += 1) {
    const id = `c${number}`;
    const called = name();
    const local = `${called.toLowerCase().replace(' ', '.')}.${number}`;
    const kind = next();
    // Of those without an account most are at a provider, many in companies, some have a domain of their own.
    const domain =
      kind < 0.6
        ? pick(freeMail)
        : kind < 0.9
          ? `company${Math.floor(next() * (count / 130))}.example`
          : `dom${number}.example`;
    const place = Math.floor((number * people) / count);
    const isPerson = Math.floor(((number + 1) * people) / count) > place;
    if (isPerson) addPerson(id, called, place);
    else {
      const stale = next() < people / count / 5 ? [handle(account(name(), { displayName: name() }))] : [];
      const works = next() < people / count / 5 ? [url(soleCompany(number))] : [];
      made.contacts.push(contact(id, called, [email(`${local}@${domain}`), ...stale, ...works]));
      // Somebody else of this name, who is not in the list.
      if (next() < people / count / 4) account(called, { displayName: called, description: 'coffee, trains and rain' });
    }
  }
  addCompanies();
  return made;

  function addPerson(id: string, called: string, place: number): void {
    const way = wayOf(place);
    const host = `own-${id}.example`;
    const site = `https://${host}/`;
    const address = `${called.toLowerCase().replace(' ', '.')}.${id}@${pick(freeMail)}`;
    const hasSite = way !== 'row' && way !== 'gravatar' && way !== 'name-alone';
    const profile = {
      displayName: way === 'pen-name' ? `moss & kettle ${place}` : called,
      ...(hasSite && way !== 'site' && { description: `I live at ${site}.` }),
    };
    const own = account(way === 'pen-name' ? 'kettle' : called, profile);
    made.truth.set(id, { handle: own, way });
    made.contacts.push(
      contact(id, called, [email(address), ...(hasSite ? [url(site)] : []), ...(way === 'row' ? [handle(own)] : [])]),
    );
    if (way === 'gravatar')
      made.gravatars.set(hashOf(address), {
        hash: hashOf(address),
        display_name: called,
        verified_accounts: [{ service_type: 'bluesky', url: `https://bsky.app/profile/${own}`, is_hidden: false }],
      });
    // A namesake, and two who say that they are her: one of her name, one who has left a link on her page.
    const bait = { displayName: called, description: `${called}. ${hasSite ? site : address}` };
    if (next() < 0.6) account(called, { displayName: called, description: 'nobody whom you know' });
    if (next() < 0.5) account(called, bait);
    const visitor = next() < 0.3 ? account(called, bait) : undefined;
    if (!hasSite) return;
    const claim =
      way === 'json-ld'
        ? `<script type="application/ld+json">${JSON.stringify({ '@type': 'Person', name: called, sameAs: [`https://bsky.app/profile/${own}`] })}</script>`
        : linkTo(own);
    const comments = visitor ? `<ol>${linkTo(visitor, 'nofollow ugc')}${linkTo(visitor, '')}</ol>` : '';
    made.sites.set(host, `<!doctype html><title>${called}</title><h1>${called}</h1>${claim}${comments}`);
  }

  /** A company for which one contact works: its site and its account name each other, and the contact's row names the site. */
  function soleCompany(number: number): string {
    const host = `sole${number}.example`;
    const own = account('sole', { displayName: `${pick(family)} Works`, description: `https://${host}` });
    made.sites.set(host, `<title>Works ${number}</title>${linkTo(own)}`);
    return `https://${host}`;
  }

  /** Companies have accounts, which their sites claim and which name the sites: they are nobody's of those who work there. */
  function addCompanies(): void {
    for (let number = 0; number < Math.max(2, people / 10); number += 1) {
      const host = `company${number}.example`;
      const own = account(`company${number}`, { displayName: `Company ${number}`, description: `https://${host}` });
      const worker = account('worker', { displayName: name(), description: `I work at https://${host}` });
      made.sites.set(host, `<h1>Company</h1>${linkTo(own)}${linkTo(worker, '')}`);
    }
  }
}

function wayOf(place: number): Way {
  let upTo = 0;
  // Seven is prime to a hundred, so that the ways are mixed.
  const at = (place * 7) % 100;
  for (const way of ways) {
    upTo += shares[way];
    if (at < upTo) return way;
  }
  return 'name-alone';
}
