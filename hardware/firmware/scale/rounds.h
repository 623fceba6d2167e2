#ifndef KW_ROUNDS_H
#define KW_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

/* Conversion rounds: one line for all channels, and the health of each amplifier. */
void rounds_init(void);

/* Reads a round when every amplifier that is not missing is ready. */
void rounds_poll(void);

/* Looks for missing amplifiers; called four times a second. */
void rounds_check(void);

/* True when rounds_poll() has something to do. For the check before sleeping, with interrupts off. */
bool rounds_due(void);

void rounds_set_channels(uint8_t channels);
uint8_t rounds_channels(void);

/* 25, 26 or 27 pulses; the conversion that was already under way with the old gain is dropped. */
void rounds_set_gain(uint8_t pulses);
uint8_t rounds_gain(void);

void rounds_power(bool on);

#endif
