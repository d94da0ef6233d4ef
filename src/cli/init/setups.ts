import { mastodonSignIn } from './mastodon-sign-in.js';
import type { Question, Setup } from './setup.js';

const address = (name: string, text: string, such: string): Question => ({
  name,
  text,
  such,
  fault: (answer) => (URL.canParse(answer) && /^https?:/.test(answer) ? undefined : 'This is no address: https://…'),
});
const secret = (name: string, text: string): Question => ({ name, text, secret: true });

/** Every kind of channel and CRM that `kenning init` sets up; the others are a few lines of code away. */
export const setups: readonly Setup[] = [
  {
    id: 'bluesky',
    label: 'Bluesky',
    of: 'channel',
    questions: [
      { name: 'identifier', text: 'The handle of our account', such: 'harborbikes.example' },
      secret('password', 'An app password (Settings, Privacy and security, App passwords)'),
    ],
    code: (text, secretOf) => `bluesky({ identifier: ${text('identifier')}, password: ${secretOf('password')} })`,
  },
  {
    id: 'mastodon',
    label: 'Mastodon, GoToSocial',
    of: 'channel',
    questions: [{ name: 'instance', text: 'The server of our account', such: 'social.example' }],
    signIn: mastodonSignIn,
    code: (text, secretOf) => `mastodon({ instance: ${text('instance')}, accessToken: ${secretOf('accessToken')} })`,
  },
  {
    id: 'email',
    label: 'A mailbox (IMAP)',
    of: 'channel',
    questions: [
      { name: 'host', text: 'The IMAP server', such: 'imap.example.com' },
      { name: 'user', text: 'The user, often the address', such: 'support@example.com' },
      secret('password', 'The password, often one for apps'),
      { name: 'own', text: 'Our address', such: 'support@example.com' },
      { name: 'smtp', text: 'The SMTP server, or nothing to read only', such: 'smtp.example.com', optional: true },
    ],
    code: (text, secretOf) =>
      [
        `email({ imap: { host: ${text('host')}, user: ${text('user')}, password: ${secretOf('password')} }`,
        ...(text('smtp') ? [`smtp: { host: ${text('smtp')} }`] : []),
        `own: [${text('own')}] })`,
      ].join(', '),
    peers: ['imapflow', 'nodemailer', 'postal-mime'],
  },
  {
    id: 'feed',
    label: 'A feed (RSS, Atom, JSON Feed)',
    of: 'channel',
    questions: [address('url', 'Its address', 'https://blog.example/feed')],
    code: (text) => `feed({ url: ${text('url')} })`,
    peers: ['feedsmith'],
  },
  {
    id: 'logbook',
    label: 'A logbook of calls, meetings and letters (CSV or JSON lines)',
    of: 'channel',
    questions: [{ name: 'file', text: 'The file', otherwise: 'logbook.csv' }],
    code: (text) => `logbook({ file: ${text('file')} })`,
  },
  {
    id: 'csv',
    label: 'A contact list (CSV)',
    of: 'crm',
    questions: [{ name: 'file', text: 'The file', otherwise: 'contacts.csv' }],
    code: (text) => `csv({ file: ${text('file')} })`,
  },
  {
    id: 'hubspot',
    label: 'HubSpot',
    of: 'crm',
    questions: [
      {
        name: 'portal',
        text: 'The number of the account, as its addresses show it',
        such: '12345678',
        fault: (answer) => (/^\d{1,20}$/.test(answer) ? undefined : 'It is a number.'),
      },
      secret('accessToken', 'The token of a service key or an app'),
    ],
    code: (text, secretOf) => `hubspot({ portal: ${text('portal')}, accessToken: ${secretOf('accessToken')} })`,
  },
  {
    id: 'salesforce',
    label: 'Salesforce',
    of: 'crm',
    questions: [
      { name: 'domain', text: "The organization's My Domain", such: 'harborbikes.my.salesforce.com' },
      { name: 'clientId', text: 'The consumer key of an external client app with the client credentials flow' },
      secret('clientSecret', 'Its consumer secret'),
    ],
    code: (text, secretOf) =>
      [
        `salesforce({ domain: ${text('domain')}`,
        `oauth: { grant: 'app', credentials: async () => ({ id: ${text('clientId')}, secret: ${secretOf('clientSecret')} }) } })`,
      ].join(', '),
  },
  {
    id: 'carddav',
    label: 'An address book (CardDAV)',
    of: 'crm',
    questions: [
      address('url', 'The server', 'https://dav.example.com'),
      { name: 'username', text: 'The user' },
      secret('password', 'The password, often one for apps'),
    ],
    code: (text, secretOf) =>
      `carddav({ url: ${text('url')}, credentials: () => ({ username: ${text('username')}, password: ${secretOf('password')} }) })`,
  },
];
