import { auditBench } from './audit.js';
import { bundle } from './bundle.js';
import { emailBench } from './email.js';
import { enrichBench } from './enrich.js';
import type { Bench } from './figure.js';
import { firstSync } from './first-sync.js';
import { growth } from './growth.js';
import { httpBench } from './http.js';
import { identityBench } from './identity/identity-bench.js';
import { peersBench } from './identity/peers.js';
import { storedIndexBench } from './identity/stored-index.js';
import { ingestBench } from './ingest.js';
import { linkAndDedupe } from './link-and-dedupe.js';
import { analysisBench } from './listening/analysis.js';
import { queriesBench } from './listening/queries.js';
import { spikesBench } from './listening/spikes.js';
import { stormsBench } from './listening/storms.js';
import { topicsBench } from './listening/topics.js';
import { space } from './space.js';
import { startUp } from './start-up.js';
import { timelineBench } from './timeline.js';
import { webhookBench } from './webhooks.js';

/** Every bench, by the name that it is asked for by. */
export const benches: Readonly<Record<string, Bench>> = {
  ingest: ingestBench,
  growth,
  space,
  timeline: timelineBench,
  'first-sync': firstSync,
  audit: auditBench,
  email: emailBench,
  'start-up': startUp,
  bundle,
  'link-and-dedupe': linkAndDedupe,
  identity: identityBench,
  'identity-peers': peersBench,
  'stored-index': storedIndexBench,
  enrich: enrichBench,
  http: httpBench,
  webhooks: webhookBench,
  analysis: analysisBench,
  queries: queriesBench,
  spikes: spikesBench,
  storms: stormsBench,
  topics: topicsBench,
};
