import type { InteractionId, RecordId } from '../../../core/model/id.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { Route } from '../../../core/model/route.js';
import type { StoreReader } from '../../../core/store/store.js';
import type { RoutingFacts } from './routing-facts.js';
import { type RoutingRule, routesOf } from './routing-rule.js';

/** What is known of a customer beside what was said. */
export type CustomerFacts = Pick<RoutingFacts, 'known' | 'standing' | 'segment' | 'value'>;
/** What is known of whoever holds a record. */
export type CustomerFactsOf = (store: StoreReader, record: RecordId) => Promise<CustomerFacts>;

/** Something that was said, as cases see it. */
export interface Heard {
  interaction: Interaction;
  /** Who said it; absent where nobody is named. */
  author?: RecordId;
  /** We said it ourselves. */
  isOurs: boolean;
  facts: RoutingFacts;
  routes: Route[];
}

/** The most signals of an interaction that are looked at. */
const mostSignals = 1000;

/** Looks up what rules ask for, outside of any transaction. */
export async function hear(
  store: StoreReader,
  id: InteractionId,
  rules: readonly RoutingRule[],
  customerFactsOf: CustomerFactsOf,
): Promise<Heard | undefined> {
  const interaction = (await store.get('interactions', { id }))?.data;
  if (!interaction || interaction.state === 'removed') return undefined;
  const author = interaction.participants.find(({ role }) => role === 'author')?.record;
  const record = author && (await store.get('records', { id: author }));
  const isOurs = record?.state === 'own';
  const facts = await factsOf(store, interaction, isOurs ? undefined : author, customerFactsOf);
  return {
    interaction,
    ...(author && { author }),
    isOurs,
    facts,
    routes: isOurs || interaction.forgotten ? [] : routesOf(rules, facts),
  };
}

async function factsOf(
  store: StoreReader,
  interaction: Interaction,
  author: RecordId | undefined,
  customerFactsOf: CustomerFactsOf,
): Promise<RoutingFacts> {
  const { id, network, kind, channels, visibility, rating } = interaction;
  const rows = await store.list('signals', 'byInteraction', { where: { interaction: id }, limit: mostSignals });
  const values = (type: string) => [...new Set(rows.flatMap(({ data }) => (data.type === type ? [data.value] : [])))];
  const [sentiment] = values('sentiment');
  const [language = interaction.content.language] = values('language');
  const counts = (author && (await store.get('records', { id: author }))?.data?.counts) || [];
  const followers = counts.find(({ action }) => action === 'FollowAction')?.total;
  return {
    network,
    kind,
    channel: channels,
    ...(visibility && { visibility }),
    query: values('query'),
    intent: values('intent'),
    topic: values('topic'),
    ...(sentiment !== undefined && { sentiment }),
    ...(language !== undefined && { language }),
    ...(rating && rating.best > 0 && { rating: rating.value / rating.best }),
    ...(followers !== undefined && { followers }),
    ...(author ? await customerFactsOf(store, author) : { known: false }),
  };
}
