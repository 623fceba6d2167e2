import type { EmptyingNote, EmptyingSummary } from '@kringwijzer/contract';
import { kgOf } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import save from 'lucide-static/icons/check.svg?raw';
import close from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { parsePercent } from '../core/emptyings.ts';
import { parseMassKg } from '../core/mass-input.ts';
import { confirmEmptying } from '../data/emptyings.ts';
import { createTask } from '../data/task.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Failure } from './failure.tsx';
import { TextField, textIn } from './text-field.tsx';

/** No truck carries more than a hundred tonnes. */
const MOST_G = 100_000_000;

type WrongWord = 'emptyings.rejectWrong' | 'emptyings.ticketWrong' | 'emptyings.massWrong';
type Wrong = 'percent' | 'ticket' | 'mass';

/** What is known of an emptying: who took it, how much was not fit, and the ticket of the weighbridge. */
export function EmptyingForm(props: {
  readonly emptying: EmptyingSummary;
  readonly partners: readonly string[];
  readonly onDone: () => void;
}): JSX.Element {
  const t = i18n.t.value;
  const { emptying, partners, onDone } = props;
  const start = startOf(emptying.note ?? {});
  const wrongOf = (field: Wrong, words: WrongWord): string | undefined => (wrong.value === field ? t(words) : undefined);
  const wrong = useSignal<Wrong | undefined>(undefined);
  const task = useMemo(() => createTask(confirmEmptying), [emptying.id]);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const read = readForm(new FormData(event.currentTarget as HTMLFormElement));
    wrong.value = read.wrong;
    if (read.wrong === undefined)
      void task.run(emptying.id, read.note).then((done) => {
        if (done) onDone();
      });
  };
  return (
    <form class="form" onSubmit={submit}>
      <Failure status={task.status.value} />
      <TextField id="partner" label={t('emptyings.partner')} value={start.partner} offers={partners} />
      <TextField
        id="reject"
        label={t('emptyings.reject')}
        hint={t('emptyings.rejectHint')}
        value={start.reject}
        inputMode="numeric"
        wrong={wrongOf('percent', 'emptyings.rejectWrong')}
      />
      <TextField
        id="ticket"
        label={t('emptyings.ticket')}
        value={start.ticket}
        maxLength={64}
        wrong={wrongOf('ticket', 'emptyings.ticketWrong')}
      />
      <TextField
        id="ticket-mass"
        label={t('emptyings.ticketMass')}
        value={start.ticketMass}
        inputMode="decimal"
        wrong={wrongOf('mass', 'emptyings.massWrong')}
      />
      <TextField id="remark" label={t('emptyings.remark')} value={start.remark} maxLength={300} />
      <div class="links">
        <Button type="submit" kind="primary" svg={save} label={t('emptyings.save')} busy={task.status.value.state === 'busy'} />
        <Button svg={close} label={t('emptyings.close')} onClick={onDone} />
      </div>
    </form>
  );
}

/** What stands in the fields at first. */
const startOf = ({ partner = '', rejectPercent, ticket, remark = '' }: EmptyingNote) => ({
  partner,
  remark,
  reject: rejectPercent === undefined ? '' : String(rejectPercent),
  ticket: ticket?.number ?? '',
  ticketMass: ticket === undefined ? '' : String(kgOf(ticket.netG)).replace('.', ','),
});

type Read = { readonly note: EmptyingNote; readonly wrong?: undefined } | { readonly wrong: Wrong };

function readForm(form: FormData): Read {
  const [partner, reject, remark] = [textIn(form, 'partner'), textIn(form, 'reject'), textIn(form, 'remark')];
  const rejectPercent = parsePercent(reject);
  if (reject !== '' && rejectPercent === undefined) return { wrong: 'percent' };
  const [number, mass] = [textIn(form, 'ticket'), textIn(form, 'ticket-mass')];
  const netG = parseMassKg(mass, MOST_G);
  if (mass !== '' && netG === undefined) return { wrong: 'mass' };
  if ((number === '') !== (netG === undefined)) return { wrong: number === '' ? 'ticket' : 'mass' };
  return {
    note: {
      ...(partner !== '' && { partner }),
      ...(rejectPercent !== undefined && { rejectPercent }),
      ...(netG !== undefined && { ticket: { number, netG } }),
      ...(remark !== '' && { remark }),
    },
  };
}
