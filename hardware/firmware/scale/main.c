/*
 * Scale board: 1 to 4 HX711 amplifiers on an ATmega328P at 16 MHz, lines at 115200 8N1.
 * The wire protocol is docs/serial-protocol.md.
 */
#include <avr/interrupt.h>
#include <avr/pgmspace.h>
#include <avr/power.h>
#include <avr/sleep.h>

#include "../common/uart.h"
#include "../common/watchdog.h"
#include "clock.h"
#include "commands.h"
#include "frame.h"
#include "rounds.h"

static void switch_off_unused(void) {
  power_adc_disable();
  power_spi_disable();
  power_twi_disable();
  power_timer0_disable();
  power_timer2_disable();
}

/* Idle sleep only: deeper modes stop the clock of the USART. The instruction after sei() always runs, so no wake-up is lost. */
static void sleep_until_something_happens(void) {
  sleep_enable();
  cli();
  while (!uart_has_input() && !clock_has_quarter() && !rounds_due()) {
    sei();
    sleep_cpu();
    cli();
  }
  sei();
  sleep_disable();
}

int main(void) {
  switch_off_unused();
  set_sleep_mode(SLEEP_MODE_IDLE);
  uart_init();
  clock_init();
  watchdog_start();
  sei();
  rounds_init();
  commands_identify();
  if (watchdog_caused_reset()) {
    frame_begin('E');
    frame_text_P(PSTR(",WATCHDOG,0"));
    frame_send();
  }
  for (;;) {
    watchdog_feed();
    commands_poll();
    rounds_poll();
    if (clock_take_quarter()) rounds_check();
    sleep_until_something_happens();
  }
}
