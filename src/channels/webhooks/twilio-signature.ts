import { bytesOf, decoded, encoded } from '../../core/bytes.js';
import { sameText } from '../../core/same-text.js';
import type { WebhookMessage } from '../../core/webhooks/webhook-message.js';
import type { Claim, WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** Twilio. The secret is the account's auth token; it signs the address, so `publicUrl` must be what Twilio was told. */
export function twilioSignature(): WebhookScheme {
  return {
    system: 'Twilio',
    async claim(message): Promise<Claim | undefined> {
      const given = decoded(message.headers.get('x-twilio-signature') ?? '', 'base64');
      const fields = await fieldsOf(message);
      if (!given || fields === undefined) return undefined;
      const signed = addressesOf(message.url).map((address) => bytesOf(address + fields));
      return { proof: 'SHA-1', given: [given], signed };
    },
    accepted: () => new Response('<Response/>', { headers: { 'content-type': 'text/xml' } }),
  };
}

/** The form's fields by name, names and values one after another. Of any other body the address holds a hash. */
async function fieldsOf({ url, headers, text, bytes }: WebhookMessage): Promise<string | undefined> {
  const hash = new URL(url).searchParams.get('bodySHA256');
  if (hash !== null) {
    const actual = encoded(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), 'hex');
    return (await sameText(actual, hash.toLowerCase())) ? '' : undefined;
  }
  if (text === '') return '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '')) return undefined;
  const fields = [...new Set([...new URLSearchParams(text)].map(([name, value]) => JSON.stringify([name, value])))];
  return fields
    .map((field) => JSON.parse(field) as [string, string])
    .sort((one, other) => compare(one[0], other[0]) || compare(one[1], other[1]))
    .flat()
    .join('');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Twilio signs the port or leaves it away, whatever it was told. */
function addressesOf(address: string): string[] {
  const [, start = '', host = '', port, rest = ''] = /^(https?:\/\/)([^/:?#]+)(:\d+)?(.*)$/is.exec(address) ?? [];
  const usual = start.toLowerCase() === 'http://' ? ':80' : ':443';
  return port ? [address, start + host + rest] : [address, start + host + usual + rest];
}
