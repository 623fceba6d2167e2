#include "pins.h"

#include <avr/interrupt.h>
#include <avr/pgmspace.h>
#include <avr/sleep.h>

static uint8_t modes[TOTAL_PINS];
static uint8_t inputs[PIN_GROUPS]; /* bits of the pins in an input mode */
static uint8_t watched;            /* bits of the groups */

struct line {
  volatile uint8_t *port; /* DDRx is port - 1, PINx is port - 2 */
  uint8_t bit;
};

static struct line line_of(uint8_t pin) {
  if (pin < 8) return (struct line){&PORTD, (uint8_t)_BV(pin)};
  if (pin < PIN_FIRST_ANALOG) return (struct line){&PORTB, (uint8_t)_BV(pin - 8)};
  return (struct line){&PORTC, (uint8_t)_BV(pin - PIN_FIRST_ANALOG)};
}

bool pins_has_mode(uint8_t pin, uint8_t mode) {
  if (pin <= PIN_SERIAL_TX || pin >= TOTAL_PINS) return false;
  if (mode == MODE_ANALOG) return pin >= PIN_FIRST_ANALOG;
  return pin < DIGITAL_PINS && (mode == MODE_INPUT || mode == MODE_OUTPUT || mode == MODE_PULLUP);
}

static void watch_inputs(void) {
  /* Pin change registers follow the ports, Firmata's groups do not: D8..13 = PB0..5, A0..5 = PC0..5. */
  uint8_t d = watched & 1 ? inputs[0] : 0;
  uint8_t middle = watched & 2 ? inputs[1] : 0;
  uint8_t high = watched & 4 ? inputs[2] : 0;
  PCMSK2 = d;
  PCMSK0 = middle & 0x3f;
  PCMSK1 = (uint8_t)(middle >> 6) | (uint8_t)(high << 2);
  PCICR = (PCMSK0 ? _BV(PCIE0) : 0) | (PCMSK1 ? _BV(PCIE1) : 0) | (PCMSK2 ? _BV(PCIE2) : 0);
}

bool pins_set_mode(uint8_t pin, uint8_t mode) {
  if (!pins_has_mode(pin, mode)) return false;
  modes[pin] = mode;
  if (pin >= DIGITAL_PINS) return true;
  struct line line = line_of(pin);
  uint8_t sreg = SREG;
  cli();
  if (mode == MODE_OUTPUT) {
    *line.port &= (uint8_t)~line.bit;
    *(line.port - 1) |= line.bit;
  } else {
    *(line.port - 1) &= (uint8_t)~line.bit;
    if (mode == MODE_PULLUP) {
      *line.port |= line.bit;
    } else {
      *line.port &= (uint8_t)~line.bit;
    }
  }
  SREG = sreg;
  uint8_t bit = (uint8_t)_BV(pin & 7);
  if (mode == MODE_INPUT || mode == MODE_PULLUP) {
    inputs[pin >> 3] |= bit;
  } else {
    inputs[pin >> 3] &= (uint8_t)~bit;
  }
  watch_inputs();
  return true;
}

uint8_t pins_mode(uint8_t pin) { return modes[pin]; }

void pins_init(void) {
  /* 16 MHz / 128 = 125 kHz: within the 50 to 200 kHz that full resolution asks for. */
  ADCSRA = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);
  watched = 0;
  for (uint8_t pin = 0; pin < TOTAL_PINS; pin++) {
    modes[pin] = MODE_NONE;
    pins_set_mode(pin, pin >= PIN_FIRST_ANALOG ? MODE_ANALOG : MODE_INPUT);
  }
}

void pins_write(uint8_t pin, bool high) {
  if (pin >= DIGITAL_PINS || modes[pin] != MODE_OUTPUT) return;
  struct line line = line_of(pin);
  if (high) {
    *line.port |= line.bit;
  } else {
    *line.port &= (uint8_t)~line.bit;
  }
}

bool pins_written(uint8_t pin) {
  if (pin >= DIGITAL_PINS) return false;
  struct line line = line_of(pin);
  return *line.port & line.bit;
}

uint8_t pins_read_group(uint8_t group) {
  if (group == 0) return PIND & inputs[0];
  if (group == 1) return ((PINB & 0x3f) | (uint8_t)(PINC << 6)) & inputs[1];
  return ((PINC >> 2) & 0x0f) & inputs[2];
}

void pins_watch_group(uint8_t group, bool on) {
  if (on) {
    watched |= (uint8_t)_BV(group);
  } else {
    watched &= (uint8_t)~_BV(group);
  }
  watch_inputs();
}

/* These only wake the main loop. */
EMPTY_INTERRUPT(PCINT0_vect)
EMPTY_INTERRUPT(PCINT1_vect)
EMPTY_INTERRUPT(PCINT2_vect)
EMPTY_INTERRUPT(ADC_vect)

uint16_t pins_read_analog(uint8_t channel) {
  ADMUX = _BV(REFS0) | channel; /* reference AVcc */
  cli();
  ADCSRA |= _BV(ADSC) | _BV(ADIE);
  while (ADCSRA & _BV(ADSC)) {
    sleep_enable();
    sei();
    sleep_cpu();
    sleep_disable();
    cli();
  }
  ADCSRA &= (uint8_t)~_BV(ADIE);
  sei();
  return ADC;
}
