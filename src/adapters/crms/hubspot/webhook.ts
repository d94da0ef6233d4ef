import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { Page, Rejected } from '../../../core/page.js';
import { signedWebhook } from '../../../core/webhooks/signed-webhook.js';
import type { ContactNotice, CrmWebhookReceiver } from '../../crm-adapter.js';
import { hubspotSignature } from '../../webhooks/hubspot-signature.js';
import { companyKind, contactKind, leadKind, type ObjectKind } from './object-kinds.js';
import type { ParsedOptions } from './options.js';
import { hubspotInstant } from './times.js';

const id = z.coerce.string().regex(/^\d{1,30}$/);
const event = z.object({
  portalId: z.coerce.string(),
  subscriptionType: z.string().max(200),
  occurredAt: z.coerce.string(),
  objectId: id.optional(),
  objectTypeId: z.string().optional(),
  primaryObjectId: id.optional(),
  mergedObjectIds: z.array(id).max(1000).optional(),
  newObjectId: id.optional(),
});

const kindNames: Readonly<Record<string, ObjectKind>> = {
  contact: contactKind,
  company: companyKind,
  lead: leadKind,
  '0-1': contactKind,
  '0-2': companyKind,
  '0-136': leadKind,
};

/** HubSpot's webhooks, version 3. They tell what happened to whom; what was changed is read with `get`. */
export function hubspotWebhook({
  clientSecret,
  publicUrl,
  clock,
  source,
}: ParsedOptions & { clientSecret: string | readonly string[] }): CrmWebhookReceiver {
  const portal = source.slice(source.indexOf('/') + 1);
  return {
    receive: signedWebhook({
      scheme: hubspotSignature(),
      secrets: typeof clientSecret === 'string' ? [clientSecret] : clientSecret,
      clock,
      ...(publicUrl !== undefined && { publicUrl }),
    }),
    read(body): Page<ContactNotice> {
      const rejected: Rejected[] = [];
      const items = eventsIn(body).flatMap((item, index): ContactNotice[] => {
        const { data } = event.safeParse(item);
        if (!data) {
          rejected.push({ reason: 'This event of HubSpot is not understood.', at: `event ${index}`, item });
          return [];
        }
        if (data.portalId === portal) return noticesOf(data, source);
        rejected.push({
          reason: `It is of portal ${data.portalId.slice(0, 30)}, not of ours.`,
          at: `event ${index}`,
          item,
        });
        return [];
      });
      return { items, rejected };
    },
  };
}

function noticesOf(data: z.infer<typeof event>, source: string): ContactNotice[] {
  const [name = '', what = ''] = data.subscriptionType.split('.');
  const kind = kindNames[name === 'object' ? (data.objectTypeId ?? '') : name];
  const at = hubspotInstant(data.occurredAt);
  if (!kind || !at) return [];
  const refOf = (one: string) => ({ source, externalId: `${kind.prefix}${one}` });
  if (what === 'merge') {
    const stays = data.newObjectId ?? data.primaryObjectId ?? data.objectId;
    if (!stays) return [];
    const given = [data.primaryObjectId, ...(data.mergedObjectIds ?? [])];
    const gone = [...new Set(given)].filter((one) => one !== undefined && one !== stays);
    return gone.map((one) => ({ type: 'merged', into: refOf(stays), from: refOf(one as string), at }));
  }
  if (!data.objectId) return [];
  const of = refOf(data.objectId);
  if (what === 'deletion' || what === 'privacyDeletion') return [{ type: 'removed', of, at }];
  return [{ type: 'changed', of }];
}

function eventsIn(body: string): unknown[] {
  try {
    const events: unknown = JSON.parse(body);
    return Array.isArray(events) ? events.slice(0, 10_000) : [events];
  } catch {
    throw new KenningError('invalid', 'hubspot: the body of this webhook is not JSON.');
  }
}
