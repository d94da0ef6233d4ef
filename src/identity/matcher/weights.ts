/**
 * How likely a level is when two records are one (`m`) and when they are two (`u`). Its weight is log2(m / u).
 */
export interface Likelihood {
  m: number;
  u: number;
  /**
   * Set where `u` counts the few others who share a thing that is meant to be one's own: it is a number of people, so
   * it
   * falls as the population grows. `u` is given for {@link population}.
   */
  shared?: true;
  /** Set where the comparison chose what agrees best, so that chance has no say: `u` is 1 and never learned. */
  chosen?: true;
}

/** How many people the fixed weights are made for: one in so many is the right one before anything was compared. */
export const population = 10_000;

/**
 * The fixed weights: by field, then by level. They were set by hand from what is usual in lists of customers and in
 * the public test
 * sets, rounded, and are priors: `dedupe` learns from the data how often each level is seen.
 */
export const weights = {
  given: {
    exact: { m: 0.65, u: 0.008 },
    nickname: { m: 0.08, u: 0.002 },
    middle: { m: 0.03, u: 0.002 },
    initial: { m: 0.04, u: 0.06 },
    close: { m: 0.1, u: 0.004 },
    near: { m: 0.03, u: 0.03 },
    different: { m: 0.03, u: 0.894 },
  },
  family: {
    exact: { m: 0.75, u: 0.001 },
    part: { m: 0.04, u: 0.001 },
    close: { m: 0.1, u: 0.002 },
    near: { m: 0.03, u: 0.02 },
    initial: { m: 0.02, u: 0.06 },
    different: { m: 0.06, u: 0.916 },
  },
  /** Whether the names agree as they stand or with given and family name in each other's place. */
  order: { straight: { m: 0.98, u: 1, chosen: true }, swapped: { m: 0.02, u: 1, chosen: true } },
  'organization-name': {
    exact: { m: 0.6, u: 0.0002 },
    acronym: { m: 0.05, u: 0.0005 },
    close: { m: 0.2, u: 0.001 },
    overlap: { m: 0.1, u: 0.03 },
    different: { m: 0.05, u: 0.968 },
  },
  'birth-date': {
    exact: { m: 0.75, u: 0.0001 },
    swapped: { m: 0.02, u: 0.0003 },
    slip: { m: 0.1, u: 0.003 },
    'two-parts': { m: 0.06, u: 0.012 },
    'two-slips': { m: 0.03, u: 0.012 },
    different: { m: 0.02, u: 0.973 },
  },
  email: {
    exact: { m: 0.5, u: 0.000_001, shared: true },
    close: { m: 0.08, u: 0.000_02 },
    'same-local': { m: 0.08, u: 0.0002 },
    near: { m: 0.04, u: 0.002 },
    different: { m: 0.3, u: 0.998 },
  },
  phone: {
    exact: { m: 0.6, u: 0.000_02, shared: true },
    ending: { m: 0.05, u: 0.000_005, shared: true },
    slip: { m: 0.03, u: 0.0002 },
    different: { m: 0.32, u: 0.999 },
  },
  address: {
    same: { m: 0.45, u: 0.000_1, shared: true },
    street: { m: 0.12, u: 0.0005 },
    'postal-code': { m: 0.1, u: 0.001 },
    city: { m: 0.15, u: 0.02 },
    'like-city': { m: 0.03, u: 0.01 },
    region: { m: 0.05, u: 0.08 },
    different: { m: 0.1, u: 0.89 },
  },
  location: { same: { m: 0.35, u: 0.02 }, different: { m: 0.65, u: 0.98 } },
  organization: {
    exact: { m: 0.35, u: 0.003 },
    close: { m: 0.15, u: 0.005 },
    different: { m: 0.5, u: 0.99 },
  },
  title: { same: { m: 0.3, u: 0.05 }, overlap: { m: 0.2, u: 0.1 }, different: { m: 0.5, u: 0.85 } },
  bio: { 'names-organization': { m: 0.2, u: 0.004 }, 'names-title': { m: 0.2, u: 0.05 } },
  url: { 'same-page': { m: 0.5, u: 0.000_005, shared: true }, 'same-site': { m: 0.2, u: 0.001 } },
  /** An account that one record is or lists and the other is or lists too. */
  account: { same: { m: 0.9, u: 0.000_000_1, shared: true }, different: { m: 0.3, u: 1 } },
  /** A stable id of a kind that kenning knows nothing else about. */
  identifier: {
    exact: { m: 0.85, u: 0.000_000_5, shared: true },
    close: { m: 0.1, u: 0.000_02 },
    different: { m: 0.05, u: 1 },
  },
  /** The next four say how rare what agrees is by themselves; only what speaks against stands here. */
  handle: { same: { m: 1, u: 1 } },
  'handle-against-name': {
    full: { m: 1, u: 1 },
    initial: { m: 1, u: 1 },
    family: { m: 1, u: 1 },
    given: { m: 1, u: 1 },
    different: { m: 0.15, u: 0.97 },
  },
  'email-against-name': {
    full: { m: 1, u: 1 },
    initial: { m: 1, u: 1 },
    family: { m: 1, u: 1 },
    given: { m: 1, u: 1 },
  },
  'email-against-handle': { same: { m: 1, u: 1 } },
} as const satisfies Record<string, Record<string, Likelihood>>;

export type Field = keyof typeof weights;

/** Fields that hang together: of one group only the part that says most in favor counts. */
export const groups: Readonly<Partial<Record<Field, { group: string; part: string }>>> = {
  given: { group: 'called', part: 'name' },
  family: { group: 'called', part: 'name' },
  order: { group: 'called', part: 'name' },
  handle: { group: 'called', part: 'handle' },
  'handle-against-name': { group: 'called', part: 'handle-against-name' },
  'email-against-name': { group: 'called', part: 'email-against-name' },
  'email-against-handle': { group: 'called', part: 'email-against-handle' },
  phone: { group: 'home', part: 'phone' },
  address: { group: 'home', part: 'address' },
  location: { group: 'home', part: 'location' },
  organization: { group: 'work', part: 'work' },
  title: { group: 'work', part: 'work' },
  bio: { group: 'work', part: 'bio' },
};
