import type { CrmAdapter } from './adapters/crm-adapter.js';
import type { AppCasework } from './app-casework.js';
import type { Connector } from './channels/connector.js';
import type { Duty, Task } from './channels/listening/duty.js';
import { listenTo } from './channels/listening/listen-to.js';
import type { CatchUpCall } from './channels/listening/live/live-listening.js';
import { forgetDeliveries } from './channels/listening/webhook.js';
import type { SweepReport } from './core/privacy/sweep-options.js';
import { emptyReport, type Synchronizing, syncCrm, takeNotices, tellPage } from './synchronize.js';

/** How often each is done, in milliseconds. */
export interface Intervals {
  /** Polling a channel. Defaults to a minute. */
  poll?: number;
  /** Reading a CRM's contacts. Defaults to 15 minutes. */
  contacts?: number;
  /** Sending what is due. Defaults to 5 seconds. */
  deliver?: number;
  /** Looking at what came in, where the app says what for. A page that comes in wakes it. Defaults to 5 seconds. */
  listen?: number;
  /** Taking into cases what was listened to. Signals wake it. Defaults to 5 seconds. */
  cases?: number;
  /** Looking at the clocks of cases. Defaults to a minute. */
  clocks?: number;
  /** Keeping CRMs in step, where the app has rules for it. Defaults to a minute. */
  inStep?: number;
  /** Seeing to the networks' terms. Defaults to an hour. */
  sweep?: number;
  /** Writing into the CRMs. It is not done unless this is given: a CRM's own data comes first. */
  writeBack?: number;
}

export interface DutiesOptions {
  sync: Synchronizing;
  channels: Readonly<Record<string, Connector>>;
  crms: Readonly<Record<string, CrmAdapter>>;
  every: Intervals;
  deliver(call: { signal: AbortSignal }): Promise<unknown>;
  writeBack(call: { signal: AbortSignal }): Promise<unknown>;
  /** Looks at what came in, where the app says what for. */
  listen?(call: CatchUpCall): Promise<{ more: boolean }>;
  /** Asks consultants about what came in, where the app has any. */
  consult?(call: CatchUpCall): Promise<{ more: boolean }>;
  /** Lets time pass for the series that are watched, where the app names any. */
  advance?(): Promise<void>;
  cases: AppCasework;
  /** Keeps CRMs in step, where the app has rules for it. */
  bring?(call: { signal: AbortSignal }): Promise<unknown>;
  sweep(call: { signal: AbortSignal }): Promise<SweepReport>;
}

const second = 1000;
const minute = 60 * second;

/** The name of a CRM's duty. */
export function crmDuty(crm: string): string {
  return `crm ${crm}`;
}

/** The duty that looks at what came in, and its task. */
export const listenDuty = { duty: 'listen', task: 'listen' } as const;

/** The duty that deals with cases, and the task that takes in what was listened to. */
export const casesDuty = { duty: 'cases', task: 'take in' } as const;

/** The duty that asks consultants: of its own, so that it keeps nothing else waiting. */
export const consultDuty = { duty: 'consult', task: 'consult' } as const;

export const pollMsOf = ({ poll = minute }: Intervals): number => poll;
export const contactsMsOf = ({ contacts = 15 * minute }: Intervals): number => contacts;

/** All that a running app does by itself; each duty is done by one process at a time. */
export function dutiesOf(options: DutiesOptions): Duty[] {
  const { sync, channels, crms, every } = options;
  const { store, context, ingest } = sync;
  const outbox: Task[] = [
    { name: 'deliver', everyMs: every.deliver ?? 5 * second, run: ({ signal }) => options.deliver({ signal }) },
  ];
  const { bring, listen, advance, consult } = options;
  if (bring) outbox.push({ name: 'in step', everyMs: every.inStep ?? minute, run: ({ signal }) => bring({ signal }) });
  if (every.writeBack)
    outbox.push({ name: 'write back', everyMs: every.writeBack, run: ({ signal }) => options.writeBack({ signal }) });
  return [
    ...Object.entries(channels).map(([channel, connector]) =>
      listenTo({
        store,
        context,
        ingest,
        connector,
        channel,
        pollEveryMs: pollMsOf(every),
        onPage: (from, report) => tellPage(sync, channel, from, report),
      }),
    ),
    ...Object.entries(crms).map(([name, adapter]) => crmDutyOf(options, name, adapter)),
    ...(listen ? [{ name: listenDuty.duty, tasks: listenTasks(every, listen, advance) }] : []),
    ...casesDutyOf(options),
    ...(consult ? [{ name: consultDuty.duty, tasks: [consultTask(every, consult)] }] : []),
    { name: 'outbox', tasks: outbox },
    {
      name: 'sweeper',
      tasks: [
        {
          name: 'sweep',
          everyMs: every.sweep ?? 60 * minute,
          async run({ signal }) {
            const { finished, problems } = await options.sweep({ signal });
            return { more: !finished && problems.length === 0 };
          },
        },
      ],
    },
  ];
}

function casesDutyOf({ cases: { takeIn, watch }, every }: DutiesOptions): Duty[] {
  if (!takeIn) return [];
  const { cases: takeEveryMs = 5 * second, clocks: watchEveryMs = minute } = every;
  return [
    {
      name: casesDuty.duty,
      tasks: [
        { name: casesDuty.task, everyMs: takeEveryMs, run: ({ signal, goOn }) => takeIn({ signal, goOn }) },
        { name: 'clocks', everyMs: watchEveryMs, run: ({ signal }) => watch({ signal }) },
      ],
    },
  ];
}

function listenTasks(
  { listen: everyMs = 5 * second }: Intervals,
  listen: NonNullable<DutiesOptions['listen']>,
  advance: DutiesOptions['advance'],
): Task[] {
  const tasks: Task[] = [{ name: listenDuty.task, everyMs, run: ({ signal, goOn }) => listen({ signal, goOn }) }];
  if (advance) tasks.push({ name: 'advance', everyMs: minute, run: () => advance() });
  return tasks;
}

function consultTask(
  { listen: everyMs = 5 * second }: Intervals,
  consult: NonNullable<DutiesOptions['consult']>,
): Task {
  return { name: consultDuty.task, everyMs, run: ({ signal, goOn }) => consult({ signal, goOn }) };
}

function crmDutyOf({ sync, every }: DutiesOptions, name: string, adapter: CrmAdapter): Duty {
  const { store, context } = sync;
  const tasks: Task[] = [
    {
      name: 'contacts',
      everyMs: every.contacts ?? 15 * minute,
      async run({ signal, goOn }) {
        const report = emptyReport();
        const complete = await syncCrm(sync, name, adapter, report, { signal, goOn });
        if (report.failed[0]) throw report.failed[0].error;
        return { more: !complete };
      },
    },
  ];
  if (adapter.webhook)
    tasks.push(
      {
        name: 'inbox',
        everyMs: second,
        async run({ signal, goOn, wake }) {
          const { complete, listing } = await takeNotices(sync, name, adapter, { signal, goOn });
          if (listing) wake('contacts');
          return { more: !complete };
        },
      },
      { name: 'known deliveries', everyMs: 60 * minute, run: () => forgetDeliveries({ store, context }) },
    );
  return { name: crmDuty(name), tasks };
}
