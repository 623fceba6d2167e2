import type { App, Session, WebContents } from 'electron/main';

/** What a rule may hold on to. */
interface RuleContext {
  readonly app: Pick<App, 'on'>;
  readonly session: Session;
  readonly contents: WebContents;
  /** The only page this window may show; the failure page has its own scheme. */
  readonly pageUrl: string;
  /** Told once for each thing refused, so that a probing visitor leaves a trace. */
  readonly refused: (rule: string, what: string) => void;
}

/** One lock of the shell: a name, why it exists, and how it is put on. */
export interface ShellRule {
  readonly name: string;
  /** The chapter of Electron's own security guide that asks for it, or the platform's page on the feature. */
  readonly chapter: string;
  readonly apply: (context: RuleContext) => void;
}

/** Electron's security guide; the anchors are its numbered recommendations. */
export const SECURITY_GUIDE = 'https://www.electronjs.org/docs/latest/tutorial/security';
