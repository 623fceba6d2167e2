#include "uart.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

/* 115200 from 16 MHz is 2.1 % off (117647): over the default tolerance, within what 8N1 accepts. */
#define BAUD UART_BAUD
#define BAUD_TOL 3
#include <util/setbaud.h>

#define RX_SIZE 64 /* a power of two */

static uint8_t tx_ring[256]; /* 256, so that the 8-bit indices wrap by themselves */
static volatile uint8_t tx_head, tx_tail;
static uint8_t rx_ring[RX_SIZE];
static volatile uint8_t rx_head, rx_tail;
static volatile bool damaged;

void uart_init(void) {
  UBRR0 = UBRR_VALUE;
  UCSR0A = USE_2X ? _BV(U2X0) : 0;
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UCSR0B = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0);
}

ISR(USART_UDRE_vect) {
  UDR0 = tx_ring[tx_tail];
  if (++tx_tail == tx_head) UCSR0B &= ~_BV(UDRIE0);
}

ISR(USART_RX_vect) {
  /* The error flags belong to the byte that is read next, so they are looked at first. */
  if (UCSR0A & (_BV(FE0) | _BV(DOR0))) damaged = true;
  uint8_t byte = UDR0;
  uint8_t next = (rx_head + 1) & (RX_SIZE - 1);
  if (next == rx_tail) {
    damaged = true;
    return;
  }
  rx_ring[rx_head] = byte;
  rx_head = next;
}

static void wait_for_room(uint8_t length) {
  cli();
  while ((uint8_t)(tx_tail - tx_head - 1) < length) {
    sleep_enable();
    sei();
    sleep_cpu();
    sleep_disable();
    cli();
  }
  sei();
}

void uart_write(const uint8_t *bytes, uint8_t length) {
  wait_for_room(length);
  uint8_t head = tx_head;
  while (length--) tx_ring[head++] = *bytes++;
  cli();
  tx_head = head;
  if (tx_head != tx_tail) UCSR0B |= _BV(UDRIE0);
  sei();
}

void uart_put(uint8_t byte) { uart_write(&byte, 1); }

bool uart_has_input(void) { return rx_head != rx_tail || damaged; }

int16_t uart_read(void) {
  uint8_t tail = rx_tail;
  if (tail == rx_head) return -1;
  uint8_t byte = rx_ring[tail];
  rx_tail = (tail + 1) & (RX_SIZE - 1);
  return byte;
}

bool uart_take_damage(void) {
  if (!damaged) return false;
  damaged = false;
  return true;
}
