/*
 * Tool board: contacts, levels and current clamps on an ATmega328P at 16 MHz, in the Firmata protocol at 57600 8N1.
 */
#include <avr/interrupt.h>
#include <avr/pgmspace.h>
#include <avr/power.h>
#include <avr/sleep.h>

#include "../common/uart.h"
#include "../common/watchdog.h"
#include "firmata.h"
#include "pins.h"

static volatile uint8_t ticks; /* milliseconds not yet handled */

static void tick_init(void) {
  OCR1A = 249; /* 16 MHz / 64 / 250 = 1 kHz */
  TIMSK1 = _BV(OCIE1A);
  TCCR1B = _BV(WGM12) | _BV(CS11) | _BV(CS10);
}

ISR(TIMER1_COMPA_vect) { ticks++; }

static uint8_t take_ticks(void) {
  cli();
  uint8_t taken = ticks;
  ticks = 0;
  sei();
  return taken;
}

/* The instruction after sei() always runs, so an interrupt that comes in between still wakes the board. */
static void sleep_until_something_happens(void) {
  cli();
  if (!ticks && !uart_has_input()) {
    sleep_enable();
    sei();
    sleep_cpu();
    sleep_disable();
  }
  sei();
}

int main(void) {
  power_spi_disable();
  power_twi_disable();
  power_timer0_disable();
  power_timer2_disable();
  set_sleep_mode(SLEEP_MODE_IDLE);
  uart_init();
  pins_init();
  tick_init();
  watchdog_start();
  sei();
  firmata_greet();
  if (watchdog_caused_reset()) firmata_send_text_P(PSTR("WATCHDOG"));

  uint16_t elapsed_ms = 0;
  for (;;) {
    watchdog_feed();
    firmata_poll();
    firmata_report_digital();
    elapsed_ms += take_ticks();
    if (elapsed_ms >= firmata_interval_ms()) {
      elapsed_ms = 0;
      firmata_report_analog();
    }
    sleep_until_something_happens();
  }
}
