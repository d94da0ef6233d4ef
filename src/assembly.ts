import { insistOnAudit } from './adapters/audit/audit-book.js';
import { applyMerges } from './adapters/sync/apply-merges.js';
import { crmSync } from './adapters/sync.js';
import { announce } from './announce.js';
import { appCasework } from './app-casework.js';
import { crmAudits } from './audit-crms.js';
import { type Engagement, engagement } from './channels/engagement/engagement.js';
import { failedRequests, retryRequest } from './channels/listening/inbox.js';
import { readInfluence } from './channels/listening/influence/read-influence.js';
import { channelDuty } from './channels/listening/listen-to.js';
import { runner } from './channels/listening/runner.js';
import { storedTopics } from './channels/listening/topics/stored-topics.js';
import { check } from './check.js';
import { systemClock } from './core/clock.js';
import { contextOf } from './core/context.js';
import { KenningError } from './core/errors.js';
import { ingest } from './core/ingest/ingest.js';
import { recordOf } from './core/ingest/write-record.js';
import { listAlerts } from './core/list-alerts.js';
import type { Listeners } from './core/listeners.js';
import type { Change } from './core/model/change.js';
import type { RecordId } from './core/model/id.js';
import { permits } from './core/privacy/permits.js';
import { termsBook } from './core/privacy/terms-book.js';
import { tombstones } from './core/privacy/tombstones.js';
import { customerNamed, isId, type Whom } from './core/privacy/whom.js';
import { readChanges } from './core/read-changes.js';
import { readConversation } from './core/read-conversation.js';
import { crmItemsOf } from './core/read-crm-items.js';
import { readInteraction } from './core/read-interaction.js';
import { planning } from './core/strategy/planning.js';
import { serviceKpis } from './core/strategy/service-kpis.js';
import { casesDuty, contactsMsOf, crmDuty, dutiesOf, listenDuty, pollMsOf } from './duties.js';
import { customerOf } from './identity/cluster.js';
import { effectiveConsent } from './identity/consent.js';
import { customerView, timeline } from './identity/customer.js';
import { explain } from './identity/explain.js';
import { listCustomers } from './identity/list-customers.js';
import { matcher } from './identity/matcher/matcher.js';
import { notary } from './identity/notary.js';
import { recognizer } from './identity/recognizer.js';
import { registrar } from './identity/registrar.js';
import { stewardship } from './identity/stewardship.js';
import type { Assembly } from './kenning-contract.js';
import type { KenningOptions } from './kenning-options.js';
import { looking } from './looking.js';
import { previewMentions } from './preview-mentions.js';
import { privacy } from './privacy.js';
import { statusOf } from './status.js';
import { emptyReport, goOn, type Synchronizing, syncAlone, syncChannel, syncCrm } from './synchronize.js';
import { webhookDoor } from './webhook-door.js';
import { whenReady } from './when-ready.js';
import { allDelivered, type CrmWriter, crmWriter } from './write-to-crms.js';

/** Joins the rooms. Loaded when it is needed, since importing all of them takes longer than importing a front door. */
export function assemble(options: KenningOptions, listeners: Listeners): Assembly {
  const { store, crms = {}, channels = {}, resolver = matcher(), survivorship, kpis, clock = systemClock } = options;
  const { every = {} } = options;
  const context = contextOf(clock);
  const names = registrar({ resolver, context, ...(survivorship && { survivorship }) });
  const kept =
    options.tombstoneKey === undefined
      ? undefined
      : tombstones({ key: options.tombstoneKey, tenant: store.tenant, registrar: names });
  const terms = termsBook(
    // What a channel's network says of itself goes before what a CRM says of it.
    [
      ...Object.values(crms).flatMap(({ crm }) => crm.networks ?? []),
      ...Object.values(channels).map(({ network }) => network),
    ],
    options.terms,
  );
  const recognizing = recognizer({ resolver, context });
  const intake = ingest({
    store,
    context,
    recognizer: recognizing,
    terms,
    ...(kept && { tombstones: kept }),
  });
  const steward = stewardship(store, context, survivorship);
  const tell = async (changes: readonly Change[]) => {
    if (changes.some(({ type }) => type === 'said')) run.wake(listenDuty.duty, listenDuty.task);
    if (changes.some(({ type }) => type === 'signal')) run.wake(casesDuty.duty, casesDuty.task);
    await announce(store, listeners, changes, survivorship);
  };
  const told = async <Result extends { changes: Change[] }>(result: Promise<Result>): Promise<Result> => {
    await tell((await result).changes);
    return result;
  };
  const toldAll = async (changes: Promise<Change[]>): Promise<Change[]> => {
    await tell(await changes);
    return changes;
  };
  const idOf = async (whom: Whom): Promise<RecordId | undefined> => {
    if (isId(whom)) return whom;
    if (typeof whom !== 'string' && 'source' in whom) return recordOf(store, whom);
    return customerNamed(store, names, whom);
  };
  const customerNow = async (whom: Whom) => {
    const id = await idOf(whom);
    return id && customerOf(store, id);
  };
  const strategy = planning(store, context, { ...serviceKpis, ...kpis });
  const adopt = async () => options.strategy && strategy.adopt(options.strategy);
  const desk = engagement({
    store,
    context,
    channels,
    ingest: intake,
    permits,
    consentOf: effectiveConsent,
    customerOf,
    ...(kpis && { kpis }),
    onChanges: tell,
  });
  const inStep = crmSync({ store, context, crms, permits, terms, rules: options.sync ?? {} });
  const writer = crmWriter({
    store,
    context,
    crms,
    permits,
    terms,
    rules: inStep.fields,
    intake: { ingest: intake, notary: notary(context), onChanges: tell },
  });
  const bring = async (call: { signal?: AbortSignal }) => (options.sync ? inStep.bring(call) : undefined);
  const writeBack: CrmWriter['writeBack'] = async (call = {}) => {
    await bring(call);
    return writer.writeBack(call);
  };
  const onError = (error: KenningError) => listeners.emit('error', error);
  const looks = looking({ listen: options.listen, store, context, terms, channels, onChanges: tell, onError });
  const deliver: Engagement['deliver'] = async (call) =>
    allDelivered([await desk.deliver(call), await writer.deliver(call), await looks.deliver(call)]);
  const sync: Synchronizing = {
    store,
    context,
    ingest: intake,
    notary: notary(context),
    recognizer: recognizing,
    listeners,
    tell,
  };

  const guard = privacy({
    store,
    context,
    registrar: names,
    tombstones: kept,
    terms,
    ingest: intake,
    recognizer: recognizing,
    channels,
  });
  const cases = appCasework({
    store,
    context,
    crms: Object.keys(crms),
    listen: options.listen,
    ...(survivorship && { survivorship }),
    onChanges: tell,
  });
  const run = runner({
    store,
    context,
    duties: dutiesOf({
      sync,
      channels,
      crms,
      every,
      deliver,
      writeBack,
      ...(options.sync && { bring }),
      ...looks.duties,
      cases,
      sweep: guard.sweep,
    }),
    onError,
  });

  return {
    strategy: whenReady(adopt, strategy),
    ...whenReady(adopt, { ...desk, deliver }),
    ...crmAudits({ store, context, crms, resolver }),
    writeBack,
    previewSync: inStep.preview,
    conflicts: inStep.conflicts,
    answerConflict: inStep.answerConflict,
    applyMerges: (plan, call) =>
      applyMerges(
        {
          store,
          context,
          crms,
          join: (a, b, person) => told(steward.merge(a, b, person)),
          obstacles: async (a, b) => (await steward.preview(a, b)).obstacles.filter((obstacle) => obstacle !== 'veto'),
          deliver: writer.deliver,
        },
        plan,
        call,
      ),
    openCase: inStep.openCase,
    start: run.start,
    stop: run.stop,
    tick: run.tick,
    ...guard,
    ...cases.verbs,
    ...steward,
    merge: (a, b, person) => told(steward.merge(a, b, person)),
    unmerge: (of, person) => told(steward.unmerge(of, person)),
    answer: (review, same, person) => toldAll(steward.answer(review, same, person)),
    takeBack: (review, person) => toldAll(steward.takeBack(review, person)),
    edit: (of, attributes, person) => toldAll(steward.edit(of, attributes, person)),
    async sync({ signal } = {}) {
      const report = emptyReport();
      for (const [name, crm] of Object.entries(crms))
        await goOn(sync, name, report, () =>
          syncAlone(sync, { duty: crmDuty(name), task: 'contacts' }, report, signal, (held) =>
            syncCrm(sync, name, crm, report, { signal: held }),
          ),
        );
      for (const [name, channel] of Object.entries(channels))
        await goOn(sync, name, report, () =>
          syncAlone(sync, { duty: channelDuty(name), task: 'poll' }, report, signal, (held) =>
            syncChannel(sync, name, channel, report, held),
          ),
        );
      for (const { duty, once } of looks.looks)
        await goOn(sync, duty.duty, report, () => syncAlone(sync, duty, report, signal, once));
      const { seeTo } = cases;
      if (seeTo)
        await goOn(sync, casesDuty.duty, report, () =>
          syncAlone(sync, casesDuty, report, signal, (held) => seeTo({ signal: held })),
        );
      await goOn(sync, 'in step', report, async () => {
        const brought = await bring({ ...(signal && { signal }) });
        if (!brought) return;
        report.inStep = brought;
        if (brought.writes > 0) await insistOnAudit(store, crms);
      });
      return report;
    },
    async reanalyze(reanalyzeOptions) {
      if (looks.live) return looks.live.reanalyze(reanalyzeOptions);
      throw new KenningError('unsupported', 'Nothing is listened for: give `listen` to `kenning()`.');
    },
    webhook: webhookDoor({ store, context, channels, crms, onError, wake: run.wake }),
    failedRequests: (listing) => failedRequests(store, listing),
    retryRequest: (id) => retryRequest(store, id),
    async customer(whom) {
      const id = await idOf(whom);
      return id && customerView(store, id, survivorship);
    },
    async timeline(customer, timelineOptions) {
      const id = await idOf(customer);
      if (!id) throw new KenningError('not-found', 'Nobody is known by that name. `customers()` lists who is.');
      return timeline(store, id, timelineOptions);
    },
    async cases(whom) {
      const customer = await customerNow(whom);
      return customer ? crmItemsOf(store, customer, 'case') : [];
    },
    async deals(whom) {
      const customer = await customerNow(whom);
      return customer ? crmItemsOf(store, customer, 'deal') : [];
    },
    topics: (topicsOptions) => storedTopics({ store, context, terms }, topicsOptions),
    customers: (listing) => listCustomers(store, { ...listing, ...(survivorship && { rules: survivorship }) }),
    alerts: (listing) => listAlerts(store, listing),
    alert: async (id) => (await store.get('alerts', { id }))?.data,
    influence: (window) => readInfluence(store, window),
    interaction: (id) => readInteraction(store, id),
    conversation: (of) => readConversation(store, of),
    async why(a, b) {
      const [left, right] = [await idOf(a), await idOf(b)];
      return left && right && explain(store, resolver, left, right);
    },
    status: () => statusOf({ store, context, channels, crms }),
    check: ({ signal } = {}) =>
      check({ channels, crms, pollMs: pollMsOf(every), contactsMs: contactsMsOf(every), ...(signal && { signal }) }),
    previewMentions: (previewOptions) => previewMentions({ store, context, resolver, channels, crms }, previewOptions),
    changes: (changesOptions) => readChanges(store, changesOptions),
  };
}
