#include "clock.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#define STEPS_PER_MS 250 /* 16 MHz / 64 */
#define QUARTER_MS 250
#define TOP (STEPS_PER_MS * (uint16_t)QUARTER_MS - 1)

static volatile uint32_t quarters_ms;
static volatile bool quarter;

void clock_init(void) {
  OCR1A = TOP;
  TIMSK1 = _BV(OCIE1A);
  TCCR1B = _BV(WGM12) | _BV(CS11) | _BV(CS10);
}

ISR(TIMER1_COMPA_vect) {
  quarters_ms += QUARTER_MS;
  quarter = true;
}

uint32_t clock_ms(void) {
  uint32_t base;
  uint16_t steps;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    base = quarters_ms;
    steps = TCNT1;
    /* The counter has wrapped but its interrupt has not run yet. */
    if ((TIFR1 & _BV(OCF1A)) && steps < TOP / 2) base += QUARTER_MS;
  }
  return base + steps / STEPS_PER_MS;
}

bool clock_has_quarter(void) { return quarter; }

bool clock_take_quarter(void) {
  if (!quarter) return false;
  quarter = false;
  return true;
}
