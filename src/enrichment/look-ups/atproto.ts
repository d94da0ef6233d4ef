import { z } from 'zod';
import type { LookUp } from '../desk.js';
import { polite } from '../services.js';
import type { OutsideWeb } from '../web/outside-web.js';

/** Texts of a name in the DNS; none when there are none. */
export type ResolveTexts = (name: string) => Promise<readonly string[]>;

export interface AtprotoIdentity {
  did: string;
}

const did = z.string().regex(/^did:(?:plc:[a-z2-7]{24}|web:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})$/);
const identity: z.ZodType<AtprotoIdentity> = z.object({ did });
const document = z.object({ id: z.string(), alsoKnownAs: z.array(z.string().max(1000)).max(100).catch([]) });

/**
 * Finds the account of the AT Protocol whose handle a domain is, and checks it both ways, as the protocol wants it: the
 * domain names the account, in the DNS or at a well-known address, and the account's own document names the domain.
 */
export function atprotoLookUp(
  domain: string,
  { web, resolveTexts }: { web: OutsideWeb; resolveTexts: ResolveTexts },
): LookUp<AtprotoIdentity | null> {
  return {
    service: 'atproto',
    lane: `atproto ${domain}`,
    limits: polite.limits,
    key: `atproto ${domain}`,
    schema: identity.nullable(),
    async send(signal) {
      const found = (await didInNames(domain, resolveTexts)) ?? (await didAtAddress(domain, web, signal));
      if (!found) return null;
      const at = found.startsWith('did:web:')
        ? `https://${found.slice('did:web:'.length)}/.well-known/did.json`
        : `https://plc.directory/${found}`;
      const text = await textAt(at, 100_000, web, signal);
      const { data } = document.safeParse(jsonOf(text));
      return data?.id === found && data.alsoKnownAs.includes(`at://${domain}`) ? { did: found } : null;
    },
  };
}

async function didInNames(domain: string, resolveTexts: ResolveTexts): Promise<string | undefined> {
  const found = (await resolveTexts(`_atproto.${domain}`)).flatMap((text) =>
    text.startsWith('did=') ? (did.safeParse(text.slice('did='.length)).data ?? []) : [],
  );
  // Several are as good as none, says the protocol.
  return found.length === 1 ? found[0] : undefined;
}

async function didAtAddress(domain: string, web: OutsideWeb, signal?: AbortSignal): Promise<string | undefined> {
  const text = await textAt(`https://${domain}/.well-known/atproto-did`, 2000, web, signal);
  return did.safeParse(text?.trim()).data;
}

async function textAt(url: string, maxBytes: number, web: OutsideWeb, signal?: AbortSignal) {
  const found = await web.read(url, { accept: 'text/plain, application/json', maxBytes, signal });
  return found && new TextDecoder().decode(found.bytes);
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
