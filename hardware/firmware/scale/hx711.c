#include "hx711.h"

#include <avr/interrupt.h>
#include <util/atomic.h>
#include <util/delay.h>

#define DATA_BITS 24

/* Lines that stayed low after a read: shorted or half clocked, not "ready". */
static volatile uint8_t held_low;

void hx711_init(void) {
  SCK_DDR |= _BV(PIN_SCK);
  DOUT_PORT |= DOUT_MASK; /* pull-ups: a cut wire reads high, which means "not ready" */
  hx711_power_down();
  _delay_us(100);
  hx711_power_up();
  PCMSK2 = DOUT_MASK;
  PCICR = _BV(PCIE2);
}

void hx711_power_down(void) { SCK_PORT |= _BV(PIN_SCK); }

void hx711_power_up(void) {
  SCK_PORT &= ~_BV(PIN_SCK);
  held_low = 0;
}

/* Only wakes the main loop, which looks at the lines itself. */
ISR(PCINT2_vect) { held_low &= ~DOUT_PIN; }

uint8_t hx711_ready(void) { return (uint8_t)(~DOUT_PIN & DOUT_MASK & ~held_low) >> DOUT_SHIFT; }

void hx711_retry(void) { held_low = 0; }

/* One pulse. An interrupt in the high half could stretch it over 60 us and switch the amplifiers off. */
static inline uint8_t pulse(void) {
  uint8_t lines;
  ATOMIC_BLOCK(ATOMIC_FORCEON) {
    SCK_PORT |= _BV(PIN_SCK);
    _delay_us(0.5); /* T2: data valid at most 0.1 us after the edge; T3: high 0.2 to 50 us */
    lines = DOUT_PIN;
    SCK_PORT &= ~_BV(PIN_SCK);
  }
  return lines;
}

uint8_t hx711_read(uint8_t pulses, uint8_t count, int32_t raw[MAX_CHANNELS]) {
  uint8_t bits[DATA_BITS];
  uint8_t ready = hx711_ready();
  PCICR = 0; /* the data bits are no news */
  for (uint8_t i = 0; i < DATA_BITS; i++) bits[i] = pulse();
  for (uint8_t i = DATA_BITS; i < pulses; i++) pulse();
  held_low = ~DOUT_PIN & DOUT_MASK;
  PCIFR = _BV(PCIF2);
  PCICR = _BV(PCIE2);

  uint8_t mask = _BV(PIN_DOUT1);
  for (uint8_t channel = 0; channel < count; channel++, mask <<= 1) {
    uint8_t bytes[3];
    const uint8_t *next = bits;
    for (uint8_t b = 0; b < 3; b++) {
      uint8_t value = 0;
      for (uint8_t i = 0; i < 8; i++) {
        value <<= 1;
        if (*next++ & mask) value |= 1;
      }
      bytes[b] = value;
    }
    uint8_t sign = bytes[0] & 0x80 ? 0xff : 0;
    raw[channel] = (int32_t)((uint32_t)sign << 24 | (uint32_t)bytes[0] << 16 | (uint16_t)bytes[1] << 8 | bytes[2]);
  }
  return ready & (uint8_t)~(held_low >> DOUT_SHIFT);
}
