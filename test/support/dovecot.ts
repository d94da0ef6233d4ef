import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

const program = '/usr/sbin/dovecot';

export interface Dovecot {
  port: number;
  securePort: number;
  /** The certificate that the encrypted port shows; no authority stands behind it. */
  certificate: string;
  certificateFile: string;
  keyFile: string;
  /** Where mail is handed in for delivery (LMTP). */
  lmtpPort: number;
  /** Where a mail server asks whom to let in (SASL). */
  authPort: number;
  stop(): void;
}

/** Why no Dovecot can be started here; undefined when one can. */
export function whyNoDovecot(): string | undefined {
  if (!existsSync(program)) return 'dovecot-imapd is not installed';
  return process.getuid?.() === 0 ? undefined : 'Dovecot is started as root';
}

/**
 * Starts a Dovecot of its own on loopback. Every user has the password `correct-horse`, and every token that the local
 * introspection server calls active.
 */
export async function startDovecot(introspectionUrl: string): Promise<Dovecot> {
  // Between finding a free port and using it, another test may take it.
  for (let tries = 1; tries < 3; tries += 1)
    try {
      return await startOnFreePorts(introspectionUrl);
    } catch (error) {
      console.warn(`Dovecot did not start and is tried again: ${String(error)}`);
    }
  return startOnFreePorts(introspectionUrl);
}

async function startOnFreePorts(introspectionUrl: string): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-dovecot-'));
  const port = await freePort();
  const securePort = await freePort();
  const lmtpPort = await freePort();
  const authPort = await freePort();
  const lmtp = existsSync('/usr/lib/dovecot/lmtp');
  const id = (flag: string) => Number(execFileSync('id', [flag, 'dovecot'], { encoding: 'utf8' }));
  mkdirSync(join(folder, 'mail'));
  for (const path of [folder, join(folder, 'mail')]) chownSync(path, id('-u'), id('-g'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate];
  execFileSync('openssl', [...request, ...subject], { stdio: 'ignore' });
  writeFileSync(
    join(folder, 'oauth.conf'),
    `introspection_mode = post\nintrospection_url = ${introspectionUrl}\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n`,
  );
  const config = join(folder, 'dovecot.conf');
  writeFileSync(
    config,
    `
protocols = imap${lmtp ? ' lmtp' : ''}
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = yes
ssl_cert = <${certificate}
ssl_key = <${key}
disable_plaintext_auth = no
auth_mechanisms = plain login oauthbearer xoauth2
auth_failure_delay = 0
first_valid_uid = 1
default_internal_user = dovecot
default_login_user = dovecot
default_internal_group = dovecot
mail_max_userip_connections = 50
mailbox_idle_check_interval = 1 secs
mail_location = maildir:${folder}/mail/%u
mail_home = ${folder}/mail/%u
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${securePort}
  }
}
${lmtp ? `service lmtp {\n  inet_listener lmtp {\n    port = ${lmtpPort}\n  }\n}` : ''}
# No address is made to wait for what it got wrong before.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  inet_listener {
    port = ${authPort}
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth.conf
}
passdb {
  driver = static
  mechanisms = plain login
  args = password=correct-horse
}
userdb {
  driver = static
  args = uid=dovecot gid=dovecot allow_all_users=yes home=${folder}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Archive {
    auto = create
    special_use = \\Archive
  }
}
`,
  );
  // Not piped: the server would hold the pipe open.
  execFileSync(program, ['-c', config], { stdio: 'ignore' });
  return {
    port,
    securePort,
    certificate: readFileSync(certificate, 'utf8'),
    certificateFile: certificate,
    keyFile: key,
    lmtpPort,
    authPort,
    stop() {
      execFileSync('/usr/bin/doveadm', ['-c', config, 'stop'], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
