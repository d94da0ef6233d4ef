import type { Channel } from '../core/model/channel.js';
import type { Connector } from './connector.js';

const data: ReadonlySet<string> = new Set(['contract', 'network', 'realm']);

/** A configured channel as data: what is there can be done. */
export function describeChannel(name: string, connector: Connector): Channel {
  const { network, realm } = connector;
  const verbs = Object.entries(connector).flatMap(([verb, present]) => (present && !data.has(verb) ? [verb] : []));
  return {
    name,
    network: network.id,
    ...(realm && { realm }),
    controlledBy: network.controlledBy,
    verbs: verbs.sort(),
  };
}
