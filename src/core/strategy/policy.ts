import type { Context } from '../context.js';
import { KenningError } from '../errors.js';
import { type Playbook, type Policy, playbook as playbookSchema, policy as policySchema } from '../model/strategy.js';
import type { Store, StoreReader } from '../store/store.js';
import { checked } from './check.js';
import { changeSetting, settingOf } from './settings.js';

const mostPlaybooks = 1000;

/** Keeps what an app allows itself beyond the networks' terms. */
export async function setPolicy(
  store: Store,
  context: Context,
  options: { policy: Policy; by: string },
): Promise<void> {
  const data = checked(policySchema, options.policy, 'policy');
  await changeSetting<Policy>(store, context, { setting: 'policy', by: options.by, change: () => data });
}

/** The policy that is kept; without one a person approves by sending. */
export async function policyOf(store: StoreReader): Promise<Policy> {
  return (await settingOf<Policy>(store, 'policy')) ?? { approvals: 0 };
}

/** Keeps what a machine may answer by itself once the stage is `run`; one of the same name is replaced. */
export async function declarePlaybook(
  store: Store,
  context: Context,
  options: { playbook: Playbook; by: string },
): Promise<void> {
  const declared = checked(playbookSchema, options.playbook, 'playbook');
  await changeSetting<Playbook[]>(store, context, {
    setting: 'playbooks',
    by: options.by,
    change: (old = []) => {
      const others = old.filter(({ name }) => name !== declared.name);
      if (others.length >= mostPlaybooks)
        throw new KenningError('too-large', `There are ${mostPlaybooks} playbooks already; drop one first.`);
      return [...others, declared];
    },
  });
}

/** Takes a playbook back. */
export async function dropPlaybook(
  store: Store,
  context: Context,
  options: { name: string; by: string },
): Promise<void> {
  await changeSetting<Playbook[]>(store, context, {
    setting: 'playbooks',
    by: options.by,
    change: (old = []) => old.filter(({ name }) => name !== options.name),
  });
}

export async function playbooks(store: StoreReader): Promise<Playbook[]> {
  return (await settingOf<Playbook[]>(store, 'playbooks')) ?? [];
}
