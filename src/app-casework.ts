import { caseKey } from './adapters/sync/create/open-case.js';
import { type CaseView, type Casework, casework } from './channels/casework/casework.js';
import { caseOptionsOf } from './channels/casework/casework-options.js';
import type { CustomerFactsOf } from './channels/casework/routing/hear.js';
import { takeIn } from './channels/casework/take-in.js';
import { watchClocks } from './channels/casework/watch-clocks.js';
import type { ListenOptions } from './channels/listening/live/listen-options.js';
import type { Context } from './core/context.js';
import type { Change } from './core/model/change.js';
import type { CrmItem } from './core/model/crm-item.js';
import { crmItemsOf } from './core/read-crm-items.js';
import type { Store } from './core/store/store.js';
import { customerView } from './identity/customer.js';
import type { SurvivorshipRules } from './identity/golden-record.js';

export interface AppCaseworkOptions {
  store: Store;
  context: Context;
  /** The app's names of its CRMs. */
  crms: readonly string[];
  listen: ListenOptions | undefined;
  survivorship?: SurvivorshipRules;
  onChanges: (changes: readonly Change[]) => Promise<void>;
}

/** Cases as an app has them. */
export interface AppCasework {
  verbs: Casework;
  /** Takes in what was listened to; absent where nothing is routed. */
  takeIn?: (call: { signal?: AbortSignal; goOn?: () => boolean }) => Promise<{ more: boolean }>;
  /** Takes in, and looks at clocks. */
  seeTo?: (call: { signal?: AbortSignal }) => Promise<void>;
  /** Looks at clocks. */
  watch: (call: { signal?: AbortSignal }) => Promise<void>;
}

/** Joins cases with what is known of customers. */
export function appCasework({
  store,
  context,
  crms,
  listen,
  survivorship,
  onChanges,
}: AppCaseworkOptions): AppCasework {
  const { routing = [], cases = {} } = listen ?? {};
  const customerFactsOf = factsBy(cases.customer ?? {}, survivorship);
  const desk = { store, context, rules: routing, customerFactsOf, onChanges, ...caseOptionsOf(cases) };
  const verbs = casework(desk);
  return {
    verbs: {
      ...verbs,
      async caseOf(id) {
        const view = await verbs.caseOf(id);
        return view && { ...view, crm: await inCrms(store, crms, view) };
      },
    },
    ...((listen?.routing || listen?.cases) && {
      takeIn: (call) => takeIn(desk, call),
      async seeTo(call) {
        await takeIn(desk, call);
        await watchClocks(desk, call);
      },
    }),
    watch: (call) => watchClocks(desk, call),
  };
}

/** The cases that were opened in CRMs for the conversation of a case. */
async function inCrms(store: Store, crms: readonly string[], view: CaseView): Promise<CrmItem[]> {
  const interaction = (await store.get('interactions', { id: view.case.interaction }))?.data;
  if (!interaction) return [];
  const keys = await Promise.all(crms.map((crm) => caseKey(store, crm, interaction)));
  return (await crmItemsOf(store, view.customer, 'case')).filter(({ key }) => key !== undefined && keys.includes(key));
}

/** What a customer is worth stands in a field of the app's own, else in the deals that were won. */
function factsBy(fields: { value?: string; segment?: string }, survivorship?: SurvivorshipRules): CustomerFactsOf {
  return async (store, record) => {
    const view = await customerView(store, record, survivorship);
    if (!view || view === 'erased') return { known: false };
    const { custom = {} } = view.golden.attributes;
    const own = (field: string | undefined) =>
      field !== undefined && Object.hasOwn(custom, field) ? custom[field]?.trim() || undefined : undefined;
    const known = view.records.some(({ kind }) => kind === 'contact');
    const segment = own(fields.segment);
    const value = fields.value === undefined ? await wonBy(store, view.id) : Number(own(fields.value) ?? Number.NaN);
    return {
      known,
      standing: view.standing,
      ...(segment !== undefined && { segment }),
      ...(Number.isFinite(value) && value >= 0 && { value }),
    };
  };
}

async function wonBy(store: Parameters<CustomerFactsOf>[0], customer: Parameters<CustomerFactsOf>[1]): Promise<number> {
  const won = (await crmItemsOf(store, customer, 'deal')).filter(({ state }) => state === 'won');
  return won.length === 0 ? Number.NaN : won.reduce((sum, { amount }) => sum + Math.max(0, amount?.value ?? 0), 0);
}
