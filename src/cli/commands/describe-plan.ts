import type { EnrichmentReport } from '../../enrichment/enrichment.js';
import type { EnrichmentPlan, PlannedService } from '../../enrichment/plan.js';

/** What would be asked, for people: a line a service. */
export function describePlan(plan: EnrichmentPlan): string {
  const { contacts, suppressed, optedOut, services, refused } = plan;
  const left = [suppressed > 0 && `${suppressed} suppressed`, optedOut > 0 && `${optedOut} opted out`].filter(Boolean);
  return [
    `${contacts} contacts.${left.length > 0 ? ` Nothing is asked about ${left.join(' and ')}.` : ''}`,
    ...(services.length > 0 ? ['Calls by service, besides those for the accounts and pages that they tell of:'] : []),
    ...services.map(describeService),
    ...Object.entries(refused).map(([network, term]) => `  ${network} is left out by its terms: ${term}`),
    services.length > 0
      ? `In all at least ${duration(plan.hours)}, ${moneyOf(services)}. It can be stopped and run again at any time.`
      : 'Nothing is to be asked: everything is known already.',
  ].join('\n');
}

function describeService({ service, calls, hours, money, source, checkedOn }: PlannedService): string {
  const price = money ? `${money.amount.toFixed(2)} ${money.currency}` : 'no charge';
  return `  ${service}: ${calls} calls, ${duration(hours)}, ${price} (${source}, read on ${checkedOn})`;
}

function moneyOf(services: readonly PlannedService[]): string {
  const sums = new Map<string, number>();
  for (const { money } of services) if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.amount);
  return sums.size === 0
    ? 'no charge'
    : [...sums].map(([currency, sum]) => `${sum.toFixed(2)} ${currency}`).join(' and ');
}

function duration(hours: number): string {
  const minutes = Math.ceil(hours * 60);
  return minutes < 90 ? `${minutes} min` : `${hours.toFixed(1)} h`;
}

/** What was found, and what could not be asked. */
export function describeReport({ linked, forReview, services, unanswered }: EnrichmentReport): string {
  const asked = Object.entries(services).map(([service, { calls }]) => `${service} ${calls}`);
  return [
    `${linked} accounts linked, ${forReview} for review.`,
    asked.length > 0 ? `Calls: ${asked.join(', ')}.` : 'Nothing was asked: everything was known.',
    ...Object.entries(services).flatMap(([service, { failed }]) =>
      Object.entries(failed).map(([code, count]) => `${service}: ${count} look-ups got no answer (${code}).`),
    ),
    ...(unanswered > 0 ? ['Run it again to ask those once more; nothing else is repeated.'] : []),
  ].join('\n');
}
