/** One contact that is to be merged into another, by the CRM's ids. */
export interface PlannedMerge {
  winner: string;
  loser: string;
}

/** What of a plan can not be done as it stands, with the reason. */
export function refusalsOf<Merge extends PlannedMerge>(plan: readonly Merge[]): Map<Merge, string> {
  const winnerOf = new Map<string, string>();
  const refusals = new Map<Merge, string>();
  for (const merge of plan) {
    const { winner, loser } = merge;
    const before = winnerOf.get(loser);
    if (winner === '' || loser === '') refusals.set(merge, 'The line names no two records.');
    else if (winner === loser) refusals.set(merge, 'A record is not merged into itself.');
    else if (before !== undefined)
      refusals.set(merge, `${loser} is merged into ${before} already, by an earlier line.`);
    else winnerOf.set(loser, winner);
  }
  for (const merge of plan) {
    const into = winnerOf.get(merge.winner);
    if (into !== undefined && !refusals.has(merge))
      refusals.set(merge, `${merge.winner} goes itself, into ${into}. Name the record that stays as the winner.`);
  }
  return refusals;
}
