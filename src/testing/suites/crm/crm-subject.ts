import type { CrmAdapter } from '../../../adapters/crm-adapter.js';
import type { Instant } from '../../../core/model/instant.js';
import type { FaultyFetch } from '../../http/faulty-fetch.js';
import { Absent } from '../absent.js';
import type { SubjectWithExceptions } from '../facet.js';
import { type SuiteHands, type SuiteWorld, suiteHands } from '../suite-world.js';

/** A person in a CRM. */
export interface CrmPerson {
  givenName: string;
  familyName: string;
  email?: string;
  title?: string;
}

type Eventually<Value> = Value | Promise<Value>;

/**
 * What people do in the CRM themselves, and what they see there. Ids are those by which the adapter names things. What is
 * left out can not be done, and its rules are listed as absent.
 */
export interface CrmSide {
  add(person: CrmPerson): Eventually<string>;
  /** What a contact says now; undefined once it is gone. */
  read(id: string): Eventually<CrmPerson | undefined>;
  change?(id: string, person: Partial<CrmPerson>): Eventually<void>;
  remove?(id: string): Eventually<void>;
  /** Makes one contact of two; gives the id of the one that stays, which may be a new one. */
  merge?(into: string, from: string): Eventually<string>;
  addOrganization?(name: string): Eventually<string>;
  /** Makes a contact one that can not be written for now. */
  lock?(id: string): Eventually<void>;
  /** Logs something on a contact; gives its id. */
  log?(id: string, activity: { kind: string; text: string; at: Instant }): Eventually<string>;
  /** The texts of what stands on a contact. */
  logged?(id: string): Eventually<string[]>;
  /** Removes something that was logged. */
  unlog?(id: string): Eventually<void>;
  closeCase?(id: string): Eventually<void>;
  addDeal?(deal: { contact: string; name: string; amount: number }): Eventually<string>;
  /** Fields that refuse what is written, by the names of the adapter's `custom`. */
  fields?: { readOnly?: string; short?: { name: string; maxLength: number } };
  /** The request by which the CRM's webhook tells that a contact changed, signed. */
  deliver?(id: string): Eventually<Request>;
}

export interface OpenedCrm {
  /** Makes an adapter on the CRM. Called again, it makes another one, as a new process would. */
  connect(): CrmAdapter;
  crm: CrmSide;
  close?(): Eventually<void>;
}

/** A CRM adapter to be tried. */
export interface CrmSubject extends SubjectWithExceptions {
  /** Makes a CRM that holds nothing. */
  open(world: SuiteWorld): Eventually<OpenedCrm>;
  /** The adapter gets a new credential when one is refused. Defaults to false. */
  renews?: boolean;
}

/** A CRM that is being tried. */
export interface TriedCrm extends Omit<SuiteHands, 'way'> {
  adapter: CrmAdapter;
  /** Another adapter on the same CRM. */
  connect(): CrmAdapter;
  crm: CrmSide;
  way: FaultyFetch | undefined;
}

/** Opens a CRM, does something with it, and closes it. */
export async function withCrm(subject: CrmSubject, work: (tried: TriedCrm) => Promise<void>): Promise<void> {
  const hands = suiteHands();
  const { connect, crm, close } = await subject.open(hands.world);
  try {
    await work({ ...hands, adapter: connect(), connect, crm, way: hands.way() });
  } finally {
    await close?.();
  }
}

/** Something that people can do in the CRM. @throws Absent where they can not */
export function possible<Name extends keyof CrmSide>(crm: CrmSide, name: Name): NonNullable<CrmSide[Name]> {
  const able = crm[name];
  if (!able) throw new Absent(`nobody can ${name} in this CRM here`);
  return (typeof able === 'function' ? able.bind(crm) : able) as NonNullable<CrmSide[Name]>;
}

/** People who differ. */
export function crmPerson(number: number): CrmPerson & { email: string } {
  return { givenName: `Maya${number}`, familyName: `Lindqvist${number}`, email: `maya${number}@people.example` };
}

export async function addPeople(crm: CrmSide, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number++) ids.push(await crm.add(crmPerson(number)));
  return ids;
}
