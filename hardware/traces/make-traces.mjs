// Makes the committed traces again from their seeds: `npm run build && npm run traces -w @kringwijzer/hardware`.
import { writeFileSync } from 'node:fs';
import { makeTrace, TRACE_SET } from '@kringwijzer/hardware/simulator';

for (const trace of TRACE_SET) {
  const lines = [];
  const truth = [];
  makeTrace(
    trace,
    (line) => lines.push(line),
    (line) => truth.push(line),
  );
  writeFileSync(new URL(`${trace.name}.jsonl`, import.meta.url), `${lines.join('\n')}\n`);
  writeFileSync(new URL(`${trace.name}.truth.jsonl`, import.meta.url), `${truth.join('\n')}${truth.length > 0 ? '\n' : ''}`);
}
