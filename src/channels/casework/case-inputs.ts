import { z } from 'zod';
import { type CasePriority, casePriority } from '../../core/model/case.js';
import { type InteractionId, interactionId } from '../../core/model/id.js';
import { type Instant, instant } from '../../core/model/instant.js';
import { routeTeam } from '../../core/model/route.js';
import { type By, by } from '../engagement/actor.js';

/** An act on a case. */
export interface CaseInput {
  id: string;
  /** Who does it; a bare name is a person's. */
  by: By;
  /** Only while the case has this version: what was decided by what one read is not done to something else. */
  version?: number | undefined;
}
export interface AssignInput extends CaseInput {
  /** Who gets it; without it, it is a team's and nobody has it. */
  to?: string | undefined;
  team?: string | undefined;
  note?: string | undefined;
}
export interface SnoozeInput extends CaseInput {
  until: Instant;
  note?: string | undefined;
}
export interface ResolveInput extends CaseInput {
  note?: string | undefined;
}
export interface OpenInput {
  /** What somebody else said. */
  interaction: InteractionId;
  team: string;
  priority?: CasePriority | undefined;
  by: By;
}
export interface IncidentInput {
  title: string;
  /** Cases that it is about. */
  cases?: readonly string[] | undefined;
  by: By;
}

const id = z.string().min(1, 'say which case').max(100);
const person = z.string().trim().min(1).max(200);
const head = { id, by, version: z.int().nonnegative().optional() };
const note = z.string().max(2000).optional();

export const caseInput = z.strictObject(head);
export const assignInput = z
  .strictObject({ ...head, to: person.optional(), team: routeTeam.optional(), note })
  .refine(({ to, team }) => to !== undefined || team !== undefined, 'say to whom or to which team it goes');
export const snoozeInput = z.strictObject({ ...head, until: instant, note });
export const resolveInput = z.strictObject({ ...head, note });
export const openInput = z.strictObject({
  interaction: interactionId,
  team: routeTeam,
  priority: casePriority.optional(),
  by,
});
export const incidentInput = z.strictObject({
  title: z.string().trim().min(1).max(500),
  cases: z.array(id).max(10_000).optional(),
  by,
});
export const incidentCasesInput = z.strictObject({ id, cases: z.array(id).min(1).max(10_000), by });
export const endInput = z.strictObject({ id, by });
