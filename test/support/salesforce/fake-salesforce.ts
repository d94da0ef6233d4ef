import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeOf, type FakeObject, fakeObjects } from './objects.js';
import { compare, parseSoql, type Row, SoqlError } from './soql.js';

export interface Call {
  method: string;
  /** Without the version. */
  path: string;
  version: string;
  query: URLSearchParams;
  body: string;
  headers: IncomingMessage['headers'];
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

interface Problem {
  statusCode: string;
  message: string;
  fields: string[];
}

const refusal = (status: number, errorCode: string, message = errorCode): Answer => ({
  status,
  body: [{ message, errorCode }],
});

/**
 * An organization of Salesforce in memory, over real HTTP: describe, SOQL, collections, limits, sign-in and SOAP's merge,
 * as the documentation has them.
 */
export class FakeSalesforce {
  readonly objects: Map<string, FakeObject> = fakeObjects();
  readonly rows = new Map<string, Row>();
  readonly calls: Call[] = [];
  /** Tokens that are good. */
  readonly tokens = new Set(['token-1']);
  readonly refreshTokens = new Set(['refresh-1']);
  readonly versions = ['58.0', '64.0', '66.0', '67.0'];
  /** Answers before anything else does. */
  intercept: (call: Call) => Answer | undefined = () => undefined;
  /** Whether the answer to a call is lost on its way. */
  loses: (call: Call) => boolean = () => false;
  /** What a rule of the organization says against a record that is to be written. */
  rule: (object: string, fields: Row, id: string | undefined) => Problem | undefined = () => undefined;
  /** The most rows that one answer of a query holds. */
  rowsAtOnce = 2000;
  used = 0;
  /** Moves on with each write, unless a test holds it. */
  now = Date.parse('2026-11-24T10:00:00.000Z');
  held = false;
  #last = 0;
  #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** One that is not reached by HTTP, but by `respond`. */
  static apart(): FakeSalesforce {
    return new FakeSalesforce(createServer());
  }

  static async open(): Promise<FakeSalesforce> {
    const server = createServer();
    const fake = new FakeSalesforce(server);
    server.on('request', async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const url = new URL(request.url ?? '/', fake.origin);
      const body = Buffer.concat(parts).toString('utf8');
      const answer = fake.#respond(request.method ?? '', url, body, request.headers);
      // It was done, and nobody hears of it.
      if (fake.loses(fake.calls.at(-1) as Call)) return response.destroy();
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  /** The same without a server: what stands at the other end of a `fetch`. */
  async respond(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const { status, body, headers: told } = this.#respond(request.method, url, await request.text(), headers);
    return new Response(body, { status, headers: told });
  }

  #respond(method: string, url: URL, body: string, headers: Call['headers']) {
    const [, version = '', path = url.pathname] = /^\/services\/data\/v([\d.]+)\/(.*)$/.exec(url.pathname) ?? [];
    const call: Call = { method, path: decodeURIComponent(path), version, query: url.searchParams, body, headers };
    this.calls.push(call);
    const { status = 200, headers: more = {}, body: said } = this.#answer(call);
    this.used += 1;
    return {
      status,
      headers: {
        'content-type': typeof said === 'string' ? 'text/xml' : 'application/json;charset=UTF-8',
        'sforce-limit-info': `api-usage=${this.used}/15000`,
        date: new Date(this.now).toUTCString(),
        ...more,
      },
      body: typeof said === 'string' ? said : said === undefined ? '' : JSON.stringify(said),
    };
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** A record that somebody made in Salesforce. */
  add(object: string, fields: Row): string {
    const { prefix } = this.#object(object);
    const id = `${prefix}5g00000${String(++this.#last).padStart(5, '0')}AAA`;
    const at = this.#tick();
    const booleans = [...this.#object(object).fields.values()].filter(({ type }) => type === 'boolean');
    this.rows.set(id, {
      Id: id,
      ...Object.fromEntries(booleans.map(({ name }) => [name, false])),
      CreatedDate: at,
      LastModifiedDate: at,
      SystemModstamp: at,
      ...('OwnerId' in fields || !this.#object(object).fields.has('OwnerId') ? {} : { OwnerId: this.#owner() }),
      ...fields,
      ...this.#derived(object, fields),
    });
    return id;
  }

  change(id: string, fields: Row): void {
    const at = this.#tick();
    const row = { ...this.rows.get(id), ...fields };
    this.rows.set(id, { ...row, ...this.#derived(this.objectOf(id), row), LastModifiedDate: at, SystemModstamp: at });
  }

  remove(id: string): void {
    this.change(id, { IsDeleted: true });
  }

  merge(from: string, into: string): void {
    this.change(from, { IsDeleted: true, MasterRecordId: into });
    // What belonged to the one that goes belongs to the one that stays.
    for (const { Id, WhoId, ContactId } of [...this.rows.values()])
      if (WhoId === from || ContactId === from)
        this.change(String(Id), WhoId === from ? { WhoId: into } : { ContactId: into });
  }

  row(id: string): Row {
    return this.rows.get(id) ?? {};
  }

  /** Rows of an object that stand. */
  standing(object: string): Row[] {
    return [...this.rows.values()].filter(({ Id, IsDeleted }) => this.objectOf(String(Id)) === object && !IsDeleted);
  }

  /** Calls to a path that begins like this, describing and signing in apart. */
  named(method: string, path: string): Call[] {
    return this.calls.filter((call) => call.method === method && call.path.startsWith(path));
  }

  objectOf(id: string): string {
    return [...this.objects.values()].find(({ prefix }) => id.startsWith(prefix))?.name ?? '';
  }

  #owner(): string {
    const known = [...this.rows.keys()].find((id) => id.startsWith('005'));
    return known ?? this.add('User', { Name: 'Inga Olsen', Email: 'inga@harborbikes.example' });
  }

  #tick(): string {
    if (!this.held) this.now += 1000;
    // Moments of records have no milliseconds.
    return new Date(this.now).toISOString().replace('Z', '+0000');
  }

  /** What Salesforce works out itself. */
  #derived(object: string, row: Row): Row {
    if (object === 'Contact' || object === 'Lead')
      return { Name: [row.FirstName, row.LastName].filter(Boolean).join(' ') };
    if (object === 'Task') return { IsClosed: row.Status === 'Completed' };
    if (object === 'Case') return { IsClosed: row.Status === 'Closed' };
    return {};
  }

  #object(name: string): FakeObject {
    const object = this.objects.get(name);
    if (!object) throw new SoqlError('INVALID_TYPE', `sObject type '${name}' is not supported.`);
    return object;
  }

  #answer(call: Call): Answer {
    const first = this.intercept(call);
    if (first) return first;
    if (call.path === '/services/oauth2/token') return this.#signIn(new URLSearchParams(call.body));
    if (call.path === '/services/data')
      return { body: this.versions.map((version) => ({ label: version, url: `/services/data/v${version}`, version })) };
    if (call.path.startsWith('/services/Soap/')) return this.#soap(call);
    const token = call.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!this.tokens.has(token)) return refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (call.path === '/services/oauth2/userinfo')
      return {
        body: {
          organization_id: '00D5g000004abcdEAA',
          user_id: this.#owner(),
          preferred_username: 'kenning@harborbikes.example',
        },
      };
    if (!this.versions.includes(call.version))
      return refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
    try {
      return this.#data(call);
    } catch (error) {
      if (error instanceof SoqlError) return refusal(400, error.code, error.message);
      throw error;
    }
  }

  #data(call: Call): Answer {
    const [, describe] = /^sobjects\/(\w+)\/describe$/.exec(call.path) ?? [];
    if (describe) {
      const object = this.objects.get(describe);
      return object ? { body: describeOf(object) } : refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
    }
    if (call.path === 'limits')
      return {
        body: {
          DailyApiRequests: { Max: 15_000, Remaining: 15_000 - this.used },
          DataStorageMB: { Max: 5, Remaining: 5 },
        },
      };
    if (call.path === 'queryAll' || call.path === 'query') return { body: this.#query(call.query.get('q') ?? '') };
    const [, object = '', key = ''] = /^composite\/sobjects\/(\w+)\/(\w+)$/.exec(call.path) ?? [];
    if (call.path === 'composite/sobjects' && call.method === 'DELETE')
      return { body: (call.query.get('ids') ?? '').split(',').map((id) => this.#delete(id)) };
    if (!call.path.startsWith('composite/sobjects')) return refusal(404, 'NOT_FOUND');
    const { records } = JSON.parse(call.body) as { records: Row[] };
    if (records.length > 200) return refusal(400, 'EXCEEDED_MAX_SIZE_REQUEST');
    const type = (record: Row) => (record.attributes as { type: string }).type;
    if (call.method === 'POST') return { body: records.map((record) => this.#write(type(record), record, undefined)) };
    if (!object) return { body: records.map((record) => this.#write(type(record), record, String(record.id))) };
    if (!this.#object(object).fields.get(key)?.externalId)
      return refusal(400, 'INVALID_FIELD', `Field name provided, ${key} does not match an External ID`);
    return {
      body: records.map((record) => {
        const value = String(record[key]);
        const known = this.standing(object).find((row) => compare(row[key], value) === 0);
        return { ...this.#write(object, record, known && String(known.Id)), created: !known };
      }),
    };
  }

  #write(object: string, { attributes: _type, id: _id, ...fields }: Row, id: string | undefined) {
    const problem = this.#problemOf(object, fields, id);
    if (problem) return { ...(id && { id }), success: false, errors: [problem] };
    const at = id ?? this.add(object, fields);
    if (id) this.change(id, fields);
    return { id: at, success: true, errors: [] };
  }

  #problemOf(object: string, fields: Row, id: string | undefined): Problem | undefined {
    const said = (statusCode: string, message: string, names: string[] = []) => ({
      statusCode,
      message,
      fields: names,
    });
    const row = id === undefined ? {} : this.rows.get(id);
    if (!row) return said('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    if (row.IsDeleted) return said('ENTITY_IS_DELETED', 'entity is deleted');
    const known = this.#object(object).fields;
    for (const [name, value] of Object.entries(fields)) {
      const field = known.get(name);
      if (!field) return said('INVALID_FIELD', `No such column '${name}' on sobject of type ${object}`, [name]);
      if (field.readOnly) return said('INVALID_FIELD_FOR_INSERT_UPDATE', 'Unable to create/update fields', [name]);
      if (field.type === 'reference' && value && (!this.rows.has(String(value)) || this.row(String(value)).IsDeleted))
        return said('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [name]);
      if (typeof value === 'string' && field.length > 0 && value.length > field.length)
        return said('STRING_TOO_LONG', `${name}: data value too large: ${value} (max length=${field.length})`, [name]);
    }
    const missing = [...known.values()].find(
      ({ name, required }) =>
        required && (id ? fields[name] === null : (fields[name] ?? null) === null && name !== 'Status'),
    );
    if (missing)
      return said('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.name}]`, [missing.name]);
    return this.rule(object, fields, id);
  }

  #delete(id: string) {
    const row = this.rows.get(id);
    if (!row || row.IsDeleted)
      return {
        id,
        success: false,
        errors: [{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] }],
      };
    this.remove(id);
    return { id, success: true, errors: [] };
  }

  #query(text: string) {
    const soql = parseSoql(text);
    const object = this.#object(soql.from);
    const read = (row: Row) => (path: string) => this.#read(object, row, path);
    for (const name of soql.named) this.#check(object, name);
    const rows = [...this.rows.values()]
      .filter((row) => this.objectOf(String(row.Id)) === object.name && soql.where(read(row)))
      .sort((one, other) => soql.order.map((field) => compare(read(one)(field), read(other)(field))).find(Boolean) ?? 0)
      .slice(0, soql.limit);
    const records = rows.slice(0, this.rowsAtOnce).map((row) => {
      const record: Row = {
        attributes: { type: object.name, url: `/services/data/v67.0/sobjects/${object.name}/${row.Id}` },
      };
      for (const path of soql.fields) {
        const [name = '', inner] = path.split('.');
        const value = this.#read(object, row, path);
        if (!inner) record[name] = row[name] ?? null;
        else record[name] = row[`${name}Id`] ? { ...(record[name] as Row), [inner]: value ?? null } : null;
      }
      for (const { relation, fields } of soql.subqueries)
        record[relation] = this.#related(relation, fields, String(row.Id));
      return record;
    });
    const done = records.length === rows.length;
    return {
      totalSize: rows.length,
      done,
      ...(!done && { nextRecordsUrl: '/services/data/v67.0/query/01g-2000' }),
      records,
    };
  }

  #related(relation: string, fields: string[], id: string) {
    const [object, parent] =
      relation === 'OpportunityContactRoles'
        ? ['OpportunityContactRole', 'OpportunityId']
        : ['SocialPersona', 'ParentId'];
    const rows = this.standing(object as string).filter((row) => row[parent as string] === id);
    if (rows.length === 0) return null;
    const records = rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field] ?? null])));
    return { totalSize: rows.length, done: true, records };
  }

  #check(object: FakeObject, path: string): void {
    const [name = '', inner] = path.split('.');
    if (object.fields.has(inner ? `${name}Id` : name)) return;
    throw new SoqlError('INVALID_FIELD', `No such column '${path}' on entity '${object.name}'.`);
  }

  #read(_object: FakeObject, row: Row, path: string): unknown {
    const [name = '', inner] = path.split('.');
    const value = inner ? this.rows.get(String(row[`${name}Id`]))?.[inner] : row[name];
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*\+0000$/.test(value)
      ? new Date(value).toISOString()
      : value;
  }

  #signIn(form: URLSearchParams): Answer {
    const refused = (error: string): Answer => ({ status: 400, body: { error, error_description: error } });
    if (form.get('client_secret') !== 'secret-1') return refused('invalid_client');
    const isGood =
      form.get('grant_type') === 'client_credentials' || this.refreshTokens.has(form.get('refresh_token') ?? '');
    if (!isGood) return refused('invalid_grant');
    const token = `token-${this.tokens.size + 100}`;
    this.tokens.add(token);
    return {
      body: {
        access_token: token,
        instance_url: this.origin,
        id: `${this.origin}/id/00D5g000004abcdEAA/0055g000001AAAAAA1`,
        scope: 'api refresh_token',
        token_type: 'Bearer',
        issued_at: String(this.now),
      },
    };
  }

  #soap(call: Call): Answer {
    const said = (name: string) => new RegExp(`<(?:\\w+:)?${name}>([^<]*)</`).exec(call.body)?.[1] ?? '';
    const envelope = (body: string) =>
      `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
    if (!this.tokens.has(said('sessionId')))
      return {
        status: 500,
        body: envelope(
          '<soapenv:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>INVALID_SESSION_ID: Invalid Session ID found in SessionHeader</faultstring></soapenv:Fault>',
        ),
      };
    const [into, from] = [said('Id'), said('recordToMergeIds')];
    const result = (inner: string) => ({ body: envelope(`<mergeResponse><result>${inner}</result></mergeResponse>`) });
    if (this.objectOf(into) !== this.objectOf(from) || !this.rows.has(into) || this.row(from).IsDeleted)
      return result(
        '<errors><message>invalid record</message><statusCode>INVALID_CROSS_REFERENCE_KEY</statusCode></errors><id xsi:nil="true"/><success>false</success>',
      );
    this.merge(from, into);
    return result(`<id>${into}</id><mergedRecordIds>${from}</mergedRecordIds><success>true</success>`);
  }
}
