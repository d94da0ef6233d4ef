import type { Portal } from './portal.js';

/** A step of a pipeline. */
export interface Stage {
  label: string;
  pipeline: string;
  isClosed: boolean;
  /** Of a deal: how likely it is won, from 0 to 1. */
  probability?: number;
}

/** The stages of all pipelines by their ids; asked for once. */
export async function stagesOf(portal: Portal, object: string, signal?: AbortSignal): Promise<Map<string, Stage>> {
  const found = new Map<string, Stage>();
  for (const { id: pipeline, stages } of await portal.pipelines(object, signal))
    for (const { id, label, metadata = {} } of stages) {
      const probability = metadata.probability === undefined ? Number.NaN : Number(metadata.probability);
      found.set(id, {
        label,
        pipeline,
        isClosed: metadata.ticketState === 'CLOSED' || metadata.isClosed === 'true',
        ...(Number.isFinite(probability) && { probability }),
      });
    }
  return found;
}

/** The first stage of a pipeline in which work is left to do. */
export async function firstStage(
  portal: Portal,
  object: string,
  pipeline: string | undefined,
  signal?: AbortSignal,
): Promise<{ pipeline: string; stage: string } | undefined> {
  const byOrder = <Item extends { displayOrder?: number | undefined }>(items: readonly Item[]) =>
    [...items].sort((one, other) => (one.displayOrder ?? 0) - (other.displayOrder ?? 0));
  const pipelines = byOrder(await portal.pipelines(object, signal));
  const chosen =
    pipeline === undefined ? pipelines[0] : pipelines.find(({ id, label }) => [id, label].includes(pipeline));
  const [stage] = byOrder(chosen?.stages ?? []);
  return chosen && stage && { pipeline: chosen.id, stage: stage.id };
}
