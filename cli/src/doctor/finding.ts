/** What one check found. `cure` is there whenever it is not fine. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'fault';
  readonly message: string;
  readonly cure?: string;
}

/** One thing that can be wrong on this machine; gives undefined when it does not apply here. Never throws for a fault it looks for. */
export interface Check {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<Finding | undefined> | Finding | undefined;
}

/** What is examined: a hub's or a node's folder and addresses. */
export interface Subject {
  readonly dataDir: string;
  /** Address of the hub's pages. */
  readonly hubUrl: string;
  /** Configuration file of a node, when it is one. */
  readonly nodeConfig: string | undefined;
}

export const fine = (check: string, message: string): Finding => ({ check, level: 'ok', message });
export const warning = (check: string, message: string, cure: string): Finding => ({ check, level: 'warning', message, cure });
export const fault = (check: string, message: string, cure: string): Finding => ({ check, level: 'fault', message, cure });
