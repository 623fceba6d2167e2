#ifndef KW_FIRMATA_H
#define KW_FIRMATA_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The part of the Firmata protocol 2.5 (https://github.com/firmata/protocol) that reading contacts, levels and currents needs.
 * Written from the protocol text.
 */

/* Greets with version and name, as a board does after a reset. */
void firmata_greet(void);

/* Sends a text message. */
void firmata_send_text_P(const char *flash_text);

/* Takes the received bytes and carries out complete messages. */
void firmata_poll(void);

/* Sends the groups whose inputs have changed. */
void firmata_report_digital(void);

/* Sends the analog channels that are switched on. */
void firmata_report_analog(void);

/* Milliseconds between two analog reports, 1..16383. */
uint16_t firmata_interval_ms(void);

#endif
