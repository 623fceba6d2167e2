/** Largest MQTT payload the contract allows, in bytes. */
export const PAYLOAD_MAX_BYTES = 64 * 1024;

/** Fewest milliseconds between two `state` messages of one device (4 a second). */
export const STATE_MIN_INTERVAL_MS = 250;

/** A value older than this is shown as stale. */
export const STALE_AFTER_MS = 120_000;

/** Smallest deposit the kiosk speaks of, in grams. */
export const KIOSK_DEPOSIT_MIN_G = 500;

/** Smallest confidence of a deposit the kiosk speaks of, 0..1. */
export const KIOSK_DEPOSIT_MIN_CONFIDENCE = 0.6;
