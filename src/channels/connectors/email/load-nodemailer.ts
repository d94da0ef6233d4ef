import { KenningError } from '../../../core/errors.js';

/** Loads the library that writes and sends mail when it is first needed; apps that only read need not install it. */
export async function loadNodemailer() {
  try {
    const [composer, connection, token] = await Promise.all([
      import('nodemailer/lib/mail-composer'),
      import('nodemailer/lib/smtp-connection'),
      import('nodemailer/lib/xoauth2'),
    ]);
    return { MailComposer: composer.default, Connection: connection.default, Token: token.default };
  } catch (cause) {
    throw new KenningError('unsupported', 'Sending mail needs the package nodemailer: npm install nodemailer@10', {
      cause,
    });
  }
}
