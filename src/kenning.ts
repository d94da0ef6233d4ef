import { describeChannel } from './channels/describe-channel.js';
import type { KenningError } from './core/errors.js';
import { later } from './core/later.js';
import { Listeners } from './core/listeners.js';
import type { Planning } from './core/strategy/planning.js';
import type { Assembly, Kenning } from './kenning-contract.js';
import { checkOptions, type KenningOptions } from './kenning-options.js';

/** What is passed on to the app once it is assembled. */
const verbs = [
  'acknowledgeAudit',
  'addToIncident',
  'alert',
  'alerts',
  'answer',
  'answerConflict',
  'applyMerges',
  'approve',
  'assign',
  'audit',
  'ban',
  'breaches',
  'cancel',
  'caseOf',
  'cases',
  'check',
  'claim',
  'conflicts',
  'conversation',
  'customer',
  'customers',
  'deals',
  'deliver',
  'drafts',
  'edit',
  'endIncident',
  'erase',
  'failedRequests',
  'hide',
  'inbox',
  'incident',
  'incidents',
  'influence',
  'interaction',
  'like',
  'merge',
  'message',
  'openCase',
  'openIncident',
  'pause',
  'preview',
  'previewMentions',
  'previewSync',
  'publish',
  'readmit',
  'reanalyze',
  'release',
  'remove',
  'reply',
  'resolve',
  'resume',
  'retryRequest',
  'reviews',
  'routed',
  'settle',
  'snooze',
  'status',
  'sweep',
  'sync',
  'takeBack',
  'takeUp',
  'tick',
  'timeline',
  'topics',
  'trail',
  'unban',
  'unmerge',
  'webhook',
  'why',
  'writeBack',
] as const satisfies readonly (keyof Assembly)[];
const strategyVerbs = [
  'adopt',
  'declareOutcome',
  'declarePlaybook',
  'dropOutcome',
  'dropPlaybook',
  'outcomes',
  'playbooks',
  'policy',
  'setPolicy',
  'setStage',
  'stage',
] as const satisfies readonly (keyof Planning)[];

/**
 * Joins what is said on networks with the customers of a CRM.
 *
 * @throws `invalid` for an option that is unknown or of the wrong kind.
 * @example
 * const app = kenning({ store: memory(), channels: { brand: bluesky({ … }) } });
 * app.on('interaction', ({ interaction, customer }) => console.log(customer.golden.attributes.name, interaction.content.text));
 * await app.sync();
 */
export function kenning(options: KenningOptions): Kenning {
  const { store, channels = {} } = checkOptions(options);
  const listeners = new Listeners();
  let assembled: Promise<Assembly> | undefined;
  const app = () => {
    assembled ??= import('./assembly.js').then(({ assemble }) => assemble(options, listeners));
    return assembled;
  };
  return {
    ...later(app, verbs),
    store,
    strategy: later(async () => (await app()).strategy, strategyVerbs),
    on: (name, listener) => listeners.on(name, listener),
    channels: () => Object.entries(channels).map(([name, connector]) => describeChannel(name, connector)),
    async *changes(changesOptions) {
      yield* (await app()).changes(changesOptions);
    },
    async *export(whom, call) {
      yield* (await app()).export(whom, call);
    },
    start() {
      app().then(
        ({ start }) => start(),
        (error: KenningError) => listeners.emit('error', error),
      );
    },
    async stop(stopOptions) {
      await (await assembled)?.stop(stopOptions);
    },
    async close() {
      await (await assembled)?.stop();
      await store.close();
    },
  };
}
