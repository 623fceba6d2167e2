import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * Ends a detached child and every process of its group at once. SIGKILL, because a stopped (SIGSTOP) helper hears nothing else
 * and a browser with a fresh profile has nothing to save. Idempotent.
 */
export async function endGroup(child: ChildProcess): Promise<void> {
  const gone = child.exitCode !== null || child.signalCode !== null;
  const exit = gone ? undefined : once(child, 'exit');
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the group is gone already.
  }
  if (child.pid !== undefined) await exit;
}
