/** What can be wrong with a contact. */
export interface Problem {
  /** In words: `has no e-mail address`. */
  means: string;
  toDo: string;
  /**
   * The part of what a contact could be recognized by that this takes away, from 0 to 1. An estimate by what weighs most
   * when records are compared: an address of one's own most, then numbers and names, then the rest.
   */
  cost: number;
}

/** Every problem, by its name. */
export const problems = {
  unreachable: {
    means: 'has neither e-mail address nor phone number nor account',
    toDo: 'Find out how to reach it, or let it go: nobody who writes can be recognized as it.',
    cost: 1,
  },
  'shared-id': {
    means: 'has an id that should be its alone and another contact has too',
    toDo: 'Find out whose it is; merge the two if they are one.',
    cost: 0.9,
  },
  'shared-email': {
    means: 'has the e-mail address of a contact of another name',
    toDo: 'Give each person an address of their own; put a mailbox that several read on the organization.',
    cost: 0.8,
  },
  duplicate: {
    means: 'is most likely the same as another contact',
    toDo: 'Look at both and merge them.',
    cost: 0.7,
  },
  'missing-name': { means: 'has no name', toDo: 'Fill the name in.', cost: 0.6 },
  'placeholder-name': { means: 'has a name that names nobody', toDo: 'Fill the true name in.', cost: 0.6 },
  'role-email': {
    means: 'is a person with a mailbox of a role, such as info@',
    toDo: 'Ask for a personal address, or make the contact an organization.',
    cost: 0.5,
  },
  'placeholder-email': {
    means: 'has an e-mail address that was made up to get past a form, or that nobody reads',
    toDo: 'Take it out and ask for a true one.',
    cost: 0.5,
  },
  'malformed-email': { means: 'has an e-mail address that is none', toDo: 'Correct it or take it out.', cost: 0.5 },
  unreadable: { means: 'can not be read whole', toDo: 'Mend it in the CRM as the reason says.', cost: 0.5 },
  'missing-email': {
    means: 'is a person without an e-mail address',
    toDo: 'Ask for it at the next contact.',
    cost: 0.4,
  },
  'malformed-phone': { means: 'has a phone number that is none', toDo: 'Correct it or take it out.', cost: 0.3 },
  'placeholder-phone': { means: 'has a made-up phone number', toDo: 'Take it out.', cost: 0.3 },
  'shared-phone': {
    means: 'has the phone number of a contact of another name',
    toDo: 'Put a number of a switchboard on the organization, and a household’s on each with a note.',
    cost: 0.3,
  },
  'name-against-email': {
    means: 'has an e-mail address that names somebody else',
    toDo: 'Find out whose address it is.',
    cost: 0.3,
  },
  'phone-without-country': {
    means: 'has a phone number of which nobody knows the country',
    toDo: 'Write numbers with + and the country, or fill in the country of the address.',
    cost: 0.2,
  },
  'country-against-phone': {
    means: 'has a phone number of another country than its address',
    toDo: 'Find out which is old.',
    cost: 0.2,
  },
  'future-birth-date': { means: 'is born in the future', toDo: 'Correct the date of birth.', cost: 0.2 },
  'unlikely-birth-date': {
    means: 'has a date of birth that is filled in when none is known, or is over 120 years old',
    toDo: 'Take it out unless it is true.',
    cost: 0.2,
  },
  'malformed-date': { means: 'has a date of birth that is none', toDo: 'Correct it or take it out.', cost: 0.1 },
  'malformed-url': { means: 'has a page that is no address of the web', toDo: 'Correct it or take it out.', cost: 0.1 },
  'unknown-country': {
    means: 'has a country that there is not',
    toDo: 'Write it in full or with two letters.',
    cost: 0.1,
  },
  'placeholder-value': { means: 'has a word that stands for nothing', toDo: 'Empty the field.', cost: 0.1 },
  stale: {
    means: 'was neither changed nor spoken with for 18 months',
    toDo: 'Check it at the next contact; let go of what nobody needs.',
    cost: 0.1,
  },
  'customer-without-deal': {
    means: 'is called a customer and has no deal',
    toDo: 'Correct the lifecycle stage, or enter the deal.',
    cost: 0.05,
  },
} as const satisfies Record<string, Problem>;

export type ProblemName = keyof typeof problems;

/** One thing that is wrong with one contact. */
export interface AuditFinding {
  /** The contact's id in its CRM; the place where one could not be read. */
  contact: string;
  /** `email`, `phone`, `birthDate`… */
  field: string;
  problem: ProblemName;
  /** Of the value as much as is needed to find it: `i…@example.com`, `…0100`; or the other contact's id. */
  hint?: string;
}
