import { z } from 'zod';
import { type LocalDate, localDate } from './instant.js';

/** Whether a record speaks of a person or of an organization. */
export type PartyKind = 'person' | 'organization';

/** A postal address; `text` holds it as written when its parts are not known. */
export interface PostalAddress {
  text?: string;
  street?: string;
  city?: string;
  region?: string;
  postalCode?: string;
  country?: string;
}

/** What one system says of a person or organization. Every field is as that system wrote it. */
export interface Attributes {
  name?: string;
  givenName?: string;
  familyName?: string;
  /** Other names it goes by: nicknames, maiden names, spellings. */
  alternateNames?: string[];
  organization?: string;
  title?: string;
  bio?: string;
  birthDate?: LocalDate;
  address?: PostalAddress;
  /** A place as a profile states it, such as `Juneau, AK`. */
  location?: string;
  /** BCP 47, such as `en` or `pt-BR`. */
  language?: string;
  timeZone?: string;
  image?: string;
  /** The CRM's word for how far a relation has come: lead, customer. */
  lifecycleStage?: string;
  /** Fields of the app's own. */
  custom?: Record<string, string>;
}

const short = z.string().max(1000);

export const partyKind: z.ZodType<PartyKind> = z.enum(['person', 'organization']);

export const postalAddress: z.ZodType<PostalAddress> = z.object({
  text: short.optional(),
  street: short.optional(),
  city: short.optional(),
  region: short.optional(),
  postalCode: short.optional(),
  country: short.optional(),
});

export const attributes: z.ZodType<Attributes> = z.object({
  name: short.optional(),
  givenName: short.optional(),
  familyName: short.optional(),
  alternateNames: z.array(short).max(100).optional(),
  organization: short.optional(),
  title: short.optional(),
  bio: z.string().max(20_000).optional(),
  birthDate: localDate.optional(),
  address: postalAddress.optional(),
  location: short.optional(),
  language: short.optional(),
  timeZone: short.optional(),
  image: z.string().max(2000).optional(),
  lifecycleStage: short.optional(),
  custom: z.record(z.string().max(200), z.string().max(20_000)).optional(),
});
