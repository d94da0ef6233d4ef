/** What stands before a name and is none. Titles that are names as well (Don, Judge, Major) are left alone. */
export const namePrefixes: ReadonlySet<string> = new Set(
  (
    'mr mrs ms miss mx dr prof professor sir rev reverend fr hon honorable herr frau dipl ing ' +
    'monsieur madame mme mlle sr sra srta capt captain col colonel gen lt maj sgt rabbi imam'
  ).split(' '),
);

/** What stands after a name and is none: generations, degrees, orders. */
export const nameSuffixes: ReadonlySet<string> = new Set(
  'jr sr junior senior ii iii iv phd md dds dmd esq cpa mba msc bsc ma ba jd llm llb rn np pa lcsw pe pmp cfa mph edd dvm do obe mbe cbe kbe ret usn usmc usaf'.split(
    ' ',
  ),
);

/** Small words that belong to the family name behind them. */
export const familyParticles: ReadonlySet<string> = new Set(
  'de del dela della der den di da das do dos du van von vom zu zur la le el al bin ibn ben st saint ter ten af av mac o'.split(
    ' ',
  ),
);
