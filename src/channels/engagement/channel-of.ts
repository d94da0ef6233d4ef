import { KenningError } from '../../core/errors.js';
import type { InteractionId } from '../../core/model/id.js';
import type { StoreReader } from '../../core/store/store.js';
import type { Connector } from '../connector.js';
import { refusalError, refuse } from './refusal.js';

/**
 * The channel on which an interaction is answered when nobody names one: the only one that saw it.
 *
 * @throws `not-found` when there is no such interaction, `invalid` when several saw it.
 */
export async function channelOf(
  store: StoreReader,
  channels: Readonly<Record<string, Connector>>,
  of: InteractionId,
): Promise<string> {
  const seen = (await store.get('interactions', { id: of }))?.data?.channels;
  if (!seen) throw refusalError(refuse('stands', `There is no interaction ${of}.`, 'not-found'));
  const there = seen.filter((name) => Object.hasOwn(channels, name));
  if (there.length > 1)
    throw new KenningError('invalid', `The channels ${there.join(', ')} saw the interaction ${of}; name one.`);
  return there[0] ?? seen[0] ?? '';
}
