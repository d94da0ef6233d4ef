import { isKenningError, KenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions } from '../../../core/page.js';
import type { MergeDraft } from '../../crm-drafts.js';
import type { Calls } from './calls.js';
import { textIn } from './contact-of.js';
import type { ParsedOptions } from './options.js';
import { recordError } from './problems.js';
import { objectNamedBy } from './record-id.js';
import { quoted } from './soql.js';

/** Makes one record of two. REST has no way to do it, so this is a call of the SOAP API (partner WSDL, operation `merge`). */
export async function merge(
  { into, from }: MergeDraft,
  calls: Calls,
  options: ParsedOptions,
  { signal }: CallOptions = {},
): Promise<SourceRef> {
  const object = objectNamedBy(into, options.source);
  if (objectNamedBy(from, options.source) !== object)
    throw new KenningError(
      'unsupported',
      'salesforce: only two contacts, two accounts or two leads can be merged; convert a lead instead.',
    );
  const master = into.externalId;
  const loser = from.externalId;
  if (master.slice(0, 15) === loser.slice(0, 15))
    throw new KenningError('invalid', 'salesforce: a record can not be merged with itself; name two.');
  const { records } = await calls.query(
    `SELECT Id, IsDeleted, MasterRecordId FROM ${object} WHERE Id = ${quoted(loser)}`,
    signal,
  );
  // An earlier attempt did it, or somebody there.
  if (textIn(records[0], 'MasterRecordId')?.slice(0, 15) === master.slice(0, 15)) return into;
  let token = await calls.token();
  for (let tries = 0; ; tries++) {
    try {
      const answer = await calls.soap(requestOf(object, master, loser, token ?? ''), token ?? '', signal);
      return resultOf(answer, object, into, options.limitWaitMs);
    } catch (error) {
      const isRefused = isKenningError(error, 'auth') && tries === 0;
      const next = isRefused ? await calls.token(token) : undefined;
      if (next === undefined || next === token) throw error;
      token = next;
    }
  }
}

function requestOf(object: string, master: string, loser: string, token: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com" xmlns:ens="urn:sobject.partner.soap.sforce.com">',
    `<soapenv:Header><urn:SessionHeader><urn:sessionId>${escaped(token)}</urn:sessionId></urn:SessionHeader></soapenv:Header>`,
    '<soapenv:Body><urn:merge><urn:request>',
    `<urn:masterRecord><ens:type>${escaped(object)}</ens:type><ens:Id>${escaped(master)}</ens:Id></urn:masterRecord>`,
    `<urn:recordToMergeIds>${escaped(loser)}</urn:recordToMergeIds>`,
    '</urn:request></urn:merge></soapenv:Body></soapenv:Envelope>',
  ].join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] as string);
}

function resultOf(answer: string, object: string, into: SourceRef, limitWaitMs: number): SourceRef {
  const said = (name: string) =>
    new RegExp(`<(?:\\w{1,20}:)?${name}>([^<]{0,1000})</`).exec(answer.slice(0, 100_000))?.[1];
  if (said('success') === 'true') return into;
  const statusCode = said('statusCode');
  if (!statusCode)
    throw new KenningError(
      'unexpected',
      'Salesforce: merge was answered in an unknown shape; look whether it was done.',
    );
  throw recordError(`${object} merge`, [{ errorCode: null, statusCode, message: null, fields: [] }], limitWaitMs);
}
