/*
 * Values that stand in identity fields and identify nobody. Data, so that one reads at a glance what is left out;
 * all folded. Values that are merely shared by too many are found in the data itself.
 */

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Written where a value was asked for and none was given. */
export const placeholders: ReadonlySet<string> = new Set([
  ...list(
    '[deleted] [removed] deleted deactivated n/a na n.a. none null nil undefined unknown anonymous anon - -- . ? x xx xxx',
  ),
  ...list('tbd tba todo test testing tester example sample placeholder nobody noname handle.invalid user guest admin'),
  'not available',
  'no name',
  'deleted user',
  'deleted account',
  'first last',
  'first name',
]);

/** Mailboxes that a machine writes from; nobody reads them. */
export const machineMailboxes = list(
  'noreply no-reply no_reply no.reply donotreply do-not-reply do_not_reply mailer-daemon mailerdaemon postmaster bounce bounces notification notifications notify alert alerts automailer robot bot',
);

/** Mailboxes of a role: several people read them, and who changes. They identify an organization at most. */
export const roleMailboxes = list(
  `info information support sales office contact contacts contactus admin administrator help helpdesk service services
  customerservice customer-service billing accounts accounting invoice invoices finance hr jobs careers recruiting press
  media marketing webmaster hostmaster abuse security privacy legal team hello hi mail email enquiries enquiry inquiries
  inquiry reception frontdesk orders order booking bookings reservations feedback newsletter news subscribe unsubscribe
  everyone all staff group members membership secretary clerk mailbox post kontakt buero vertrieb contacto ventas accueil`,
);

/** Locals that people type to get past a form. */
export const fakeLocals = list(
  'none noemail no-email no.email nomail nobody test testing tester example asdf qwerty fake na unknown x xx xxx abc user',
);

/** Domains that never hold a person's mailbox (RFC 2606, RFC 6761 and what forms collect). */
export const fakeDomains = list(
  'test.com test.test none.com noemail.com nomail.com na.com asdf.com fake.com email.invalid handle.invalid',
);

/** Last labels that are never public: the domains of documentation are left in, since fixtures and demos use them. */
export const fakeTopLevels = list('invalid localhost local');

/** Who ignores dots and `+tags` in its mailboxes. */
export const dotlessProviders = list('gmail.com');

/** Two domains of one mailbox. */
export const providerAliases: ReadonlyMap<string, string> = new Map([['googlemail.com', 'gmail.com']]);

/** Parameters of a URL that follow its reader and do not name the page. */
export const trackingParameters = list(
  'fbclid gclid dclid gbraid wbraid msclkid twclid yclid igshid igsh mc_cid mc_eid ref ref_src ref_url source si feature hl lang locale trk originalsubdomain',
);
