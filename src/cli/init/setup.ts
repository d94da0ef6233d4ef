/** What somebody answered, by the names of questions. */
export type Answers = Readonly<Record<string, string>>;

export interface Question {
  name: string;
  /** As it is put to a person. */
  text: string;
  /** It goes into the file of secrets and into no configuration. */
  secret?: true;
  /** Taken when nothing is answered. */
  otherwise?: string;
  /** An example. */
  such?: string;
  /** May stay empty. */
  optional?: true;
  /** What is wrong with an answer, in words. */
  fault?: (answer: string) => string | undefined;
}

/** What signing in needs beside answers. */
export interface SigningIn {
  show: (url: string) => void;
  signal: AbortSignal;
}

/** How one kind of channel or CRM is set up. */
export interface Setup {
  /** The last part of its import: `bluesky`. */
  id: string;
  label: string;
  of: 'channel' | 'crm';
  questions: Question[];
  /** Gets more secrets from a sign-in in the browser, by their names. */
  signIn?: (answers: Answers, tools: SigningIn) => Promise<Record<string, string>>;
  /**
   * The expression that makes it.
   *
   * @param text an answer as a literal; empty where nothing was answered
   * @param secret reads a secret when the app is loaded
   */
  code: (text: (name: string) => string, secret: (name: string) => string) => string;
  /** Optional peers that it needs. */
  peers?: string[];
}
