export {
  type FakeActivity,
  type FakeCase,
  type FakeContact,
  FakeCrm,
  type FakeCrmOptions,
  type FakeDeal,
  type FakeField,
} from './fake-crm/fake-crm.js';
export { type FakeCrmAdapter, type FakeCrmAdapterOptions, fakeCrmAdapter } from './fake-crm/fake-crm-adapter.js';
export { type FakeServerOptions, fakeCrmServer } from './fake-crm/fake-crm-server.js';
export {
  type FakeEvent,
  type FakeListing,
  FakeNetwork,
  type FakeNetworkOptions,
  type FakePerson,
  type FakePost,
  type FakeSaying,
} from './fake-network/fake-network.js';
export {
  type FakeConnectorOptions,
  type FakeNetworkConnector,
  fakeNetworkConnector,
  fakeSignature,
} from './fake-network/fake-network-connector.js';
export { type FakePostView, fakeDelivery, fakeNetworkServer } from './fake-network/fake-network-server.js';
export type { AnswerFormat } from './http/answer-format.js';
export { type Faults, faults, refuse } from './http/faults.js';
export { type Answer, type Fault, type FaultyFetch, faultyFetch } from './http/faulty-fetch.js';
export { type RecordedExchange, recordedFetch } from './http/recorded-fetch.js';
export { seededRandom } from './random.js';
export { type SimulatedTime, simulatedTime } from './simulated-time.js';
