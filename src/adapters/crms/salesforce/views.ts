import { z } from 'zod';

// What the adapter reads of an answer, and no more. A part that is not understood counts as absent.
const maybe = <Type extends z.ZodType>(type: Type) => type.nullish().catch(undefined);
const flag = z.boolean().catch(false);

export const text = maybe(z.string());
/** A moment, as an instant: `2026-11-24T09:30:00.000+0000`. */
export const moment = z
  .string()
  .refine((at) => !Number.isNaN(Date.parse(at)), 'is no time')
  .transform((at) => new Date(at).toISOString());

/** What every row has. */
export const rowHead = z.looseObject({
  Id: z.string().regex(/^[A-Za-z0-9]{15,18}$/),
  SystemModstamp: moment,
  LastModifiedDate: maybe(moment),
  IsDeleted: flag,
  MasterRecordId: text,
});
export type Row = z.infer<typeof rowHead>;

export const queryAnswer = z.object({ done: z.boolean(), records: z.array(z.unknown()) });

/** What went wrong with a request, or with one record of several. */
export const problem = z.object({
  errorCode: text,
  statusCode: text,
  message: text,
  fields: z.array(z.string()).nullish().catch([]),
});
export type Problem = z.infer<typeof problem>;

/** What became of one record of several. */
export const writeResult = z.object({
  id: text,
  success: z.boolean(),
  created: maybe(z.boolean()),
  errors: z.array(problem).catch([]),
});
export type WriteResult = z.infer<typeof writeResult>;
export const writeResults = z.array(writeResult);

export const fieldView = z.object({
  name: z.string().min(1).max(200),
  label: z.string().catch(''),
  type: z.string(),
  length: z.number().catch(0),
  createable: flag,
  updateable: flag,
  nillable: flag,
  defaultedOnCreate: flag,
  unique: flag,
  externalId: flag,
  filterable: z.boolean().catch(true),
  picklistValues: z.array(z.object({ value: z.string(), active: z.boolean().catch(true) })).catch([]),
});
export type FieldView = z.infer<typeof fieldView>;

export const describeView = z.object({
  name: z.string(),
  createable: flag,
  updateable: flag,
  deletable: flag,
  queryable: z.boolean().catch(true),
  fields: z.array(fieldView),
});

export const versionsView = z.array(z.object({ version: z.string() }));
export const limitsView = z.object({
  DailyApiRequests: maybe(z.object({ Max: z.number(), Remaining: z.number() })),
});
export const identityView = z.object({
  organization_id: text,
  preferred_username: text,
});
