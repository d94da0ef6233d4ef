// Runs in a process of its own and is killed: see writing.live.test.ts.

import type { MessageDraft, Write } from '../../../../src/channels/connector.js';
import { email, type WritingEmailOptions } from '../../../../src/channels/connectors/email/index.js';

/** Sends one message. */
const [options = '', write = ''] = process.argv.slice(2);
const channel = email(JSON.parse(options) as WritingEmailOptions);
// Connects and loads all code, so that what is measured from here on is the sending.
await channel.messages();
await channel.message.find?.({ ...(JSON.parse(write) as Write<MessageDraft>), key: 'another' });
process.stdout.write('begun\n');
await channel.message.send(JSON.parse(write) as Write<MessageDraft>);
process.stdout.write('done\n');
