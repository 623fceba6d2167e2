#ifndef KW_WATCHDOG_H
#define KW_WATCHDOG_H

#include <stdbool.h>

/* Starts the watchdog at 1 s. The main loop must call watchdog_feed() more often than that. */
void watchdog_start(void);

/* Feeds the watchdog, unless watchdog_starve() was called. */
void watchdog_feed(void);

/* Stops the feeding on purpose, so that the watchdog itself can be tested in the field. */
void watchdog_starve(void);

/* True when the last reset was made by the watchdog. A bootloader that clears MCUSR hides it. */
bool watchdog_caused_reset(void);

#endif
