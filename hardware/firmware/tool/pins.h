#ifndef KW_TOOL_PINS_H
#define KW_TOOL_PINS_H

/*
 * The pins of the tool board, numbered as on an Arduino: D0..D13, A0..A5 = 14..19, and A6, A7 = 20, 21 (analog only).
 * The wiring data (hardware/wiring) is checked against the PIN_... lines below by a test.
 */
#include <avr/io.h>
#include <stdbool.h>
#include <stdint.h>

#define PIN_SERIAL_RX 0
#define PIN_SERIAL_TX 1
#define PIN_LED 13
#define PIN_FIRST_ANALOG 14

#define TOTAL_PINS 22
#define DIGITAL_PINS 20
#define ANALOG_CHANNELS 8
#define PIN_GROUPS 3 /* of 8 pins, as the Firmata protocol counts them */

/* Modes of the Firmata protocol that this board has. */
#define MODE_INPUT 0x00
#define MODE_OUTPUT 0x01
#define MODE_ANALOG 0x02
#define MODE_PULLUP 0x0b
#define MODE_NONE 0x7f

/* Starts with analog pins as analog, the other ones as inputs without pull-up. */
void pins_init(void);

/* Sets the mode; false when the pin does not have it. */
bool pins_set_mode(uint8_t pin, uint8_t mode);
uint8_t pins_mode(uint8_t pin);
bool pins_has_mode(uint8_t pin, uint8_t mode);

/* Drives an output pin; does nothing to other pins. */
void pins_write(uint8_t pin, bool high);

/* The level an output was set to, for the pin state answer. */
bool pins_written(uint8_t pin);

/* The levels of the input pins of a group of 8; other pins read 0. */
uint8_t pins_read_group(uint8_t group);

/* Wakes the board on every change of the inputs of this group. */
void pins_watch_group(uint8_t group, bool on);

/* One conversion of channel 0..7, 0..1023 over 0..5 V; sleeps while it runs. */
uint16_t pins_read_analog(uint8_t channel);

#endif
