import { createServer, type Socket } from 'node:net';

/** A mail as Gmail keeps it: once, with labels. */
export interface GmailMail {
  raw: string;
  /** `\\Inbox`, `\\Sent`, `\\Draft`, `\\Spam`, `\\Trash`, or a label of one's own. */
  labels: string[];
  /** `X-GM-MSGID`. */
  id: bigint;
  /** `X-GM-THRID`. */
  thread: bigint;
}

export interface GmailServer {
  port: number;
  mails: GmailMail[];
  /** Folders that the user does not show in IMAP. */
  hidden: string[];
  /** The folders that were opened, in order. */
  opened: string[];
  /** How many connections were made, and how many stand. */
  connections: { made: number; standing: number };
  add(raw: string, labels: string[]): GmailMail;
  stop(): void;
}

/** Its folders, the use that it marks them with (RFC 6154) and the label whose mails they show. */
const folders = [
  { path: 'INBOX', mark: '', label: '\\Inbox' },
  { path: 'Bikes', mark: '', label: 'Bikes' },
  { path: '[Gmail]/All Mail', mark: '\\All', label: '' },
  { path: '[Gmail]/Drafts', mark: '\\Drafts', label: '\\Draft' },
  { path: '[Gmail]/Sent Mail', mark: '\\Sent', label: '\\Sent' },
  { path: '[Gmail]/Spam', mark: '\\Junk', label: '\\Spam' },
  { path: '[Gmail]/Trash', mark: '\\Trash', label: '\\Trash' },
] as const;
type Folder = (typeof folders)[number];

const capabilities = (condstore: boolean) =>
  `IMAP4rev1 UNSELECT IDLE NAMESPACE ID CHILDREN X-GM-EXT-1 UIDPLUS ENABLE MOVE${condstore ? ' CONDSTORE' : ''} SPECIAL-USE AUTH=PLAIN AUTH=XOAUTH2 SASL-IR`;

/**
 * An IMAP server that answers as Gmail is documented to: every mail once in All Mail but those in spam and trash, and once
 * more in the folder of each of its labels, with `X-GM-MSGID`, `X-GM-THRID` and `X-GM-LABELS`.
 *
 * After https://developers.google.com/workspace/gmail/imap/imap-extensions. It knows what is read here and no more.
 */
export async function startGmailServer({ condstore = false } = {}): Promise<GmailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    gmail.connections.made += 1;
    gmail.connections.standing += 1;
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      gmail.connections.standing -= 1;
    });
    serve(socket, gmail, condstore);
  });
  const gmail: GmailServer = {
    port: 0,
    mails: [],
    hidden: [],
    opened: [],
    connections: { made: 0, standing: 0 },
    add(raw, labels) {
      const id = 0x1a2b3c4d5e6f0000n + BigInt(gmail.mails.length);
      const mail = { raw: raw.replace(/\r?\n/g, '\r\n'), labels, id, thread: id };
      gmail.mails.push(mail);
      return mail;
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  gmail.port = typeof address === 'object' && address ? address.port : 0;
  return gmail;
}

function serve(socket: Socket, gmail: GmailServer, condstore: boolean): void {
  const say = (text: string) => void socket.write(`${text}\r\n`, 'latin1');
  let selected: Folder = folders[0];
  let idle = '';
  let waiting = '';
  say('* OK Gimap ready for requests from 127.0.0.1');

  /** The mails of the folder by their UIDs; a mail keeps its place, so UIDs have holes. */
  const shown = () =>
    gmail.mails
      .map((mail, index) => ({ mail, uid: index + 1 }))
      .filter(({ mail: { labels } }) =>
        selected.label === ''
          ? !labels.includes('\\Spam') && !labels.includes('\\Trash')
          : labels.includes(selected.label),
      );

  const commands: Record<string, (tag: string, rest: string) => void> = {
    CAPABILITY: () => say(`* CAPABILITY ${capabilities(condstore)}`),
    ID: () => say('* ID ("name" "GImap" "vendor" "Google, Inc.")'),
    NAMESPACE: () => say('* NAMESPACE (("" "/")) NIL NIL'),
    ENABLE: () => say('* ENABLED'),
    LIST(_tag, rest) {
      if (/""$/.test(rest)) return say('* LIST (\\Noselect) "/" "/"');
      say('* LIST (\\HasChildren \\Noselect) "/" "[Gmail]"');
      for (const { path, mark } of folders)
        if (!gmail.hidden.includes(path)) say(`* LIST (\\HasNoChildren${mark && ` ${mark}`}) "/" "${path}"`);
    },
    LSUB() {},
    SELECT(tag, rest) {
      const path = rest.replace(/ \(.*$/, '').replace(/^"|"$/g, '');
      const folder = folders.find((known) => known.path === path);
      if (!folder) return say(`${tag} NO [NONEXISTENT] Unknown Mailbox: ${path} (Failure)`);
      selected = folder;
      gmail.opened.push(path);
      say(`* ${shown().length} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen)`);
      say(`* OK [UIDVALIDITY 5] UIDs valid.\r\n* OK [UIDNEXT ${gmail.mails.length + 1}] Predicted next UID.`);
      if (condstore) say(`* OK [HIGHESTMODSEQ ${1000 + gmail.mails.length}]`);
    },
    UID(_tag, rest) {
      const [, verb = '', set = '', items = ''] = /^(FETCH|SEARCH) (\S+) ?(.*)$/.exec(rest) ?? [];
      const all = shown();
      if (verb === 'SEARCH') {
        const [, id = ''] = /HEADER "?message-id"? "?([^"]+)"?$/i.exec(rest) ?? [];
        const found = all.filter(({ mail }) => /^Message-ID:.*/im.exec(mail.raw)?.[0].includes(id));
        return say(`* SEARCH ${found.map(({ uid }) => uid).join(' ')}`);
      }
      for (const [index, { mail, uid }] of all.entries())
        if (isIn(set, uid, all.at(-1)?.uid ?? 0)) say(`* ${index + 1} FETCH (${answered(items, mail, uid, selected)})`);
    },
    NOOP() {},
    CLOSE() {},
    UNSELECT() {},
    LOGOUT: () => say('* BYE LOGOUT Requested'),
  };
  commands.EXAMINE = commands.SELECT as (typeof commands)[string];

  socket.on('data', (chunk) => {
    waiting += chunk.toString('latin1');
    for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + 2);
      const [, tag = '', name = '', rest = ''] = /^(\S+) ?(\S*) ?(.*)$/.exec(line) ?? [];
      const command = name.toUpperCase();
      if (line.toUpperCase() === 'DONE') say(`${idle} OK IDLE terminated (Success)`);
      else if (command === 'IDLE') {
        idle = tag;
        say('+ idling');
      } else if (command === 'AUTHENTICATE' || command === 'LOGIN')
        say(`${tag} OK [CAPABILITY ${capabilities(condstore)}] authenticated (Success)`);
      else if (!commands[command]) say(`${tag} BAD Unknown command`);
      else {
        commands[command](tag, rest);
        say(`${tag} OK ${command} (Success)`);
        if (command === 'LOGOUT') socket.end();
      }
    }
  });
}

/** Whether a UID is in a set: `1:5,9,12:*`. */
function isIn(set: string, uid: number, last: number): boolean {
  return set.split(',').some((part) => {
    const [from = 0, to = from] = part.split(':').map((edge) => (edge === '*' ? last : Number(edge)));
    return uid >= Math.min(from, to) && uid <= Math.max(from, to);
  });
}

/** What a FETCH gives of a mail; the label of the folder itself is not told. */
function answered(items: string, { raw, labels, id, thread }: GmailMail, uid: number, { label }: Folder): string {
  const quoted = labels.filter((one) => one !== label).map((one) => `"${one.replaceAll('\\', '\\\\')}"`);
  const parts = [`X-GM-MSGID ${id}`, `UID ${uid}`];
  if (items.includes('X-GM-THRID')) parts.push(`X-GM-THRID ${thread}`);
  if (items.includes('X-GM-LABELS')) parts.push(`X-GM-LABELS (${quoted.join(' ')})`);
  if (items.includes('RFC822.SIZE')) parts.push(`RFC822.SIZE ${raw.length}`);
  if (items.includes('INTERNALDATE')) parts.push('INTERNALDATE "02-Mar-2026 09:00:01 +0000"');
  if (items.includes('FLAGS')) parts.push(`FLAGS (${labels.includes('\\Draft') ? '\\Draft' : '\\Seen'})`);
  if (items.includes('BODY.PEEK[]')) parts.push(`BODY[]<0> {${raw.length}}\r\n${raw}`);
  return parts.join(' ');
}
