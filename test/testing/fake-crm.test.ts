import { describe, it } from 'vitest';
import { harborCrm } from '../../examples/custom-crm.js';
import { FakeCrm } from '../../src/testing/fake-crm/fake-crm.js';
import { fakeCrmAdapter } from '../../src/testing/fake-crm/fake-crm-adapter.js';
import { fakeCrmServer } from '../../src/testing/fake-crm/fake-crm-server.js';
import { fakeCrmSide } from '../../src/testing/suites/crm/fake-crm-side.js';
import { crmAdapterSuite } from '../../src/testing/suites/crm/index.js';

describe('the fake CRM', () => {
  crmAdapterSuite(
    { describe, it },
    {
      open() {
        const crm = new FakeCrm();
        return { connect: () => fakeCrmAdapter(crm), crm: fakeCrmSide(crm) };
      },
    },
  );
});

describe('the adapter of the tutorial', () => {
  crmAdapterSuite(
    { describe, it },
    {
      open({ served, secret, timeoutMs }) {
        const crm = new FakeCrm();
        const fetch = served(fakeCrmServer(crm, { token: secret }));
        const connect = () => harborCrm({ baseUrl: 'https://crm.example', token: secret, timeoutMs, fetch });
        return { connect, crm: fakeCrmSide(crm) };
      },
    },
  );
});
