#ifndef KW_CLOCK_H
#define KW_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Timer 1 counts 4 us steps and wakes the board only four times a second. */
void clock_init(void);

/* Milliseconds since the start of the firmware; wraps after 49.7 days. */
uint32_t clock_ms(void);

/* True once after every quarter of a second. */
bool clock_take_quarter(void);

/* True when a quarter waits to be taken. For the check before sleeping, with interrupts off. */
bool clock_has_quarter(void);

#endif
