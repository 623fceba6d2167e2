import type { BenchTable } from '../bench-report.ts';
import type { DataShape } from './bench-data.ts';
import type { InfluxPeer } from './influx-peer.ts';
import { medianOf, round3 } from './median.ts';
import type { OurSide } from './our-side.ts';
import { questionsOf, sameAnswer } from './questions.ts';

interface QueryOptions {
  readonly ours: OurSide;
  readonly peer: InfluxPeer | undefined;
  readonly shape: DataShape;
  readonly rounds: number;
}

/** Each question to both in turns; the answers must be equal. */
export async function queryRounds({
  ours,
  peer,
  shape,
  rounds,
}: QueryOptions): Promise<{ figures: Record<string, number>; table: BenchTable }> {
  const figures: Record<string, number> = {};
  const rows = [['question', 'ours ms', 'influxd ms', 'x', 'equal']];
  let unequal = 0;
  for (const question of questionsOf(shape)) {
    const ourMs: number[] = [];
    const theirMs: number[] = [];
    let isEqual = true;
    // One round that is not counted: both sides have their code and pages warm.
    await ours.run({ do: 'ask', question: question.ours });
    if (peer !== undefined && rounds > 2) await question.influx(peer);
    for (let round = 0; round < rounds; round += 1) {
      const mine = await ours.run({ do: 'ask', question: question.ours });
      ourMs.push(mine.ms);
      if (peer === undefined) continue;
      const startedAt = performance.now();
      const theirs = await question.influx(peer);
      theirMs.push(performance.now() - startedAt);
      isEqual &&= sameAnswer(mine.checksum, theirs);
    }
    const our = medianOf(ourMs);
    figures[`${question.name}_ms`] = round3(our);
    if (peer === undefined) continue;
    const their = medianOf(theirMs);
    if (!isEqual) unequal += 1;
    figures[`${question.name}_x`] = round3(their / our);
    rows.push([question.name, String(round3(our)), String(round3(their)), String(round3(their / our)), isEqual ? 'yes' : 'NO']);
  }
  if (peer !== undefined) figures.answers_unequal = unequal;
  return { figures, table: { title: 'Questions, median of interleaved rounds', rows } };
}
