import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dovecot } from './dovecot.js';
import { freePort } from './free-port.js';

const program = '/usr/sbin/postfix';
const daemons = '/usr/lib/postfix/sbin';

export interface Postfix {
  /** Submission with STARTTLS (RFC 6409). */
  port: number;
  /** Submission that is encrypted from the first byte (RFC 8314). */
  securePort: number;
  stop(): void;
}

/** Why no Postfix can be started here; undefined when one can. */
export function whyNoPostfix(): string | undefined {
  if (!existsSync(program)) return 'postfix is not installed';
  if (!existsSync('/usr/lib/dovecot/lmtp')) return 'dovecot-lmtpd is not installed';
  return process.getuid?.() === 0 ? undefined : 'Postfix is started as root';
}

/**
 * Starts a Postfix of its own on loopback. It takes mail from those whom Dovecot lets in and hands what goes to
 * `example.com` and `shop.example` to Dovecot. `refused@` is refused at once, and what goes to `bounce.example` comes back.
 */
export async function startPostfix(dovecot: Dovecot): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-postfix-'));
  chmodSync(folder, 0o755);
  const [port, securePort, refusingPort] = [await freePort(), await freePort(), await freePort()];
  for (const name of ['queue', 'data']) mkdirSync(join(folder, name));
  execFileSync('chown', ['postfix', join(folder, 'data')]);
  writeFileSync(join(folder, 'access'), '/^refused@/ 550 5.1.1 There is nobody of that name\n');
  writeFileSync(
    join(folder, 'main.cf'),
    `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
daemon_directory = ${daemons}
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/log
myhostname = mail.example.com
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
smtp_host_lookup = native
virtual_mailbox_domains = example.com shop.example
virtual_transport = lmtp:inet:127.0.0.1:${dovecot.lmtpPort}
transport_maps = inline:{bounce.example=smtp:[127.0.0.1]:${refusingPort}}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${dovecot.authPort}
smtpd_tls_cert_file = ${dovecot.certificateFile}
smtpd_tls_key_file = ${dovecot.keyFile}
smtpd_tls_security_level = may
smtpd_delay_reject = yes
smtpd_recipient_restrictions = check_recipient_access regexp:${folder}/access
smtpd_relay_restrictions = permit_sasl_authenticated, reject
`,
  );
  const refusing = '-o smtpd_relay_restrictions=reject -o smtpd_recipient_restrictions=reject';
  writeFileSync(
    join(folder, 'master.cf'),
    `
${port} inet n - n - - smtpd
${securePort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
${refusingPort} inet n - n - - smtpd ${refusing}
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`,
  );
  const command = (verb: string) => execFileSync(program, ['-c', folder, verb], { stdio: 'ignore' });
  command('start');
  return {
    port,
    securePort,
    stop() {
      command('stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
