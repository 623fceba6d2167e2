import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { OurAnswer, OurTask } from './our-process.ts';

/** How docs/hub.md says the hub runs as a service. */
const AS_SERVICE = ['--max-semi-space-size=4', '--max-old-space-size=192'];

/** Our store in a process of its own. */
export class OurSide {
  private readonly child: ChildProcess;

  constructor() {
    this.child = fork(new URL('our-process.ts', import.meta.url), { execArgv: [...AS_SERVICE, '--import', 'tsx', '--conditions=source'] });
  }

  async run(task: OurTask): Promise<OurAnswer> {
    this.child.send(task);
    const [message] = (await once(this.child, 'message')) as [{ answer?: OurAnswer; error?: string }];
    if (message.answer === undefined) throw new Error(`our side failed at ${task.do}: ${message.error}`);
    return message.answer;
  }

  async end(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    this.child.kill();
    await exited;
  }
}
