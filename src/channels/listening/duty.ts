/** What a run of a task is told. */
export interface Turn {
  /** Aborts when it must stop at once: its time or its lease is over. */
  signal: AbortSignal;
  /** Aborts when it shall come to an end: it finishes what it has in hand. */
  ending: AbortSignal;
  /** Whether to begin another page. */
  goOn(): boolean;
  /** Makes a task of the same duty run now. */
  wake(task: string): void;
}

/** One thing that is done again and again. */
export interface Task {
  name: string;
  /** How long after a run began the next is due, in milliseconds. Absent: it runs for as long as a server does. */
  everyMs?: number;
  /** `more`: there is more to do at once. */
  run(turn: Turn): Promise<unknown | { more: boolean }>;
  /** Whether there is a reason to run before its time; asked when a process takes the duty over. */
  isWanted?(): Promise<boolean>;
}

/** Tasks that one process does at a time: all that belongs to a channel, the outbox, the sweeper. */
export interface Duty {
  /** `channel brand`; the name of its lease. */
  name: string;
  tasks: Task[];
}

/** The name of a duty's lease, which whoever does it holds. */
export function dutyLease(duty: string): string {
  return `duty ${duty}`;
}
