import type { z } from 'zod';
import { activityDraft, activityRef } from './activity.js';
import { affiliation } from './affiliation.js';
import { alert } from './alert.js';
import { caseSchema } from './case.js';
import { caseEvent } from './case-event.js';
import { change } from './change.js';
import { channel } from './channel.js';
import { consent } from './consent.js';
import { content } from './content.js';
import { conversation } from './conversation.js';
import { count, countObservation } from './count.js';
import { crmItem } from './crm-item.js';
import { customer } from './customer.js';
import { decision } from './decision.js';
import { evidence } from './evidence.js';
import { fieldState } from './field-state.js';
import { goldenRecord } from './golden-record.js';
import { identifier } from './identifier.js';
import { incident } from './incident.js';
import { interaction, observedInteraction, revision } from './interaction.js';
import { network } from './network.js';
import { observed } from './observed.js';
import { outboxEntry } from './outbox-entry.js';
import { queryDialect } from './query-dialect.js';
import { review } from './review.js';
import { route } from './route.js';
import { signal } from './signal.js';
import { sourceRecord, sourceRecordDraft } from './source-record.js';
import { approval, outcome, playbook, policy, stage } from './strategy.js';
import { syncConflict } from './sync-conflict.js';
import { terms } from './terms.js';

/** Every noun of the model by its name. */
export const nouns = {
  activityDraft,
  activityRef,
  affiliation,
  alert,
  approval,
  case: caseSchema,
  caseEvent,
  change,
  channel,
  consent,
  content,
  conversation,
  count,
  countObservation,
  crmItem,
  customer,
  decision,
  evidence,
  fieldState,
  goldenRecord,
  identifier,
  incident,
  interaction,
  network,
  observed,
  observedInteraction,
  outboxEntry,
  outcome,
  playbook,
  policy,
  queryDialect,
  review,
  revision,
  route,
  signal,
  sourceRecord,
  sourceRecordDraft,
  stage,
  syncConflict,
  terms,
} as const satisfies Record<string, z.ZodType>;
