import { z } from 'zod';

/** The id of a source record, and of the customer it was born as: a UUIDv7. It is never given twice and never changes. */
export type RecordId = string & z.$brand<'RecordId'>;
/** The id of one kept interaction: a UUIDv7. */
export type InteractionId = string & z.$brand<'InteractionId'>;
/** The id of one ledger entry: a UUIDv7. */
export type DecisionId = string & z.$brand<'DecisionId'>;
/**
 * The id of a customer: the id of any record it holds. A customer is *called* by the smallest one,
 * so that no merge or split mints or loses an id.
 */
export type CustomerId = RecordId;

const uuid = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'is no id: those look like 01890a5d-ac96-774b-bcce-b302099a8057',
  );

export const recordId = uuid.brand<'RecordId'>();
export const interactionId = uuid.brand<'InteractionId'>();
export const decisionId = uuid.brand<'DecisionId'>();
