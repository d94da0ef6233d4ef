import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import { KenningError } from '../errors.js';
import type { Instant } from '../model/instant.js';
import { type Outcome, type Stage, stage as stageSchema } from '../model/strategy.js';
import type { Store, StoreReader } from '../store/store.js';
import type { Kpis } from './kpi.js';
import { outcomes } from './outcomes.js';
import { changeSetting, settingOf } from './settings.js';

/** The stage that was declared. */
export interface DeclaredStage {
  stage: Stage;
  by: string;
  at: Instant;
}

/** An outcome and what its KPI says today. */
export interface Measured {
  outcome: Outcome;
  value?: number;
  /** Why there is no number. */
  problem?: string;
}

export interface EffectiveStage {
  /** What may be done today. */
  stage: Stage;
  /** What was declared; `listen` when nothing was. */
  declared: Stage;
  /** Why the stage is what it is. */
  because: string;
  measured: Measured[];
}

/** Declares how far we go: read only, people answer, or playbooks answer. Outcomes decide whether it holds. */
export async function setStage(store: Store, context: Context, options: { stage: Stage; by: string }): Promise<void> {
  const parsed = stageSchema.safeParse(options.stage);
  if (!parsed.success) throw new KenningError('invalid', 'A stage is listen, engage or run.');
  if (!options.by.trim()) throw new KenningError('invalid', 'A stage needs who declares it.');
  const data: DeclaredStage = { stage: parsed.data, by: options.by, at: instantOf(context.clock) };
  await changeSetting<DeclaredStage>(store, context, { setting: 'stage', by: options.by, change: () => data });
}

/**
 * The stage that holds today. It is `listen` unless outcomes are declared, none is past its `reviewOn`, and the KPI of
 * at least one gives a finite number; then it is what was declared.
 *
 * @param now decides about `reviewOn` by its UTC day
 */
export async function stageOf(store: StoreReader, now: Instant, kpis: Kpis): Promise<EffectiveStage> {
  const stage = await settingOf<DeclaredStage>(store, 'stage');
  const declared = stage?.stage ?? 'listen';
  const listed = await outcomes(store);
  const listen = (because: string, measured: Measured[] = []): EffectiveStage => ({
    stage: 'listen',
    declared,
    because,
    measured,
  });
  if (!stage || declared === 'listen')
    return listen(stage ? `${stage.by} declared the stage listen.` : 'No stage was declared.');
  if (listed.length === 0) return listen('No outcome is declared. Say first what answering is for.');
  const overdue = listed.find(({ reviewOn }) => reviewOn < now.slice(0, 10));
  if (overdue)
    return listen(`The outcome "${overdue.name}" was to be reviewed on ${overdue.reviewOn} by ${overdue.owner}.`);
  const measured: Measured[] = [];
  for (const outcome of listed) measured.push(await measure(store, now, kpis, outcome));
  const problems = measured.map(({ problem }) => problem).filter((problem) => problem !== undefined);
  if (problems.length === measured.length)
    return listen(`No outcome is measured today. ${problems.join(' ')}`, measured);
  return { stage: declared, declared, because: `${stage.by} declared the stage ${declared}.`, measured };
}

async function measure(store: StoreReader, now: Instant, kpis: Kpis, outcome: Outcome): Promise<Measured> {
  const kpi = Object.hasOwn(kpis, outcome.kpi) ? kpis[outcome.kpi] : undefined;
  if (!kpi) return { outcome, problem: `There is no KPI "${outcome.kpi}".` };
  try {
    const value = await kpi(store, now);
    if (Number.isFinite(value)) return { outcome, value };
    return { outcome, problem: `The KPI "${outcome.kpi}" has no number today.` };
  } catch {
    return { outcome, problem: `The KPI "${outcome.kpi}" failed.` };
  }
}
