export { Absent } from './absent.js';
export { fakeNetworkSide } from './connector/fake-network-side.js';
export {
  type ConnectorSubject,
  connectorAccess,
  connectorContent,
  connectorHttp,
  connectorListings,
  connectorPeople,
  connectorSearch,
  connectorShape,
  connectorStream,
  connectorSuite,
  connectorWebhook,
  connectorWrites,
  type NetworkSide,
  type OpenedNetwork,
} from './connector/index.js';
export { fakeCrmSide } from './crm/fake-crm-side.js';
export {
  type CrmPerson,
  type CrmSide,
  type CrmSubject,
  crmAccess,
  crmActivities,
  crmAdapterSuite,
  crmBeside,
  crmChanges,
  crmContacts,
  crmErasures,
  crmHttp,
  crmLookUps,
  crmMalformed,
  crmMerges,
  crmShape,
  crmUpserts,
  crmWebhook,
  type OpenedCrm,
} from './crm/index.js';
export type { Facet, Rule, RunningTest, SubjectWithExceptions, SuiteRunner } from './facet.js';
export {
  type StoreSubject,
  storeRows,
  storeSequences,
  storeSuite,
  storeTenants,
  storeTransactions,
} from './store/index.js';
export type { SuiteWorld } from './suite-world.js';
export { type Outcome, tryOut } from './try-out.js';
