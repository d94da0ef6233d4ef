import type { Clock } from '../../../src/core/clock.js';
import {
  type Answer,
  account,
  allScopes,
  type BatchInput,
  type Call,
  errorOf,
  missing,
  portalId,
  refused,
  shown,
} from './hubspot-answers.js';
import { PortalRecords } from './portal-records.js';
import { matching, type SearchBody, searchProblem } from './search-records.js';

/** Between which kinds the numbers of ties are. */
const tiedTo: Readonly<Record<number, string>> = {
  16: 'contacts',
  81: 'contacts',
  87: 'companies',
  190: 'companies',
  202: 'contacts',
  339: 'companies',
  578: 'contacts',
  855: 'leads',
};

/** HubSpot as far as an adapter needs it: state, pages, limits, refusals, merges, and faults on demand. */
export class FakeHubspot {
  readonly records: PortalRecords;
  readonly calls: Call[] = [];
  /** What was asked and answered, for whoever checks it against HubSpot's own client. */
  readonly exchanges: { call: Call; status: number; body: unknown; faulty?: true }[] = [];
  tokens = new Set(['pat-na1-made-up']);
  scopes: string[] | undefined;
  versions = new Set(['2026-09', '2026-03', 'v3', 'v4']);
  /** Asked before each answer: what it gives is answered instead. */
  fault: (call: Call) => Answer | undefined = () => undefined;
  /** What was done, but is not answered. */
  loseAnswer: (call: Call) => boolean = () => false;
  pipelines: Record<string, unknown[]> = {};
  propertyDefinitions: Record<string, unknown[]> = {};

  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
    this.records = new PortalRecords(clock);
  }

  /** Answers a request, as HubSpot or as the fault says. */
  answer(request: Omit<Call, 'query' | 'body'> & { search: string; text: string }): Answer | undefined {
    const { method, path, search, text, headers } = request;
    const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    const call: Call = { method, path, query: new URLSearchParams(search), body, headers };
    this.calls.push(call);
    const fault = this.fault(call);
    const answer = fault ?? this.#answer(call);
    this.exchanges.push({ call, status: answer.status ?? 200, body: answer.body, ...(fault && { faulty: true }) });
    return this.loseAnswer(call) ? undefined : answer;
  }

  callsTo(part: string): Call[] {
    return this.calls.filter(({ path }) => path.includes(part));
  }

  #answer(call: Call): Answer {
    const token = String(call.headers.authorization).replace('Bearer ', '');
    if (!this.tokens.has(token))
      return refused({
        status: 401,
        category: 'INVALID_AUTHENTICATION',
        message: 'Authentication credentials not found.',
      });
    const parts = call.path.split('/').filter(Boolean);
    if (call.path === '/oauth/v2/private-apps/get/access-token-info')
      return { body: { userId: 7, hubId: Number(portalId), appId: 11, scopes: this.scopes ?? allScopes } };
    const version = parts.find((part) => /^(v\d|\d{4}-\d{2})$/.test(part)) ?? '';
    // An address that is not there is answered with a page.
    if (!this.versions.has(version)) return { status: 404, body: '<html><body>Not Found</body></html>' };
    const [area, ...rest] = parts.filter((part) => part !== version);
    if (area === 'account-info') return account(rest);
    const [what, object = '', ...more] = rest;
    if (what === 'properties') return { body: { results: this.propertyDefinitions[object] ?? [] } };
    if (what === 'pipelines') return { body: { results: this.pipelines[object] ?? [] } };
    if (what === 'associations') return this.#associations(call, object, more);
    if (what === 'objects') return this.#objects(call, object, more);
    return { status: 404, body: 'Not Found' };
  }

  #objects(call: Call, object: string, [first, second, ...more]: string[]): Answer {
    const scope = `crm.objects.${object}.${/batch\/(create|update|upsert|archive)|merge/.test(call.path) ? 'write' : 'read'}`;
    if (this.scopes && /contacts|companies|deals/.test(object) && !this.scopes.includes(scope))
      return refused({
        status: 403,
        category: 'MISSING_SCOPES',
        message: 'This app hasn’t been granted all required scopes to make this call.',
        errors: [
          {
            code: 'x',
            message: 'One or more of the following scopes are required.',
            context: { requiredGranularScopes: [scope] },
          },
        ],
      });
    if (first === undefined) return this.#list(call, object);
    if (first === 'search') return this.#search(call.body as SearchBody, object);
    if (first === 'merge')
      return this.#merge(call.body as { primaryObjectId: string; objectIdToMerge: string }, object);
    if (first === 'batch') return this.#batch(call, object, second ?? '');
    if (second === 'associations') return this.#tie(object, first, more);
    const record = this.records.find(object, decodeURIComponent(first));
    return record ? { body: shown(record) } : refused(missing(first));
  }

  #tie(from: string, id: string, [, to = '', toId = '']: string[]): Answer {
    const gone = this.records.find(from, id) ? (this.records.find(to, toId) ? undefined : toId) : id;
    if (gone) return refused(missing(gone));
    this.records.link(from, id, to, toId);
    const at = new Date(this.clock.now()).toISOString();
    return { body: { status: 'COMPLETE', startedAt: at, completedAt: at, results: [] } };
  }

  #list({ query }: Call, object: string): Answer {
    const limit = Number(query.get('limit') ?? 10);
    if (limit > 100) return refused({ status: 400, category: 'VALIDATION_ERROR', message: 'limit is more than 100' });
    const archived = query.get('archived') === 'true';
    const all = this.records.all(object).filter(({ archivedAt }) => (archivedAt !== undefined) === archived);
    const from = Number(query.get('after') ?? 0);
    const page = all.slice(from, from + limit);
    const wanted = query.get('associations')?.split(',') ?? [];
    const results = page.map((record) => ({
      ...shown(record, query.get('properties')?.split(',')),
      ...this.#shownLinks(object, record.id, wanted),
    }));
    const next =
      from + limit < all.length ? { paging: { next: { after: String(from + limit), link: 'https://made.up' } } } : {};
    return { body: { results, ...next } };
  }

  #shownLinks(object: string, id: string, wanted: readonly string[]) {
    const found = wanted.flatMap((to) => {
      const ids = this.records.linked(object, id, to);
      const type = `${object}_to_${to}`;
      // Each label of a tie is an entry of its own.
      const results = ids.flatMap((one) => [
        { id: one, type },
        { id: one, type: `${type}_unlabeled` },
      ]);
      return ids.length > 0 ? [[to, { results }]] : [];
    });
    return found.length > 0 ? { associations: Object.fromEntries(found) } : {};
  }

  #search(body: SearchBody, object: string): Answer {
    const problem = searchProblem(body);
    if (problem) return refused({ status: 400, category: 'VALIDATION_ERROR', message: problem });
    const all = matching(this.records.indexed(object), body);
    const from = Number(body.after ?? 0);
    const limit = body.limit ?? 10;
    const results = all.slice(from, from + limit).map((record) => shown(record, body.properties));
    const next = from + limit < all.length ? { paging: { next: { after: String(from + limit) } } } : {};
    return { body: { total: all.length, results, ...next } };
  }

  #merge(
    { primaryObjectId, objectIdToMerge }: { primaryObjectId: string; objectIdToMerge: string },
    object: string,
  ): Answer {
    const primary = this.records.find(object, primaryObjectId);
    const other = this.records.find(object, objectIdToMerge);
    if (!primary || !other || primary === other) return refused(missing(objectIdToMerge));
    return { body: shown(this.records.merge(object, primary, other)) };
  }

  #batch({ body }: Call, object: string, verb: string): Answer {
    const {
      inputs = [],
      properties,
      idProperty,
    } = body as {
      inputs?: BatchInput[];
      properties?: string[];
      idProperty?: string;
    };
    if (inputs.length > 100)
      return refused({ status: 400, category: 'VALIDATION_ERROR', message: 'more than 100 inputs' });
    if (verb === 'archive') {
      for (const { id = '' } of inputs) this.records.archive(object, id);
      return { status: 204 };
    }
    const outcomes = inputs.map((input) =>
      verb === 'read' ? this.#read(object, input, idProperty, properties) : this.#write(object, verb, input, true),
    );
    const failed = outcomes.flatMap((outcome) => ('refusal' in outcome && outcome.refusal ? [outcome.refusal] : []));
    const isMulti = verb === 'read' || inputs.every(({ objectWriteTraceId }) => objectWriteTraceId !== undefined);
    if (failed[0] && !isMulti) return refused(failed[0]);
    const done = verb === 'read' ? outcomes : inputs.map((input) => this.#write(object, verb, input, false));
    const at = new Date(this.clock.now()).toISOString();
    return {
      status: failed.length > 0 ? 207 : verb === 'create' ? 201 : 200,
      body: {
        status: 'COMPLETE',
        results: done.flatMap((outcome) => ('shown' in outcome ? [outcome.shown] : [])),
        ...(failed.length > 0 && {
          numErrors: failed.length,
          errors: done.flatMap((outcome, index) =>
            'refusal' in outcome && outcome.refusal ? [errorOf(outcome.refusal, inputs[index] as BatchInput)] : [],
          ),
        }),
        startedAt: at,
        completedAt: at,
      },
    };
  }

  #read(object: string, { id = '' }: BatchInput, idProperty: string | undefined, properties?: string[]) {
    const record = idProperty ? this.records.byProperty(object, idProperty, id) : this.records.find(object, id);
    return record ? { shown: shown(record, properties) } : { refusal: missing(id) };
  }

  /** Writes one record of a batch, or only looks whether it may be written. */
  #write(object: string, verb: string, input: BatchInput, isTry: boolean) {
    const { id = '', idProperty, properties = {}, objectWriteTraceId, associations = [] } = input;
    const known =
      verb === 'update'
        ? this.records.find(object, id)
        : verb === 'upsert' && idProperty
          ? this.records.byProperty(object, idProperty, id)
          : undefined;
    if (verb === 'update' && !known) return { refusal: missing(id) };
    const refusal = this.records.refusal(object, properties, known?.id);
    if (refusal) return { refusal };
    const gone = associations.find(
      ({ to, types }) => !this.records.find(tiedTo[types[0]?.associationTypeId ?? 0] ?? '', to.id),
    );
    if (gone) return { refusal: missing(gone.to.id) };
    if (isTry) return { shown: {} };
    const record = known ?? this.records.add(object, properties);
    if (known) this.records.change(object, known, properties);
    for (const { to, types } of associations)
      this.records.link(object, record.id, tiedTo[types[0]?.associationTypeId ?? 0] ?? '', to.id);
    return {
      shown: {
        ...shown(record, Object.keys(properties)),
        ...(objectWriteTraceId !== undefined && { objectWriteTraceId }),
        ...(verb === 'upsert' && { new: !known }),
      },
    };
  }

  #associations({ body }: Call, from: string, [to = '']: string[]): Answer {
    const { inputs = [] } = body as { inputs?: { id?: string }[] };
    const at = new Date(this.clock.now()).toISOString();
    const times = { status: 'COMPLETE', startedAt: at, completedAt: at };
    const results = inputs.flatMap(({ id = '' }) => {
      const others = this.records.linked(from, id, to);
      const types = [{ category: 'HUBSPOT_DEFINED', typeId: 1 }];
      return others.length > 0
        ? [{ from: { id }, to: others.map((other) => ({ toObjectId: other, associationTypes: types })) }]
        : [];
    });
    return { body: { ...times, results } };
  }
}
