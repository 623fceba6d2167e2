import type { EmptyingNote, EmptyingSummary } from '@kringwijzer/contract';
import { apiPost } from './api.ts';

/** Confirms an emptying, with what is known of it. Throws ApiFailure. */
export const confirmEmptying = (id: string, note: EmptyingNote = {}): Promise<EmptyingSummary> => apiPost(`/emptyings/${id}/confirm`, note);

/** Says that nothing was emptied. Throws ApiFailure. */
export const denyEmptying = (id: string): Promise<EmptyingSummary> => apiPost(`/emptyings/${id}/deny`);
