import type { DeviceLive } from '@kringwijzer/contract';
import { computed, type ReadonlySignal, useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { signal } from '@preact/signals';
import type { Trace } from '../parts/line-chart.tsx';
import type { DeviceRef } from './command.ts';
import { live } from './live.ts';
import { route } from './route.ts';

const TRACE_MS = 60_000;

/** The device the address names, and its live picture when the hub knows it. */
export interface OpenDevice {
  readonly to: DeviceRef;
  readonly device: DeviceLive | undefined;
}

/** The device of the page that is open. */
export const openDevice: ReadonlySignal<OpenDevice | undefined> = computed(() => {
  const current = route.value;
  if (!('node' in current)) return undefined;
  const { node, device: id } = current;
  const device = live.data.value?.snapshot.devices.find((other) => other.node === node && other.meta.id === id);
  return { to: { node, device: id }, device };
});

/** The last minute of a value of the open device, as it comes in; `valueOf` picks the value. */
export function useTrace(valueOf: (device: DeviceLive) => number | undefined): ReadonlySignal<Trace> {
  const trace = useMemo(() => signal<Trace>({ atMs: [], values: [] }), []);
  const device = useComputed(() => openDevice.value?.device);
  const current = device.value;
  const at = current?.state?.value.at;
  useEffect(() => {
    const value = current === undefined ? undefined : valueOf(current);
    if (at === undefined || value === undefined) return;
    const { atMs, values } = trace.value;
    const last = atMs.at(-1);
    if (last !== undefined && at <= last) return;
    const from = atMs.findIndex((other) => other > at - TRACE_MS);
    const kept = from === -1 ? atMs.length : from;
    trace.value = { atMs: [...atMs.slice(kept), at], values: [...values.slice(kept), value] };
  }, [at]);
  return trace;
}
