import type { Refusal, StoredRecord } from './portal-records.js';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  headers: Record<string, string | string[] | undefined>;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Breaks off in the middle. */
  half?: true;
}

export interface BatchInput {
  id?: string;
  idProperty?: string;
  properties?: Record<string, string>;
  objectWriteTraceId?: string;
  associations?: { to: { id: string }; types: { associationTypeId: number }[] }[];
}

export const portalId = '62515';

export const allScopes = [
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.deals.read',
  'sales-email-read',
  'tickets',
];

export function account([what]: string[]): Answer {
  if (what === 'details')
    return { body: { portalId: Number(portalId), accountType: 'STANDARD', companyCurrency: 'EUR' } };
  return {
    body: {
      results: [
        {
          name: 'private-apps-api-calls-daily',
          usageLimit: 650_000,
          currentUsage: 50_000,
          collectedAt: '2026-11-24T10:00:00Z',
          fetchStatus: 'SUCCESS',
          resetsAt: '2026-11-25T00:00:00Z',
        },
      ],
    },
  };
}

/** A record as it is answered, with the properties that were asked for. */
export function shown({ id, properties, createdAt, updatedAt, archivedAt }: StoredRecord, wanted?: readonly string[]) {
  const always = ['hs_object_id', 'createdate', 'lastmodifieddate', 'hs_lastmodifieddate'];
  const said = always.filter((name) => properties[name] !== undefined);
  return {
    id,
    // What was asked for and is not said is null.
    properties: Object.fromEntries([...said, ...(wanted ?? [])].map((name) => [name, properties[name] ?? null])),
    createdAt,
    updatedAt,
    archived: archivedAt !== undefined,
    ...(archivedAt && { archivedAt }),
  };
}

export function missing(id: string): Refusal {
  return { status: 404, category: 'OBJECT_NOT_FOUND', message: `Could not get some objects: ${id} not found` };
}

export function errorOf({ category, message, errors = [] }: Refusal, { id, objectWriteTraceId }: BatchInput) {
  return {
    status: 'error',
    category,
    message,
    context: {
      ...(id && { id: [id] }),
      ...(objectWriteTraceId !== undefined && { objectWriteTraceId: [objectWriteTraceId] }),
    },
    errors,
    links: {},
  };
}

export function refused({ status, category, message, errors }: Refusal): Answer {
  return {
    status,
    body: {
      status: 'error',
      message,
      correlationId: 'aeb5f871-7f07-4993-9211-075dc63e7cbf',
      category,
      ...(errors && { errors }),
    },
  };
}
