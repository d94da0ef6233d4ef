import { describe, expect, it } from 'vitest';
import type { RoutingFacts } from '../../../src/channels/casework/routing/routing-facts.js';
import { type RoutingRule, routesOf, routingRules } from '../../../src/channels/casework/routing/routing-rule.js';

const facts = (more: Partial<RoutingFacts> = {}): RoutingFacts => ({
  network: 'bluesky',
  kind: 'post',
  channel: ['brand'],
  query: [],
  intent: [],
  topic: [],
  known: false,
  ...more,
});

const rules: RoutingRule[] = [
  {
    name: 'influencers',
    to: 'service',
    when: { intent: 'complaint', followers: { atLeast: 10_000 } },
    priority: 'urgent',
  },
  { name: 'complaints', to: 'service', when: { intent: ['complaint', 'churn risk'] } },
  {
    name: 'buyers',
    to: 'sales',
    when: { intent: 'purchase intent', not: { standing: 'competitor' } },
    priority: 'high',
  },
  { name: 'wishes', to: 'product', when: { any: [{ intent: 'feature request' }, { query: 'wishes' }] } },
  { name: 'praise', to: 'marketing', when: { sentiment: 'positive', followers: { atLeast: 100 } } },
];

describe('routes', () => {
  it('gives every team what concerns it, and the first rule of a team counts', () => {
    const routes = routesOf(rules, facts({ intent: ['complaint', 'feature request'], followers: 20_000 }));
    expect(routes).toEqual([
      {
        to: 'service',
        rule: 'influencers',
        case: 'urgent',
        reasons: [
          { fact: 'intent', value: 'complaint' },
          { fact: 'followers', value: 20_000 },
        ],
      },
      { to: 'product', rule: 'wishes', reasons: [{ fact: 'intent', value: 'feature request' }] },
    ]);
  });

  it('takes what is not known as not so', () => {
    expect(routesOf(rules, facts({ intent: ['complaint'] }))).toMatchObject([{ rule: 'complaints', case: 'normal' }]);
    expect(routesOf(rules, facts({ sentiment: 'positive' }))).toEqual([]);
    expect(routesOf(rules, facts({ intent: ['purchase intent'], standing: 'competitor' }))).toEqual([]);
    expect(routesOf(rules, facts({ intent: ['purchase intent'] }))).toMatchObject([{ to: 'sales', case: 'high' }]);
  });

  it('opens a case for who answers, unless a rule says otherwise', () => {
    const when = { known: true };
    const [own] = routesOf([{ name: 'a', to: 'lawyers', when, case: true }], facts({ known: true }));
    expect(own).toEqual({ to: 'lawyers', rule: 'a', case: 'normal', reasons: [{ fact: 'known', value: true }] });
    expect(routesOf([{ name: 'a', to: 'sales', when, case: false }], facts({ known: true }))[0]).not.toHaveProperty(
      'case',
    );
  });

  it('bounds belong to what they bound', () => {
    const rule = (when: RoutingRule['when']) =>
      routesOf([{ name: 'a', to: 'service', when }], facts({ rating: 0.4, value: 10 }));
    expect(rule({ rating: { atMost: 0.4 } })).toHaveLength(1);
    expect(rule({ rating: { atMost: 0.39 } })).toHaveLength(0);
    expect(rule({ value: { atLeast: 10, atMost: 10 } })).toHaveLength(1);
  });
});

it('refuses rules that say nothing clear', () => {
  const when = { intent: 'complaint' };
  const rule = { name: 'a', to: 'service', when };
  for (const bad of [
    [{ ...rule, when: { mood: 'bad' } }],
    [{ ...rule, when: { followers: {} } }],
    [{ ...rule, to: '' }],
    [{ ...rule, priority: 'soon' }],
    [rule, { ...rule, when: { sentiment: 'negative' } }],
  ])
    expect(routingRules.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
  expect(routingRules.safeParse(rules).success).toBe(true);
});
