import { namePrefixes } from '../normalize/name-affixes.js';

const list = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

/** Words that people put around their name in a handle; they say nothing of who it is. */
export const fillers = list(
  `the real official officially its iam im hey ask call mr mrs ms dr prof sir for by of and at to in with vote elect reelect team friends citizens committee
  office campaign news page online live tv now today hq us usa uk eu fan club music photo art writes author phd md jr sr esq cpa law mba ii iii`,
);

/** Words for what somebody is. In a handle they speak for somebody of that title, and against one of another. */
const offices = list(
  `representative rep congressman congresswoman congress senator sen senate governor gov mayor delegate del assembly assemblyman assemblywoman assemblymember asm
  council councilman councilwoman councilmember house state commissioner secretary treasurer attorney judge sheriff chief president director ceo cto cfo founder coach doctor
  lawyer realtor pastor bishop rabbi captain`,
);

/** Offices and titles of address, each once. */
export const officeWords: readonly string[] = [
  ...new Set([...offices, ...[...namePrefixes].filter((text) => text.length > 2 && !fillers.includes(text))]),
];
