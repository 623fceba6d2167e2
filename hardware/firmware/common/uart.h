#ifndef KW_UART_H
#define KW_UART_H

#include <stdbool.h>
#include <stdint.h>

/* USART0, 8N1, at UART_BAUD (given by the Makefile). Interrupt driven in both directions. */
void uart_init(void);

/* Queues the bytes as one piece, at most 255. Sleeps until there is room, so a line is never cut in two. */
void uart_write(const uint8_t *bytes, uint8_t length);

/* Queues one byte; sleeps until there is room. */
void uart_put(uint8_t byte);

/* The next received byte, or -1 when there is none. */
int16_t uart_read(void);

/* True once after bytes were lost or arrived with a framing error. */
bool uart_take_damage(void);

/* True when a received byte waits. For the check before sleeping, with interrupts off. */
bool uart_has_input(void);

#endif
