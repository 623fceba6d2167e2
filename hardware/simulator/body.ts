import { smoothNoiseAt } from './prng.ts';

/** Something a body carries for a part of its stay: set down at `toMs`, or picked up at `fromMs`. */
export interface Carried {
  readonly massG: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** How long setting down or picking up takes. */
  readonly riseMs: number;
}

/** A person, or a person with a cart, on a load receptor. Places are shares of its width and depth, 0..1. */
export interface Body {
  readonly seed: number;
  readonly massG: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Walking at the start and at the end; in between it stands and handles. */
  readonly walkMs: number;
  readonly stepHz: number;
  /** Swing of the ground reaction force in a stride, as a share of the weight. */
  readonly bounce: number;
  /** 1: feet. 2: a cart whose axles come on one after the other. */
  readonly axles: 1 | 2;
  readonly edgeX: number;
  readonly edgeY: number;
  readonly placeX: number;
  readonly placeY: number;
  readonly carried: readonly Carried[];
}

const FOOT_MS = 450;
const AXLE_GAP_MS = 700;
const BEND_MS = 1_600;
const BEND_SHARE = 0.09;
const SWAY_SHARE = 0.006;

/** 0 before, 1 after, smooth between: how far a change of `riseMs` is after `sinceMs`. */
export function risen(sinceMs: number, riseMs: number): number {
  if (sinceMs <= 0) return 0;
  if (sinceMs >= riseMs) return 1;
  const part = sinceMs / riseMs;
  return part * part * (3 - 2 * part);
}

function onReceptor(body: Body, atMs: number): number {
  const on = risen(atMs - body.fromMs, FOOT_MS);
  const off = risen(body.toMs - atMs, FOOT_MS);
  if (body.axles === 1) return Math.min(on, off);
  const secondOn = risen(atMs - body.fromMs - AXLE_GAP_MS, FOOT_MS);
  const secondOff = risen(body.toMs - AXLE_GAP_MS - atMs, FOOT_MS);
  return 0.5 * (Math.min(on, off) + Math.min(secondOn, secondOff));
}

function carriedG(body: Body, atMs: number): number {
  let sum = 0;
  for (const item of body.carried) {
    const got = item.fromMs <= body.fromMs ? 1 : risen(atMs - item.fromMs, item.riseMs);
    const left = item.toMs >= body.toMs ? 0 : risen(atMs - item.toMs, item.riseMs);
    sum += item.massG * (got - left);
  }
  return sum;
}

/** Bending down unweights and then loads: one swing around each moment something is set down or picked up. */
function bending(body: Body, atMs: number): number {
  let sum = 0;
  for (const item of body.carried) {
    const turn = item.toMs < body.toMs ? item.toMs : item.fromMs;
    const since = atMs - turn + BEND_MS / 2;
    if (since > 0 && since < BEND_MS) sum -= BEND_SHARE * Math.sin((2 * Math.PI * since) / BEND_MS);
  }
  return sum;
}

/**
 * Vertical force of a body in gram-force. Walking swings at the step rate and its double (the two humps of the ground
 * reaction force); standing sways by about half a percent.
 */
export function bodyForceG(body: Body, atMs: number): number {
  const share = onReceptor(body, atMs);
  if (share === 0) return 0;
  const sinceMs = atMs - body.fromMs;
  const isWalking = sinceMs < body.walkMs || body.toMs - atMs < body.walkMs;
  const phase = (2 * Math.PI * body.stepHz * sinceMs) / 1_000;
  const dynamic = isWalking
    ? body.bounce * (Math.sin(phase) + 0.4 * Math.sin(2 * phase + 1))
    : SWAY_SHARE * smoothNoiseAt(body.seed, sinceMs / 650) + bending(body, atMs);
  return share * (body.massG + carriedG(body, atMs)) * (1 + dynamic);
}

/** Where a body stands, as shares of the receptor: it walks from the edge to its place and back. */
export function bodyPlace(body: Body, atMs: number): { readonly x: number; readonly y: number } {
  const inward = Math.min(1, Math.min(atMs - body.fromMs, body.toMs - atMs) / Math.max(1, body.walkMs));
  const part = Math.max(0, inward);
  return { x: body.edgeX + (body.placeX - body.edgeX) * part, y: body.edgeY + (body.placeY - body.edgeY) * part };
}
