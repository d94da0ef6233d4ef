import { isKenningError, KenningError } from '../../core/errors.js';
import type { Answer } from '../http/faulty-fetch.js';
import type { Journal } from '../journal.js';
import type { FakeActivity, FakeContact, FakeCrm } from './fake-crm.js';

export interface FakeServerOptions {
  /** The token that it takes. Defaults to any. */
  token?: string;
}

const statusOf: Readonly<Record<string, number>> = { invalid: 422, 'not-found': 404, conflict: 423 };
const most = 100;

/**
 * The fake CRM's HTTP API: JSON, a bearer token, `Idempotency-Key`, cursors in the body.
 *
 *     GET    /contacts?limit&cursor&since   { contacts, next?, changed? }
 *     GET    /contacts?says=                contacts with this e-mail address, phone number or profile
 *     GET    /contacts/ID
 *     POST   /contacts                      { party?, values, profiles? }
 *     PATCH  /contacts/ID                   { values?, profiles? }
 *     GET    /activities?limit&cursor&since { activities, next?, changed? }
 *     POST   /activities                    { contact, kind, direction, subject, text, at, key? }
 *     PATCH  /activities/ID
 *     DELETE /activities/ID
 *     GET    /fields
 *
 * Refusals are `{ error }`: 401, 404, 422 for a field that is not there, read-only or too short, 423 for a contact that is locked.
 *
 * @example
 * const fetch = async (input, init) => fakeCrmServer(crm)(new Request(input, init));
 */
export function fakeCrmServer(crm: FakeCrm, options: FakeServerOptions = {}): Answer {
  return async (request) => {
    if (options.token !== undefined && request.headers.get('authorization') !== `Bearer ${options.token}`)
      return Response.json({ error: 'sign in first' }, { status: 401 });
    try {
      const answer = await route(crm, request);
      return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
    } catch (error) {
      if (!isKenningError(error)) return Response.json({ error: 'that is no request of ours' }, { status: 400 });
      return Response.json({ error: error.message }, { status: statusOf[error.code] ?? 400 });
    }
  };
}

async function route(crm: FakeCrm, request: Request): Promise<unknown> {
  const { pathname, searchParams: query } = new URL(request.url);
  const [, kind = '', written = ''] = pathname.split('/');
  const id = decodeURIComponent(written);
  const key = request.headers.get('idempotency-key') ?? undefined;
  switch (`${request.method} /${kind}${id && '/ID'}`) {
    case 'GET /contacts': {
      const says = query.get('says');
      if (says !== null) return { contacts: crm.find(says).map(contactView) };
      const { ids, ...places } = listed(crm.changes.contacts, query);
      const all = ids.map((one) => crm.contacts.get(one) as FakeContact);
      return { contacts: (query.has('since') ? all : all.filter(stands)).map(contactView), ...places };
    }
    case 'GET /contacts/ID':
      return contactView(crm.standing(id));
    case 'POST /contacts': {
      const { party, values = {}, profiles = [] } = (await request.json()) as Partial<FakeContact>;
      const made = crm.once(key, () => {
        const added = crm.add(values, party);
        if (profiles.length > 0) crm.change(added, {}, profiles);
        return added;
      });
      return contactView(crm.standing(made));
    }
    case 'PATCH /contacts/ID': {
      const { values = {}, profiles = [] } = (await request.json()) as Partial<FakeContact>;
      crm.standing(id);
      crm.once(key, () => {
        crm.change(id, values, profiles);
        return id;
      });
      return contactView(crm.standing(id));
    }
    case 'GET /activities': {
      const { ids, ...places } = listed(crm.changes.activities, query);
      return { activities: ids.map((one) => crm.activities.get(one)), ...places };
    }
    case 'POST /activities': {
      const activity = (await request.json()) as FakeActivity;
      return { id: crm.once(key, () => crm.log({ ...activity, ...(key !== undefined && { key }) })) };
    }
    case 'PATCH /activities/ID':
      crm.relog(id, (await request.json()) as Partial<FakeActivity>);
      return { id };
    case 'DELETE /activities/ID':
      crm.unlog(id);
      return undefined;
    case 'GET /fields':
      return { fields: crm.fields };
    default:
      throw new KenningError('not-found', `There is no ${request.method} ${pathname}.`);
  }
}

function listed(journal: Journal, query: URLSearchParams) {
  const asked = Number(query.get('limit') ?? most);
  const limit = Math.max(1, Math.min(most, Number.isInteger(asked) ? asked : most));
  const { ids, next } = journal.after(query.get('cursor') ?? query.get('since') ?? undefined, limit);
  return { ids, ...(next ? { next } : { changed: journal.end }) };
}

const stands = ({ removed, mergedInto }: FakeContact) => !removed && !mergedInto;

function contactView({ id, party, values, profiles, changedAt, removed, mergedInto }: FakeContact) {
  return { id, party, values, profiles, changedAt, ...(removed && { removed }), ...(mergedInto && { mergedInto }) };
}
