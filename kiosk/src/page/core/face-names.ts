import type { OpinionFace } from '@kringwijzer/contract';

/** The faces in the order they stand on the screen: the contract's own, without pulling its schemas into the page. */
export const OPINION_FACE_NAMES = ['very_happy', 'happy', 'unhappy', 'very_unhappy'] as const satisfies readonly OpinionFace[];
