import { isKenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CrmWriteVerb, ErasureDraft } from '../../crm-adapter.js';
import { idIn } from './contact-reading.js';
import type { Desk } from './desk.js';
import type { ObjectKind } from './object-kinds.js';
import { type OurText, ourTexts } from './our-texts.js';
import { saidIn } from './read-contact.js';

/** Takes back notes and messages of ours, and what we filled in where it still says so. */
export function eraser(desk: Desk): CrmWriteVerb<ErasureDraft, SourceRef> {
  const { portal, source } = desk;

  async function emptied(on: { kind: ObjectKind; id: string }, texts: readonly OurText[], signal?: AbortSignal) {
    const filled = texts.flatMap(({ marker }) => Object.entries(marker.filled ?? {}));
    if (filled.length === 0) return;
    const names = [...new Set(filled.map(([name]) => name))];
    const [current] = (await portal.read(on.kind.object, [on.id], names, { signal })).records;
    if (!current) return;
    const ours = filled.filter(([name, value]) => saidIn(current, name) === value.trim()).map(([name]) => [name, '']);
    if (ours.length === 0) return;
    const input = { id: current.id, properties: Object.fromEntries(ours) };
    const [result] = await portal.write('update', on.kind.object, [input], signal);
    if (result && 'error' in result && !isKenningError(result.error, 'not-found')) throw result.error;
  }

  return {
    repeat: 'keyed',
    async send({ of, activities, upserts }, { signal } = {}) {
      const on = idIn(of, source);
      const keys = new Set(activities);
      try {
        const texts = await ourTexts(desk, on, ['notes', 'communications'], { signal });
        const fillings = texts.filter(
          ({ marker }) => marker.filled && (upserts === undefined || upserts.includes(marker.key)),
        );
        await emptied(on, fillings, signal);
        const gone = [...texts.filter(({ marker }) => !marker.filled && keys.has(marker.key)), ...fillings];
        for (const object of ['notes', 'communications'] as const) {
          const ids = gone.filter((text) => text.object === object).map(({ id }) => id);
          if (ids.length > 0) await portal.archive(object, ids, signal);
        }
      } catch (error) {
        if (!isKenningError(error, 'not-found')) throw error;
      }
      return of;
    },
  };
}
