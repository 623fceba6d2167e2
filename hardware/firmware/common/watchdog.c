#include "watchdog.h"

#include <avr/io.h>
#include <avr/wdt.h>
#include <stdint.h>

/* Not cleared by the C start-up code, because it is written before that code runs. */
static uint8_t reset_cause __attribute__((section(".noinit")));
static bool starved;

/*
 * After a watchdog reset the ATmega328P keeps the watchdog on at its shortest time, 16 ms (datasheet, "Watchdog Timer").
 * So it is switched off before main(): otherwise the board would reset for ever while it starts.
 */
void watchdog_after_reset(void) __attribute__((naked, used, section(".init3")));
void watchdog_after_reset(void) {
  reset_cause = MCUSR;
  MCUSR = 0;
  wdt_disable();
}

void watchdog_start(void) { wdt_enable(WDTO_1S); }

void watchdog_feed(void) {
  if (!starved) wdt_reset();
}

void watchdog_starve(void) { starved = true; }

bool watchdog_caused_reset(void) { return reset_cause & _BV(WDRF); }
