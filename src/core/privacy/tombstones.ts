import { KenningError } from '../errors.js';
import type { Tombstones } from '../ingest/ingest-options.js';
import type { SourceRecordDraft } from '../model/source-record.js';
import type { Name, Registrar } from '../ports.js';
import type { Store } from '../store/store.js';
import { namesOfWhom, type Whom } from './whom.js';

export interface TombstoneOptions {
  /** The app's secret of at least 32 bytes; text counts by its UTF-8. It is never stored and never logged. */
  key: string | Uint8Array;
  /** The tenant whose people they keep away: the same name has another fingerprint elsewhere. */
  tenant: string;
  registrar: Registrar;
}

/** Keeps away who was erased, and lets back whom the app lets back. */
export interface Gravekeeper extends Tombstones {
  /** Fingerprints of those names that are one person's for good; of all when `any`. */
  ofNames(names: readonly Name[], any?: boolean): Promise<string[]>;
  /** Lifts the tombstones of these names; gives how many there were. Each name lifts its own and no other. */
  readmit(store: Store, ...whom: Whom[]): Promise<number>;
}

/** So many names have their fingerprints at hand. */
const remember = 20_000;

/**
 * Fingerprints (HMAC-SHA-256, RFC 2104) of names under a key that only the app has: whoever reads the store can not try
 * out names against them.
 *
 * A record that is new is kept away when its source's id, or an address, number or account id that it shows, is an erased
 * person's, verified or not. Handles and links change hands and keep nobody away. A record that is there already is
 * somebody else's and is let be.
 *
 * @throws `invalid` for a key of less than 32 bytes.
 */
export function tombstones({ key, tenant, registrar }: TombstoneOptions): Gravekeeper {
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : Uint8Array.from(key);
  if (bytes.length < 32)
    throw new KenningError(
      'invalid',
      'The tombstone key needs at least 32 bytes. Make one at random and keep it safe.',
    );
  const signer = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

  async function fingerprint(text: string): Promise<string> {
    const message = new TextEncoder().encode(`kenning tombstone 1\u0000${tenant}\u0000${text}`);
    const digest = new Uint8Array(await crypto.subtle.sign('HMAC', await signer, message));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** Those who speak often are asked about with each word; a signature costs more than all else that is asked of them. */
  const known = new Map<string, Promise<string>>();
  function remembered(text: string): Promise<string> {
    const found = known.get(text) ?? fingerprint(text);
    known.delete(text);
    known.set(text, found);
    if (known.size > remember) known.delete(known.keys().next().value as string);
    return found;
  }

  const textsOf = (names: readonly Name[], any: boolean) => [
    ...new Set(names.filter(({ lasting }) => any || lasting).map(({ text }) => text)),
  ];
  /** Whoever is erased or let back is not remembered. */
  const ofNames = (names: readonly Name[], any = false): Promise<string[]> =>
    Promise.all(
      textsOf(names, any).map((text) => {
        known.delete(text);
        return fingerprint(text);
      }),
    );

  return {
    ofNames,
    fingerprints: (draft: SourceRecordDraft) => Promise.all(textsOf(registrar.names(draft), false).map(remembered)),
    ofInteraction: (ref) => fingerprint(`interaction ${ref.network} ${ref.realm} ${ref.externalId}`),
    async isErased(transaction, fingerprints) {
      for (const one of fingerprints) if (await transaction.get('tombstones', { fingerprint: one })) return true;
      return false;
    },
    async readmit(store, ...whom) {
      const names = whom.flatMap((one) => namesOfWhom(registrar, one));
      const fingerprints = await ofNames(names, true);
      return store.transaction(async (transaction) => {
        await transaction.lock(() => 'everything');
        let lifted = 0;
        for (const one of fingerprints) {
          if (!(await transaction.get('tombstones', { fingerprint: one }))) continue;
          await transaction.remove('tombstones', { fingerprint: one });
          lifted += 1;
        }
        return lifted;
      });
    },
  };
}
